import type { Filter } from "@hdmf-ts/array";
import { memorySink } from "@hdmf-ts/bytes";
import type { CodecPool } from "@hdmf-ts/codecs";
import { expect } from "vitest";
import { createHdf5File, openHdf5File } from "../src/index.ts";

interface PoolCase {
  readonly name: string;
  /** The pool is new, and closed by who made it. */
  run(pool: CodecPool): Promise<void>;
}

const shape = [64, 4096];
/** 64 KiB a chunk: long enough for a pool. */
const chunks = [8, 4096];
const numbers = Int16Array.from(
  { length: 64 * 4096 },
  (_, at) => Math.round(2000 * Math.sin(at / 300)) + ((at * 7) % 64),
);

const pipelines: readonly (readonly Filter[])[] = [
  [{ name: "shuffle" }, { name: "zstd", options: [3] }],
  [{ name: "shuffle" }, { name: "lzf" }, { name: "fletcher32" }],
  [{ name: "shuffle" }, { name: "deflate", options: [4] }],
  [{ name: "blosc" }],
  [{ name: "bitshuffle" }],
  [{ name: "scaleoffset" }],
];

/** A dataset for each pipeline: whole chunks at once, then row by row. */
async function fileOf(pool?: CodecPool): Promise<Uint8Array> {
  const sink = memorySink();
  const edit = await createHdf5File(sink, pool === undefined ? {} : { pool });
  const whole: number[] = [];
  const rows: number[] = [];
  for (const [at, filters] of pipelines.entries()) {
    whole.push(await edit.createDataset(edit.root, `whole ${at}`, { dtype: "int16", shape, chunks, filters }));
    rows.push(await edit.createDataset(edit.root, `rows ${at}`, { dtype: "int16", shape, chunks, filters }));
  }
  const shared = numbers.slice();
  for (const id of whole) {
    await edit.write(id, undefined, shared);
    // The memory is the caller's again.
    shared.fill(1);
    shared.set(numbers);
  }
  for (let row = 0; row < 64; row += 3) {
    const stop = Math.min(64, row + 3);
    for (const id of rows) await edit.write(id, [{ start: row, stop }], numbers.subarray(row * 4096, stop * 4096));
  }
  await edit.commit();
  return sink.bytes().slice();
}

export const poolCases: readonly PoolCase[] = [
  {
    name: "the same calls give the same bytes, and what was written is read",
    async run(pool) {
      const without = await fileOf();
      const found = await fileOf(pool);
      expect(found.length).toBe(without.length);
      expect(found.every((byte, at) => byte === without[at])).toBe(true);
      // The judge of what stands in the file is the engine without a pool, which h5py judges.
      for (const options of [{}, { pool }]) {
        const file = await openHdf5File(found, options);
        const [root] = await file.objects([file.root]);
        if (root?.kind !== "group") throw new Error("it has no root group");
        const ids = [...root.links.values()].flatMap((link) => ("hard" in link ? [link.hard] : []));
        expect(ids.length).toBe(2 * pipelines.length);
        for (const object of await file.objects(ids)) {
          if (object.kind !== "dataset") throw new Error("it is no dataset");
          const { data } = await object.read();
          expect((data as Int16Array).every((value, at) => value === numbers[at])).toBe(true);
        }
        await file.close();
      }
    },
  },
  {
    name: "a filter that does not encode is told by its dataset",
    async run(pool) {
      const edit = await createHdf5File(memorySink(), { pool });
      const filters = [{ name: "bzip2" }];
      const id = await edit.createDataset(edit.root, "bad", { dtype: "int16", shape, chunks, filters });
      const refused = expect.objectContaining({ tag: "unsupported", path: "/bad" });
      await expect(edit.write(id, undefined, numbers)).rejects.toEqual(refused);
      await edit.abandon();
    },
  },
  {
    name: "damage is told with the chunk that has it",
    async run(pool) {
      const sink = memorySink();
      const edit = await createHdf5File(sink, { pool });
      const filters = [{ name: "zstd" }, { name: "fletcher32" }];
      const id = await edit.createDataset(edit.root, "x", { dtype: "int16", shape, chunks, filters });
      await edit.write(id, undefined, numbers);
      await edit.commit();
      const bytes = sink.bytes().slice();
      // Chunks come first, behind the superblock.
      bytes[200]! ^= 1;
      const file = await openHdf5File(bytes, { pool });
      const [root] = await file.objects([file.root]);
      const link = root?.kind === "group" ? root.links.get("x") : undefined;
      const [x] = await file.objects(link && "hard" in link ? [link.hard] : []);
      if (x?.kind !== "dataset") throw new Error("it is no dataset");
      const damaged = expect.objectContaining({ tag: "malformed", message: expect.stringContaining("[0, 0]") });
      await expect(x.read()).rejects.toEqual(damaged);
      const rest = await x.read([{ start: 8, stop: 64 }]);
      expect((rest.data as Int16Array).every((value, at) => value === numbers[8 * 4096 + at])).toBe(true);
      await file.close();
    },
  },
  {
    name: "a pool that is closed too early fails the write, and nothing is left",
    async run(pool) {
      const sink = memorySink();
      const edit = await createHdf5File(sink, { pool });
      const filters = [{ name: "zstd" }];
      const id = await edit.createDataset(edit.root, "x", { dtype: "int16", shape, chunks, filters });
      await pool.close();
      const refused = expect.objectContaining({ tag: "closed", message: expect.stringContaining("codec pool") });
      await expect(edit.write(id, undefined, numbers)).rejects.toEqual(refused);
      await expect(edit.commit()).rejects.toEqual(refused);
      await edit.abandon();
    },
  },
];
