import type { ArrayData, NdArray } from "@hdmf-ts/array";
import { memorySink } from "@hdmf-ts/bytes";
import { isHdmfError } from "@hdmf-ts/errors";
import { describe, expect, test } from "vitest";
import { createHdf5File, type Hdf5Dataset, type Hdf5Edit, type Hdf5Group, openHdf5File } from "../../src/index.ts";

/** Makes a file in memory and opens it. */
async function made(make: (file: Hdf5Edit) => Promise<void>) {
  const sink = memorySink();
  const edit = await createHdf5File(sink);
  await make(edit);
  await edit.commit();
  const bytes = sink.bytes();
  const file = await openHdf5File(bytes);
  const object = async (...path: string[]) => {
    let [found] = await file.objects([file.root]);
    for (const name of path) {
      const link = (found as Hdf5Group).links.get(name);
      if (link === undefined || !("hard" in link)) throw new Error(`no ${name}`);
      [found] = await file.objects([link.hard]);
    }
    return found as Hdf5Group | Hdf5Dataset;
  };
  return { bytes, file, object };
}

const number = (value: number): NdArray => ({ dtype: "int32", shape: [], data: Int32Array.of(value) });

describe("what is done last holds", () => {
  test("an attribute that is set twice has the second value, and one that was removed is not there", async () => {
    const { object } = await made(async (file) => {
      await file.setAttribute(file.root, "a", number(1));
      await file.setAttribute(file.root, "b", number(2));
      await file.setAttribute(file.root, "a", number(3));
      await file.removeAttribute(file.root, "b");
    });
    const { attributes } = await object();
    expect([...attributes]).toEqual([["a", number(3)]]);
  });

  test("an attribute's value is copied when it is set", async () => {
    const data = Int32Array.of(1);
    const names = ["x"];
    const { object } = await made(async (file) => {
      await file.setAttribute(file.root, "a", { dtype: "int32", shape: [1], data });
      await file.setAttribute(file.root, "t", { dtype: "utf8", shape: [1], data: names });
      data[0] = 9;
      names[0] = "y";
    });
    const { attributes } = await object();
    expect(attributes.get("a")?.data).toEqual(Int32Array.of(1));
    expect(attributes.get("t")?.data).toEqual(["x"]);
  });

  test("an object under two names is one, and is there until its last name goes", async () => {
    const { object } = await made(async (file) => {
      const group = await file.createGroup(file.root, "first");
      await file.link(file.root, "second", { hard: group });
      await file.unlink(file.root, "first");
      const gone = await file.createGroup(file.root, "gone");
      await file.createGroup(gone, "below");
      await file.unlink(file.root, "gone");
      await file.move(file.root, "second", file.root, "third");
    });
    const root = (await object()) as Hdf5Group;
    expect([...root.links.keys()]).toEqual(["third"]);
  });

  test("references lead to objects that were made, moved and named after them", async () => {
    const { object } = await made(async (file) => {
      const ids = await file.createDataset(file.root, "refs", { dtype: "reference", shape: [2], chunks: [1] });
      const target = await file.createGroup(file.root, "target");
      await file.write(ids, undefined, { ids: Float64Array.of(target, -1) });
      const group = await file.createGroup(file.root, "group");
      await file.move(file.root, "target", group, "moved");
    });
    const { data } = await ((await object("refs")) as Hdf5Dataset).read();
    const target = await object("group", "moved");
    expect(data).toEqual({ ids: Float64Array.of(target.address, -1) });
  });

  test("texts that were written are read back for a later write into their chunk", async () => {
    const first = Array.from({ length: 64 }, (_, index) => `text ${index}`);
    const { object } = await made(async (file) => {
      const id = await file.createDataset(file.root, "x", { dtype: "utf8", shape: [64], chunks: [64] });
      await file.write(id, undefined, first);
      await file.write(id, [{ start: 1, stop: 3 }], ["new", ""]);
    });
    const { data } = await ((await object("x")) as Hdf5Dataset).read();
    expect(data).toEqual(["text 0", "new", "", ...first.slice(3)]);
  });
});

test("the same calls give the same bytes", async () => {
  const make = async (file: Hdf5Edit): Promise<void> => {
    const shape = [3000];
    const filters = [{ name: "shuffle" }, { name: "deflate", options: [4] }];
    const ids = await Promise.all(
      ["a", "b"].map((name) =>
        file.createDataset(file.root, name, { dtype: "float64", shape, chunks: [100], filters }),
      ),
    );
    const data = Float64Array.from({ length: 3000 }, (_, index) => Math.sin(index));
    await Promise.all(ids.map((id) => file.write(id, undefined, data)));
    await file.setAttribute(file.root, "t", { dtype: "utf8", shape: [], data: ["x"] });
  };
  const [one, two] = [await made(make), await made(make)];
  expect(one.bytes).toEqual(two.bytes);
});

interface Refusal {
  readonly name: string;
  readonly tag: string;
  /** What the message must name. */
  readonly says: RegExp;
  run(file: Hdf5Edit): Promise<unknown>;
}

const dataset = (file: Hdf5Edit, dtype: "uint8" | "int32" | "utf8", shape: readonly number[], chunked = false) =>
  file.createDataset(file.root, "data", { dtype, shape, ...(chunked ? { chunks: [2], maxShape: [null] } : {}) });

const refusals: readonly Refusal[] = [
  ...["", ".", "a/b", "a\0b"].map(
    (name): Refusal => ({
      name: `the name ${JSON.stringify(name)}`,
      tag: "invalid",
      says: /name/,
      run: (file) => file.createGroup(file.root, name),
    }),
  ),
  {
    name: "a name that is taken",
    tag: "exists",
    says: /\/a\b/,
    run: async (file) => {
      await file.createGroup(file.root, "a");
      await file.link(file.root, "a", { soft: "/b" });
    },
  },
  {
    name: "a child of a dataset",
    tag: "invalid",
    says: /\/data/,
    run: async (file) => file.createGroup(await dataset(file, "uint8", [1]), "x"),
  },
  {
    name: "an id that is none",
    tag: "not-found",
    says: /12345/,
    run: (file) => file.link(file.root, "x", { hard: 12_345 }),
  },
  {
    name: "an unknown dtype",
    tag: "invalid",
    says: /\/x/,
    run: (file) => file.createDataset(file.root, "x", { dtype: "int7" as "int8", shape: [1] }),
  },
  {
    name: "300 in an attribute of uint8",
    tag: "invalid",
    says: /"a" of \/.*300/,
    run: (file) =>
      file.setAttribute(file.root, "a", { dtype: "uint8", shape: [1], data: Float64Array.of(300) as ArrayData }),
  },
  {
    name: "300 in a dataset of uint8",
    tag: "invalid",
    says: /\/data.*300/,
    run: async (file) => file.write(await dataset(file, "uint8", [2]), undefined, Float64Array.of(1, 300)),
  },
  {
    name: "lists for a regular dataset",
    tag: "invalid",
    says: /\/data/,
    run: async (file) =>
      file.write(await dataset(file, "int32", [2]), undefined, {
        values: Int32Array.of(1, 2, 3),
        offsets: Float64Array.of(0, 1, 3),
      }),
  },
  {
    name: "too few elements",
    tag: "invalid",
    says: /\/data.*2/,
    run: async (file) => file.write(await dataset(file, "int32", [3]), undefined, Int32Array.of(1, 2)),
  },
  {
    name: "a block of the wrong shape in the middle of a stream",
    tag: "invalid",
    says: /\/data/,
    run: async (file) => {
      async function* blocks() {
        yield { start: [0], shape: [2], data: Int32Array.of(1, 2) };
        yield { start: [2, 0], shape: [1, 2], data: Int32Array.of(3, 4) };
      }
      await file.writeBlocks(await dataset(file, "int32", [0], true), blocks());
    },
  },
  {
    name: "growth beyond the maximum",
    tag: "invalid",
    says: /\/x.*3/,
    run: async (file) => {
      const id = await file.createDataset(file.root, "x", { dtype: "int8", shape: [2], maxShape: [3], chunks: [2] });
      await file.append(id, 0, { dtype: "int8", shape: [2], data: Int8Array.of(1, 2) });
    },
  },
  {
    name: "a filter on a scalar",
    tag: "invalid",
    says: /\/x/,
    run: (file) =>
      file.createDataset(file.root, "x", { dtype: "int8", shape: [], filters: [{ name: "deflate", options: [4] }] }),
  },
  {
    name: "a filter of Zarr alone",
    tag: "unsupported",
    says: /\/x.*crc32c/,
    run: (file) => file.createDataset(file.root, "x", { dtype: "int8", shape: [2], filters: [{ name: "crc32c" }] }),
  },
  {
    name: "virtual storage",
    tag: "unsupported",
    says: /\/x.*virtual/,
    run: (file) => file.createDataset(file.root, "x", { dtype: "int8", shape: [2], layout: "virtual" }),
  },
  {
    name: "a reference to what no name is left for",
    tag: "invalid",
    says: /"r" of \/.*\/gone/,
    run: async (file) => {
      const gone = await file.createGroup(file.root, "gone");
      await file.setAttribute(file.root, "r", { dtype: "reference", shape: [], data: { ids: Float64Array.of(gone) } });
      await file.unlink(file.root, "gone");
      await file.commit();
    },
  },
];

describe("is refused, naming what it is about", () => {
  test.each(refusals)("$name", async ({ tag, says, run }) => {
    const file = await createHdf5File(memorySink());
    const error = await run(file).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(isHdmfError(error) && error.tag, String(error)).toBe(tag);
    expect((error as Error).message).toMatch(says);
    await file.abandon();
    await expect(file.createGroup(file.root, "later")).rejects.toMatchObject({ tag: "closed" });
  });

  test("and what was done before, and is done after, holds", async () => {
    const { object } = await made(async (file) => {
      const id = await file.createDataset(file.root, "x", { dtype: "int8", shape: [2] });
      await file.write(id, undefined, Int8Array.of(1, 2));
      await expect(file.write(id, [0], Int8Array.of(3, 4))).rejects.toThrow();
      await expect(file.createGroup(file.root, "x")).rejects.toThrow();
      await file.createGroup(file.root, "y");
    });
    expect(await ((await object("x")) as Hdf5Dataset).read()).toMatchObject({ data: Int8Array.of(1, 2) });
    expect(((await object()) as Hdf5Group).links.size).toBe(2);
  });
});
