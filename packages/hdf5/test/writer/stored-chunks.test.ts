import { type ByteSink, memorySink } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import { expect, test } from "vitest";
import { createHdf5File, type Hdf5Dataset, type Hdf5Edit, openHdf5File } from "../../src/index.ts";

const count = 40;
const length = 2048;
const chunk = (at: number): Uint8Array => new Uint8Array(Int32Array.from({ length }, (_, i) => at * length + i).buffer);

/** A sink whose writes take turns of the event loop, some more than others, and the most that were under way together. */
function slowSink(turns: (write: number) => number, failAt = Number.POSITIVE_INFINITY) {
  const memory = memorySink();
  let [writes, under] = [0, 0];
  const seen = { most: 0 };
  const sink: ByteSink = {
    ...memory,
    async write(offset, bytes) {
      const number = writes++;
      seen.most = Math.max(seen.most, ++under);
      for (let turn = turns(number); turn > 0; turn--) await new Promise((resolve) => setImmediate(resolve));
      under--;
      if (number === failAt) throw hdmfError("io", "no space is left");
      await memory.write(offset, bytes);
    },
  };
  return { sink, seen, bytes: () => memory.bytes() };
}

async function begin(edit: Hdf5Edit) {
  const wishes = { dtype: "int32", shape: [count * length], chunks: [length] } as const;
  const put = edit.encodedWriter(await edit.createDataset(edit.root, "x", wishes), [], "little")!;
  return (at: number): Promise<void> => put([at], { bytes: chunk(at), filterMask: 0 });
}

test("chunks as stored are written side by side, within a bound; their places follow the order of the calls", async () => {
  const files: Uint8Array[] = [];
  for (const turns of [() => 1, (write: number) => (write * 7) % 11, (write: number) => 12 - (write % 12)]) {
    const { sink, seen, bytes } = slowSink(turns);
    const edit = await createHdf5File(sink);
    const put = await begin(edit);
    const all = Promise.all(Array.from({ length: count }, (_, at) => put(at)));
    await edit.commit();
    await all;
    expect(seen.most).toBe(8);
    files.push(bytes());
  }
  expect(new Set(files.map((file) => Buffer.from(file).toString("latin1"))).size).toBe(1);
  const file = await openHdf5File(files[0]!);
  const [root] = await file.objects([file.root]);
  const link = root?.kind === "group" ? root.links.get("x") : undefined;
  const [found] = await file.objects([link && "hard" in link ? link.hard : -1]);
  const { data } = await (found as Hdf5Dataset).read();
  expect(data).toEqual(Int32Array.from({ length: count * length }, (_, i) => i));
});

test("a write that fails is thrown to who gave the chunk, by the name of the dataset, and at the end", async () => {
  const { sink } = slowSink((write) => write % 3, 20);
  const edit = await createHdf5File(sink);
  const put = await begin(edit);
  const results = await Promise.allSettled(Array.from({ length: count }, (_, at) => put(at)));
  const failure = { tag: "io", path: "/x", message: "/x: no space is left" };
  expect(results.slice(0, 20).every(({ status }) => status === "fulfilled")).toBe(true);
  expect(results[20]).toMatchObject({ status: "rejected", reason: failure });
  await expect(edit.commit()).rejects.toMatchObject(failure);
  await edit.abandon();
});

test("what is given up while chunks are on their way ends every call", async () => {
  const { sink } = slowSink(() => 5);
  const edit = await createHdf5File(sink);
  const put = await begin(edit);
  const all = Promise.allSettled(Array.from({ length: count }, (_, at) => put(at)));
  await edit.abandon();
  for (const result of await all)
    if (result.status === "rejected") expect(result.reason).toMatchObject({ tag: "closed" });
});
