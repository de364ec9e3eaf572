import type { Dtype, NdArray, NodeId } from "@hdmf-ts/array";
import { describe, expect, test } from "vitest";
import { type Difference, diffTrees } from "../src/diff.ts";
import { type DatasetWishes, type Edit, memoryStorage, type Storage } from "../src/index.ts";
import { memoryContract } from "./memory-contract.ts";

type Make = (edit: Edit) => Promise<unknown>;

async function made(make: Make): Promise<Storage> {
  const storage = memoryStorage();
  const edit = storage.edit();
  await make(edit);
  await edit.commit();
  return storage;
}

async function differences(a: Storage, b: Storage): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const one of diffTrees(a, b)) found.push(one);
  return found;
}

const scalar = (dtype: Dtype, data: NdArray["data"]): NdArray => ({ dtype, shape: [], data });

/** A tree with one dataset `/d`, and elements where they are given. */
function dataset(wishes: DatasetWishes, data?: NdArray["data"]): Make {
  return async (edit) => {
    const id = await edit.createDataset(edit.root, "d", wishes);
    if (data) await edit.write(id, [], data);
  };
}

const attribute =
  (value: NdArray): Make =>
  (edit) =>
    edit.setAttribute(edit.root, "x", value);

const numbers = (...data: number[]): Make => dataset({ dtype: "int32", shape: [data.length] }, Int32Array.from(data));
const int4 = { dtype: "int16", shape: [4] } as const;
const colours: Dtype = { enum: new Map([["red", 1]]), base: "int8" };

/** `/g` with a dataset in it, and `/z` as given. */
function withGroup(then: (edit: Edit, group: NodeId, data: NodeId) => Promise<unknown>): Make {
  return async (edit) => {
    const group = await edit.createGroup(edit.root, "g");
    const data = await edit.createDataset(group, "d", { dtype: "int8", shape: [] });
    await then(edit, group, data);
  };
}

const nothing = async (): Promise<void> => undefined;
const link = (child: Parameters<Edit["link"]>[2]): Make => withGroup((edit) => edit.link(edit.root, "z", child));
const reference = (path: "g" | "d" | null): Make =>
  withGroup((edit, group, data) => {
    const id = path === null ? "" : `${path === "g" ? group : data}`;
    return edit.setAttribute(edit.root, "x", scalar("reference", { ids: [id] }));
  });

const cases: readonly { name: string; a: Make; b: Make; expected: Difference[] }[] = [
  {
    name: "an object that only the first has",
    a: async (edit) => edit.createGroup(await edit.createGroup(edit.root, "g"), "inner"),
    b: nothing,
    expected: [{ path: "/g", kind: "missing", a: { kind: "group", path: "/g" } }],
  },
  {
    name: "an object that only the second has",
    a: nothing,
    b: numbers(1),
    expected: [{ path: "/d", kind: "missing", b: { kind: "dataset", path: "/d" } }],
  },
  {
    name: "a group against a dataset",
    a: (edit) => edit.createGroup(edit.root, "d"),
    b: numbers(1),
    expected: [{ path: "/d", kind: "node-kind", a: "group", b: "dataset" }],
  },
  {
    name: "an attribute that only one has",
    a: attribute(scalar("int8", Int8Array.of(1))),
    b: nothing,
    expected: [{ path: "/", kind: "attribute", attribute: "x", a: 1 }],
  },
  {
    name: "the value of an attribute",
    a: attribute(scalar("utf8", ["a"])),
    b: attribute(scalar("utf8", ["b"])),
    expected: [{ path: "/", kind: "attribute", attribute: "x", a: "a", b: "b" }],
  },
  {
    name: "the shape of an attribute",
    a: attribute(scalar("utf8", ["a"])),
    b: attribute({ dtype: "utf8", shape: [1], data: ["a"] }),
    expected: [{ path: "/", kind: "attribute", attribute: "x", a: "a", b: ["a"] }],
  },
  {
    name: "the width of an attribute of one value",
    a: attribute(scalar("int8", Int8Array.of(5))),
    b: attribute(scalar("int64", BigInt64Array.of(5n))),
    expected: [{ path: "/", kind: "attribute-dtype", attribute: "x", a: "int8", b: "int64" }],
  },
  {
    name: "the width and the value of an attribute",
    a: attribute(scalar("int64", BigInt64Array.of(9007199254740993n))),
    b: attribute(scalar("float64", Float64Array.of(9007199254740992))),
    expected: [
      { path: "/", kind: "attribute-dtype", attribute: "x", a: "int64", b: "float64" },
      { path: "/", kind: "attribute", attribute: "x", a: "9007199254740993", b: 9007199254740992 },
    ],
  },
  {
    name: "ascii against utf8 in an attribute",
    a: attribute(scalar("ascii", ["a"])),
    b: attribute(scalar("utf8", ["a"])),
    expected: [{ path: "/", kind: "text-encoding", attribute: "x", a: "ascii", b: "utf8" }],
  },
  {
    name: "a null space against no element",
    a: attribute({ dtype: "int8", shape: null, data: new Int8Array(0) }),
    b: attribute({ dtype: "int8", shape: [0], data: new Int8Array(0) }),
    expected: [{ path: "/", kind: "null-space", attribute: "x", a: null, b: [] }],
  },
  {
    name: "the target of a reference",
    a: reference("g"),
    b: reference("d"),
    expected: [{ path: "/", kind: "attribute", attribute: "x", a: { path: "/g" }, b: { path: "/g/d" } }],
  },
  {
    name: "a reference against null",
    a: reference("g"),
    b: reference(null),
    expected: [{ path: "/", kind: "attribute", attribute: "x", a: { path: "/g" }, b: null }],
  },
  {
    name: "a dtype with equal values",
    a: dataset({ dtype: "float32", shape: [2] }, Float32Array.of(0.5, Number.NaN)),
    b: dataset({ dtype: "float64", shape: [2] }, Float64Array.of(0.5, Number.NaN)),
    expected: [{ path: "/d", kind: "dtype", a: "float32", b: "float64" }],
  },
  {
    name: "an enum against its base",
    a: dataset({ dtype: colours, shape: [1] }, Int8Array.of(1)),
    b: dataset({ dtype: "int8", shape: [1] }, Int8Array.of(1)),
    expected: [{ path: "/d", kind: "enum", a: { enum: { red: 1 }, base: "int8" }, b: "int8" }],
  },
  {
    name: "ascii against utf8 in a compound",
    a: dataset({ dtype: [{ name: "t", dtype: "ascii" }], shape: [1] }, new Map([["t", ["x"]]])),
    b: dataset({ dtype: [{ name: "t", dtype: "utf8" }], shape: [1] }, new Map([["t", ["x"]]])),
    expected: [
      { path: "/d", kind: "text-encoding", a: [{ name: "t", dtype: "ascii" }], b: [{ name: "t", dtype: "utf8" }] },
    ],
  },
  {
    name: "a region against a reference",
    a: dataset({ dtype: "region", shape: [1] }),
    b: dataset({ dtype: "reference", shape: [1] }),
    expected: [{ path: "/d", kind: "region", a: "region", b: "reference" }],
  },
  {
    name: "a null space against a scalar",
    a: dataset({ dtype: "int8", shape: null }),
    b: dataset({ dtype: "int8", shape: [] }),
    expected: [{ path: "/d", kind: "null-space", a: null, b: [] }],
  },
  {
    name: "a shape",
    a: numbers(1, 2),
    b: numbers(1, 2, 3),
    expected: [{ path: "/d", kind: "shape", a: [2], b: [3] }],
  },
  {
    name: "how far an array may grow",
    a: dataset({ ...int4, chunks: [2], maxShape: [null] }),
    b: dataset({ ...int4, chunks: [2] }),
    expected: [{ path: "/d", kind: "max-shape", a: [null], b: [4] }],
  },
  {
    name: "chunks",
    a: dataset({ ...int4, chunks: [2] }),
    b: dataset({ ...int4, chunks: [4] }),
    expected: [{ path: "/d", kind: "chunks", a: [2], b: [4] }],
  },
  {
    name: "nothing where the chunks are the format's own",
    a: dataset({ ...int4, stored: { layout: "contiguous" } }),
    b: dataset({ ...int4, chunks: [4], filters: [{ name: "zstd" }], stored: { layout: "contiguous" } }),
    expected: [],
  },
  {
    name: "filters",
    a: dataset({ ...int4, chunks: [2], filters: [{ name: "deflate", id: 1, options: [4] }] }),
    b: dataset({ ...int4, chunks: [2], filters: [{ name: "deflate", options: [9] }] }),
    expected: [
      {
        path: "/d",
        kind: "filters",
        a: [{ name: "deflate", id: 1, options: [4] }],
        b: [{ name: "deflate", options: [9] }],
      },
    ],
  },
  {
    name: "a fill value",
    a: dataset({ ...int4, fillValue: scalar("int16", Int16Array.of(1)) }, new Int16Array(4)),
    b: dataset(int4, new Int16Array(4)),
    expected: [{ path: "/d", kind: "fill-value", a: 1, b: 0 }],
  },
  {
    name: "nothing where the fill value is zero, said or not",
    a: dataset({ ...int4, fillValue: scalar("int16", Int16Array.of(0)) }),
    b: dataset(int4),
    expected: [],
  },
  {
    name: "names of axes",
    a: dataset({ ...int4, dimensions: ["time"] }),
    b: dataset({ ...int4, dimensions: ["x"] }),
    expected: [{ path: "/d", kind: "dimensions", a: ["time"], b: ["x"] }],
  },
  {
    name: "the byte order",
    a: dataset({ ...int4, stored: { byteOrder: "big" } }),
    b: dataset(int4),
    expected: [{ path: "/d", kind: "stored", a: { byteOrder: "big" } }],
  },
  {
    name: "the format of a number that is kept as bytes",
    a: dataset({ ...int4, stored: { typeMessage: "11" } }),
    b: dataset({ ...int4, stored: { typeMessage: "12" } }),
    expected: [{ path: "/d", kind: "stored", a: { typeMessage: "11" }, b: { typeMessage: "12" } }],
  },
  {
    name: "the layout",
    a: dataset({ ...int4, stored: { layout: "compact" } }),
    b: dataset({ ...int4, stored: { layout: "contiguous" } }),
    expected: [{ path: "/d", kind: "layout", a: { layout: "compact" }, b: { layout: "contiguous" } }],
  },
  {
    name: "the width of a text in a field",
    a: dataset({
      dtype: [{ name: "t", dtype: "utf8" }],
      shape: [],
      stored: { fields: new Map([["t", { text: { length: 5, padding: "nullpad" } }]]) },
    }),
    b: dataset({ dtype: [{ name: "t", dtype: "utf8" }], shape: [] }),
    expected: [{ path: "/d", kind: "text-width", a: { "fields.t.text": { length: 5, padding: "nullpad" } } }],
  },
  {
    name: "the first of the values that differ, and how many do",
    a: dataset({ dtype: "int32", shape: [2, 3], chunks: [1, 2] }, Int32Array.of(1, 2, 3, 4, 5, 6)),
    b: dataset({ dtype: "int32", shape: [2, 3], chunks: [1, 2] }, Int32Array.of(1, 2, 9, 8, 5, 6)),
    expected: [{ path: "/d", kind: "value", at: [0, 2], a: 3, b: 9, count: 2 }],
  },
  {
    name: "64-bit integers to the last bit",
    a: dataset({ dtype: "uint64", shape: [] }, BigUint64Array.of(2n ** 64n - 1n)),
    b: dataset({ dtype: "uint64", shape: [] }, BigUint64Array.of(2n ** 64n - 2n)),
    expected: [{ path: "/d", kind: "value", at: [], a: "18446744073709551615", b: "18446744073709551614", count: 1 }],
  },
  {
    name: "zero against minus zero",
    a: dataset({ dtype: "float64", shape: [] }, Float64Array.of(0)),
    b: dataset({ dtype: "float64", shape: [] }, Float64Array.of(-0)),
    expected: [{ path: "/d", kind: "value", at: [], a: 0, b: -0, count: 1 }],
  },
  {
    name: "no NaN against the same NaN",
    a: dataset({ dtype: "float64", shape: [2] }, Float64Array.of(Number.NaN, 1)),
    b: dataset({ dtype: "float64", shape: [2] }, Float64Array.of(Number.NaN, 1)),
    expected: [],
  },
  {
    name: "a text in a compound",
    a: dataset({ dtype: [{ name: "t", dtype: "utf8" }], shape: [2] }, new Map([["t", ["x", "y"]]])),
    b: dataset({ dtype: [{ name: "t", dtype: "utf8" }], shape: [2] }, new Map([["t", ["x", "z"]]])),
    expected: [{ path: "/d", kind: "value", at: [1], a: { t: "y" }, b: { t: "z" }, count: 1 }],
  },
  {
    name: "the length of an element of a ragged array",
    a: dataset(
      { dtype: { vlen: "int8" }, shape: [2] },
      { values: Int8Array.of(1, 2), offsets: Float64Array.of(0, 1, 2) },
    ),
    b: dataset(
      { dtype: { vlen: "int8" }, shape: [2] },
      { values: Int8Array.of(1, 2), offsets: Float64Array.of(0, 2, 2) },
    ),
    expected: [{ path: "/d", kind: "value", at: [0], a: [1], b: [1, 2], count: 2 }],
  },
  {
    name: "where a soft link leads",
    a: link({ soft: "/g" }),
    b: link({ soft: "/g/d" }),
    expected: [{ path: "/z", kind: "link", a: { soft: "/g" }, b: { soft: "/g/d" } }],
  },
  {
    name: "a soft link that only one has",
    a: link({ soft: "/g" }),
    b: withGroup(nothing),
    expected: [{ path: "/z", kind: "missing", a: { soft: "/g" } }],
  },
  {
    name: "a dead link that only one has",
    a: link({ soft: "/nowhere" }),
    b: withGroup(nothing),
    expected: [{ path: "/z", kind: "dead-link", a: { soft: "/nowhere" } }],
  },
  {
    name: "a second name against a soft link",
    a: withGroup((edit, group) => edit.link(edit.root, "z", { hard: group })),
    b: link({ soft: "/g" }),
    expected: [{ path: "/z", kind: "hard-link", a: { kind: "group", path: "/g" }, b: { soft: "/g" } }],
  },
  {
    name: "one object with two names against two objects, which are compared",
    a: withGroup((edit, _, data) => edit.link(edit.root, "z", { hard: data })),
    b: withGroup(async (edit) => {
      const id = await edit.createDataset(edit.root, "z", { dtype: "int8", shape: [] });
      await edit.write(id, [], Int8Array.of(3));
    }),
    expected: [
      { path: "/z", kind: "hard-link", a: "/g/d", b: "/z" },
      { path: "/z", kind: "value", at: [], a: 0, b: 3, count: 1 },
    ],
  },
  {
    name: "an external link against an object",
    a: link({ external: { source: "o.h5", path: "/x" } }),
    b: withGroup((edit) => edit.createGroup(edit.root, "z")),
    expected: [
      {
        path: "/z",
        kind: "external-link",
        a: { external: { source: "o.h5", path: "/x" } },
        b: { kind: "group", path: "/z" },
      },
    ],
  },
  {
    name: "an external link against a link within the file",
    a: link({ external: { source: "o.h5", path: "/x" } }),
    b: link({ soft: "/x" }),
    expected: [
      { path: "/z", kind: "external-link", a: { external: { source: "o.h5", path: "/x" } }, b: { soft: "/x" } },
    ],
  },
  {
    name: "nothing where an object is noted to be a copy of what the external link leads to",
    a: link({ external: { source: "o.h5", path: "/x" } }),
    b: withGroup((edit) => edit.createGroup(edit.root, "z", { copyOf: { source: "o.h5", path: "/x" } })),
    expected: [],
  },
  {
    name: "a committed datatype that only one has",
    a: (edit) => edit.createDatatype(edit.root, "t", "int8"),
    b: nothing,
    expected: [{ path: "/t", kind: "datatype", a: { kind: "datatype", path: "/t" } }],
  },
  {
    name: "the use of a committed datatype",
    a: async (edit) => dataset({ ...int4, datatype: await edit.createDatatype(edit.root, "t", "int16") })(edit),
    b: async (edit) => {
      await edit.createDatatype(edit.root, "t", "int16");
      await dataset(int4)(edit);
    },
    expected: [{ path: "/d", kind: "datatype", a: "/t" }],
  },
];

test.each(cases)("tells $name", async ({ a, b, expected }) => {
  expect(await differences(await made(a), await made(b))).toEqual(expected);
});

test.each(cases.filter(({ expected }) => expected.length > 0))(
  "tells $name, the other way round",
  async ({ a, b, expected }) => {
    const turned = expected.map(({ path, kind, attribute: name }) => ({ path, kind, name }));
    const found = await differences(await made(b), await made(a));
    expect(found.map(({ path, kind, attribute: name }) => ({ path, kind, name }))).toEqual(turned);
  },
);

describe("the contract tree", () => {
  test("does not differ from itself made twice, circles included", async () => {
    expect(await differences(await memoryContract.filled(), await memoryContract.filled())).toEqual([]);
  });

  test("is compared in blocks, told by progress", async () => {
    const seen: number[] = [];
    const both = [await memoryContract.filled(), await memoryContract.filled()] as const;
    let total = 0;
    const onProgress = ({ bytes, totalBytes }: { bytes: number; totalBytes: number }): void => {
      seen.push(bytes);
      total = totalBytes;
    };
    for await (const one of diffTrees(...both, { onProgress })) throw new Error(JSON.stringify(one));
    expect(seen.at(-1)).toBe(total);
    expect(seen).toEqual([...seen].sort((x, y) => x - y));
  });

  test("is given up with the reason of the signal", async () => {
    const storage = await memoryContract.filled();
    const reason = new Error("enough");
    const run = diffTrees(storage, storage, { signal: AbortSignal.abort(reason) }).next();
    await expect(run).rejects.toBe(reason);
  });
});
