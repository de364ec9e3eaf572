import type { NdArray, Selection } from "@hdmf-ts/array";
import { containerAt, openRegistry } from "@hdmf-ts/build";
import { expect, test } from "vitest";
import { float64, type GroupPlan, int64, makeFile, nd, text, typed, uint8 } from "../../build/test/make-file.ts";
import { common } from "../../build/test/namespaces.ts";
import { cellAt, isTableContainer, tableBehaviours } from "../src/index.ts";
import { open, plain, rowsOf, tableOf, tableType } from "./plain.ts";

const ids = (...values: number[]) => ({
  value: int64(...values),
  attributes: typed("ElementIdentifiers", "hdmf-common"),
});
const column = (value: NdArray, type = "VectorData", more: Record<string, unknown> = {}) => ({
  value,
  attributes: { ...typed(type, "hdmf-common"), description: "a column", ...more },
});
const index = (value: NdArray, target: string) => column(value, "VectorIndex", { target: `->/t/${target}` });

const doubly: GroupPlan = {
  attributes: { colnames: ["d"] },
  datasets: {
    id: ids(0, 1, 2),
    d: column(int64(1, 2, 3, 4, 5, 6)),
    d_index: index(uint8(2, 3, 3, 6), "d"),
    d_index_index: index(uint8(2, 2, 4), "d_index"),
  },
};

test.each<[string, GroupPlan, unknown[]]>([
  [
    "plain columns, in the order of colnames",
    {
      attributes: { colnames: ["b", "a"] },
      datasets: { id: ids(7, 9), a: column(text("x", "y")), b: column(float64(0.5, Number.NaN)) },
    },
    [
      { id: 7n, b: 0.5, a: "x" },
      { id: 9n, b: Number.NaN, a: "y" },
    ],
  ],
  [
    "values with axes of their own",
    {
      attributes: { colnames: ["p"] },
      datasets: { id: ids(0, 1), p: column(nd("int8", Int8Array.of(1, 2, 3, 4), [2, 2])) },
    },
    [
      { id: 0n, p: [1, 2] },
      { id: 1n, p: [3, 4] },
    ],
  ],
  [
    "ragged, with an empty row",
    {
      attributes: { colnames: ["r"] },
      datasets: { id: ids(0, 1, 2), r: column(text("a", "b", "c")), r_index: index(uint8(2, 2, 3), "r") },
    },
    [
      { id: 0n, r: ["a", "b"] },
      { id: 1n, r: [] },
      { id: 2n, r: ["c"] },
    ],
  ],
  [
    "doubly ragged, with an empty row and an empty list",
    doubly,
    [
      { id: 0n, d: [[1n, 2n], [3n]] },
      { id: 1n, d: [] },
      { id: 2n, d: [[], [4n, 5n, 6n]] },
    ],
  ],
  [
    "an index of any name, found by its target",
    {
      attributes: { colnames: ["r"] },
      datasets: { id: ids(0), r: column(int64(1, 2)), whatever: index(uint8(2), "r") },
    },
    [{ id: 0n, r: [1n, 2n] }],
  ],
  [
    "an index without a target, found by its name",
    {
      attributes: { colnames: ["r"] },
      datasets: {
        id: ids(0),
        r: column(int64(1, 2)),
        r_index: column(nd("uint64", BigUint64Array.of(2n)), "VectorIndex"),
      },
    },
    [{ id: 0n, r: [1n, 2n] }],
  ],
  [
    "regions are row numbers, ragged too",
    {
      attributes: { colnames: ["one", "many"] },
      datasets: {
        id: ids(0, 1),
        one: column(int64(5, 6), "DynamicTableRegion", { table: "->/t" }),
        many: column(int64(1, 2, 3), "DynamicTableRegion", { table: "->/t" }),
        many_index: index(uint8(1, 3), "many"),
      },
    },
    [
      { id: 0n, one: 5n, many: [1n] },
      { id: 1n, one: 6n, many: [2n, 3n] },
    ],
  ],
  [
    "enumerated values are their elements",
    {
      attributes: { colnames: ["e"] },
      datasets: {
        id: ids(0, 1, 2),
        e: column(uint8(1, 0, 1), "EnumData", { elements: "->/t/e_elements" }),
        e_elements: column(text("no", "yes")),
      },
    },
    [
      { id: 0n, e: "yes" },
      { id: 1n, e: "no" },
      { id: 2n, e: "yes" },
    ],
  ],
  [
    "compounds",
    {
      attributes: { colnames: ["c"] },
      datasets: {
        id: ids(0, 1),
        c: column(
          nd(
            [
              { name: "x", dtype: "int32" },
              { name: "name", dtype: "utf8" },
            ],
            new Map<string, NdArray["data"]>([
              ["x", Int32Array.of(1, 2)],
              ["name", ["a", "b"]],
            ]),
            [2],
          ),
        ),
      },
    },
    [
      { id: 0n, c: { x: 1, name: "a" } },
      { id: 1n, c: { x: 2, name: "b" } },
    ],
  ],
  [
    "colnames written as no text: the columns that there are",
    {
      attributes: { colnames: float64() },
      datasets: {
        id: ids(0),
        b: column(int64(2)),
        a: column(int64(1, 1)),
        a_index: index(uint8(2), "a"),
        e: column(uint8(0), "EnumData"),
        e_elements: column(text("x")),
      },
    },
    [{ id: 0n, a: [1n, 1n], b: 2n, e: "x" }],
  ],
  ["no rows", { attributes: { colnames: ["a"] }, datasets: { id: ids(), a: column(float64()) } }, []],
  [
    "names like any other",
    { attributes: { colnames: ["constructor"] }, datasets: { id: ids(0), constructor: column(int64(1)) } },
    [{ id: 0n, constructor: 1n }],
  ],
])("%s", async (_name, plan, expected) => {
  const table = await tableOf(plan);
  expect(table.warnings).toEqual([]);
  expect(await rowsOf(table)).toEqual(expected);
});

test("categories of an aligned table are columns with their names before them", async () => {
  const category: GroupPlan = {
    attributes: { ...tableType, colnames: ["c"] },
    datasets: { id: ids(5, 6), c: column(int64(1, 2)) },
  };
  const table = await tableOf({
    attributes: { ...typed("AlignedDynamicTable", "hdmf-common"), colnames: ["m"], categories: ["cat", "gone"] },
    datasets: { id: ids(0, 1), m: column(float64(0.5, 1.5)) },
    groups: { cat: category },
  });
  expect(table.columns.map(({ name }) => name)).toEqual(["id", "m", "cat/id", "cat/c"]);
  expect(await rowsOf(table, 1)).toEqual([{ id: 1n, m: 1.5, "cat/id": 6n, "cat/c": 2n }]);
  expect(table.warnings).toEqual([expect.stringMatching(/^gone: .*not there/)]);
});

test("what a column says of itself", async () => {
  const table = await tableOf({
    attributes: { colnames: ["r"] },
    datasets: {
      id: ids(0),
      r: column(int64(1, 2), "DynamicTableRegion", { table: "->/t" }),
      r_index: index(uint8(2), "r"),
    },
  });
  const [, region] = table.columns;
  expect(region).toMatchObject({
    name: "r",
    path: "/t/r",
    type: "DynamicTableRegion",
    description: "a column",
    kind: "region",
    dtype: "int64",
    elementShape: [],
    levels: 1,
    length: 1,
  });
  expect(await region!.storage.pathOf([region!.target!])).toEqual(["/t"]);
  expect(table).toMatchObject({
    path: "/t",
    type: "DynamicTable",
    namespace: "hdmf-common",
    description: "a table",
    length: 1,
  });
});

test.each<[number | undefined, number | undefined, unknown[]]>([
  [0, 1, [[[1n, 2n], [3n]]]],
  [1, 2, [[]]],
  [2, 3, [[[], [4n, 5n, 6n]]]],
  [1, undefined, [[], [[], [4n, 5n, 6n]]]],
  [3, 9, []],
  [1, 1, []],
])("rows %s to %s of a doubly ragged column", async (start, stop, expected) => {
  const rows = (await rowsOf(await tableOf(doubly), start, stop)) as { d: unknown }[];
  expect(rows.map(({ d }) => d)).toEqual(expected);
});

test.each([
  [-1, 1],
  [2, 1],
  [0.5, 1],
  [0, Number.NaN],
])("rows %s:%s are refused", async (start, stop) => {
  await expect((await tableOf(doubly)).rows(start, stop)).rejects.toMatchObject({ tag: "invalid" });
});

test("the cells of a doubly ragged column hold lists as values, a cell past the end nothing", async () => {
  const rows = await (await tableOf(doubly)).rows(0, 1);
  const data = rows.columns.get("d")!;
  expect(cellAt(data, 0)).toMatchObject({ dtype: { vlen: "int64" }, shape: [2] });
  expect([cellAt(data, 1), cellAt(data, -1), cellAt(data, 0.5)]).toEqual([undefined, undefined, undefined]);
});

test("a few rows of a ragged column are read by the slices that they need, and no more", async () => {
  const many = Array.from({ length: 1000 }, (_, i) => i);
  const storage = await makeFile({
    groups: {
      t: {
        attributes: { ...tableType, colnames: ["r"] },
        datasets: {
          id: ids(...many),
          r: column(float64(...many, ...many)),
          r_index: index(
            nd(
              "uint16",
              Uint16Array.from(many, (i) => 2 * i + 2),
            ),
            "r",
          ),
        },
      },
    },
  });
  const reads: unknown[] = [];
  const counting: typeof storage = {
    ...storage,
    resolve: async (path) => ({ storage: counting, id: (await storage.resolve(path)).id }),
    async read(nodes, options) {
      return (await storage.read(nodes, options)).map((node) => {
        if (node.kind !== "dataset") return node;
        const { value: _value, ...rest } = node;
        const read = (selection?: Selection): Promise<NdArray> => {
          reads.push(selection);
          return node.array.read(selection);
        };
        return { ...rest, array: { ...node.array, read } };
      });
    },
  };
  const rows = await (await open(counting)).rows(500, 502);
  expect(plain(cellAt(rows.columns.get("r")!, 1)!)).toEqual([2, 3]);
  expect(reads).toHaveLength(3);
  expect(reads).toEqual(
    expect.arrayContaining([[{ start: 500, stop: 502 }], [{ start: 499, stop: 502 }], [{ start: 1000, stop: 1004 }]]),
  );
});

test("with the behaviour of tables, a container opens its own", async () => {
  const storage = await makeFile({
    groups: {
      t: { ...doubly, attributes: { ...tableType, ...doubly.attributes } },
      c: { attributes: typed("Container", "hdmf-common") },
    },
  });
  const registry = await openRegistry(storage, { extra: [common], behaviours: tableBehaviours });
  const container = await containerAt(storage, registry, "/t");
  const table = isTableContainer(container) ? await container.openTable() : undefined;
  expect(await rowsOf(table!, 1, 2)).toEqual([{ id: 1n, d: [] }]);
  expect(isTableContainer(await containerAt(storage, registry, "/c"))).toBe(false);
});
