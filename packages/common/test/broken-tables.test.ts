import type { NdArray } from "@hdmf-ts/array";
import { openRegistry } from "@hdmf-ts/build";
import { expect, test } from "vitest";
import {
  float64,
  type GroupPlan,
  int64,
  makeFile,
  nd,
  scalar,
  text,
  typed,
  uint8,
} from "../../build/test/make-file.ts";
import { isDynamicTable, openTable } from "../src/index.ts";
import { open, rowsOf, tableOf, tableType } from "./plain.ts";

const ids = (...values: number[]) => ({
  value: int64(...values),
  attributes: typed("ElementIdentifiers", "hdmf-common"),
});
const column = (value: NdArray, type = "VectorData", more: Record<string, unknown> = {}) => ({
  value,
  attributes: { ...typed(type, "hdmf-common"), ...more },
});
const index = (value: NdArray, target: string) => column(value, "VectorIndex", { target: `->/t/${target}` });
const ragged = (ends: NdArray): GroupPlan => ({
  attributes: { colnames: ["r"] },
  datasets: {
    id: ids(...Array.from({ length: ends.shape?.[0] ?? 0 }, (_, i) => i)),
    r: column(int64(1, 2, 3)),
    r_index: index(ends, "r"),
  },
});

test.each<[string, GroupPlan, RegExp]>([
  ["an index that goes back", ragged(uint8(2, 1, 3)), /r_index is 1, less than 2/],
  ["an index beyond the values", ragged(uint8(2, 9)), /r_index is 9, but only 3 values/],
  ["a negative index", ragged(int64(-1, 3)), /entry 0 of its index r_index is -1/],
  ["an index beyond 2^53", ragged(nd("uint64", BigUint64Array.of(2n ** 64n - 1n))), /r_index is 1844/],
  ["an index of fractions", ragged(float64(1, 3)), /r_index holds no integers/],
  ["an index of text", ragged(text("1", "3")), /r_index holds no integers/],
  [
    "an enumerated value without an element",
    {
      attributes: { colnames: ["e"] },
      datasets: { id: ids(0), e: column(uint8(2), "EnumData"), e_elements: column(text("a", "b")) },
    },
    /the value 2 stands for none of its 2 elements/,
  ],
])("%s is an error that names column and table", async (_name, plan, message) => {
  const reading = (await tableOf(plan)).rows();
  await expect(reading).rejects.toMatchObject({ tag: "malformed", path: expect.stringMatching(/^\/t\/[re]$/) });
  await expect(reading).rejects.toThrow(message);
  await expect(reading).rejects.toThrow(/^Column [re] of \/t /);
});

test("rows before the damage can be read", async () => {
  const table = await tableOf(ragged(uint8(2, 1, 3)));
  expect(await rowsOf(table, 0, 1)).toEqual([{ id: 0n, r: [1n, 2n] }]);
});

test.each<[string, GroupPlan, RegExp, string[]]>([
  [
    "a column that is not there",
    { attributes: { colnames: ["a", "gone"] }, datasets: { id: ids(0), a: column(int64(1)) } },
    /^gone: .*not there/,
    ["id", "a"],
  ],
  [
    "a column that is a group",
    { attributes: { colnames: ["g"] }, datasets: { id: ids(0) }, groups: { g: {} } },
    /^g: .*no dataset/,
    ["id"],
  ],
  [
    "a column that is a dead link",
    { attributes: { colnames: ["l"] }, datasets: { id: ids(0) }, links: { l: "/nowhere" } },
    /^l: /,
    ["id"],
  ],
  [
    "a column that colnames does not name",
    { attributes: { colnames: ["a"] }, datasets: { id: ids(0), a: column(int64(1)), b: column(int64(1)) } },
    /^b: .*colnames/,
    ["id", "a"],
  ],
  [
    "one value for all rows",
    { attributes: { colnames: ["a"] }, datasets: { id: ids(0), a: column(scalar(int64(1))) } },
    /^a: one value/,
    ["id"],
  ],
  [
    "columns of other lengths",
    { attributes: { colnames: ["a"] }, datasets: { id: ids(0, 1), a: column(int64(1)) } },
    /^a: 1 rows, but the table has 2/,
    ["id", "a"],
  ],
  ["no ids", { attributes: { colnames: ["a"] }, datasets: { a: column(int64(1, 2)) } }, /^id: .*no ids/, ["a"]],
])("%s: a warning, and the rest can be read", async (_name, plan, warning, columns) => {
  const table = await tableOf(plan);
  expect(table.warnings).toContainEqual(expect.stringMatching(warning));
  expect(table.columns.map((each) => each.name)).toEqual(columns);
  expect((await table.rows()).columns.size).toBe(columns.length);
});

test("indices that lead in a circle are left, not followed for ever", async () => {
  const table = await tableOf({
    attributes: { colnames: ["a", "b"] },
    datasets: { id: ids(0), a: index(uint8(1), "b"), b: index(uint8(1), "a") },
  });
  expect(table.columns.map(({ name }) => name)).toEqual(["id"]);
  expect(table.warnings).toContainEqual(expect.stringMatching(/^a: .*circle/));
});

test("a short column gives the cells that it has, and the row is still there", async () => {
  const table = await tableOf({
    attributes: { colnames: ["a", "b"] },
    datasets: { id: ids(0, 1, 2), a: column(int64(7)), b: column(int64(1, 2, 3, 4)) },
  });
  expect(await rowsOf(table)).toEqual([
    { id: 0n, a: 7n, b: 1n },
    { id: 1n, b: 2n },
    { id: 2n, b: 3n },
  ]);
  expect(await rowsOf(table, 2)).toEqual([{ id: 2n, b: 3n }]);
});

test("a column behind a soft link is a column", async () => {
  const table = await tableOf(
    { attributes: { colnames: ["l"] }, datasets: { id: ids(0, 1) }, links: { l: "/other/x" } },
    { other: { datasets: { x: column(text("a", "b")) } } },
  );
  expect(await rowsOf(table)).toEqual([
    { id: 0n, l: "a" },
    { id: 1n, l: "b" },
  ]);
});

test("without specifications, a group with colnames is a table, columns by their names of types", async () => {
  const storage = await makeFile({
    groups: {
      t: {
        attributes: { ...typed("Odd", "gone"), colnames: ["r"] },
        datasets: { id: ids(0), r: column(int64(1, 2)), r_index: column(uint8(2), "VectorIndex") },
      },
      n: { attributes: tableType },
    },
  });
  const registry = await openRegistry(storage);
  const table = await openTable(storage, registry, "/t");
  expect(await rowsOf(table)).toEqual([{ id: 0n, r: [1n, 2n] }]);
  const { id } = await storage.resolve("/n");
  expect(isDynamicTable(registry, (await storage.read([id]))[0]!)).toBe(false);
});

test.each([
  ["/x", "invalid", /Series/],
  ["/d", "invalid", /a dataset without a type/],
  ["/", "invalid", /a group without a type/],
  ["/gone", "not-found", /gone/],
])("%s is no table", async (path, tag, message) => {
  const storage = await makeFile({
    groups: { x: { attributes: typed("Series") } },
    datasets: { d: { value: int64(1) } },
  });
  await expect(open(storage, path)).rejects.toMatchObject({ tag, message: expect.stringMatching(message) });
});

test("an abort stops reading", async () => {
  const table = await tableOf(ragged(uint8(1, 3)));
  await expect(table.rows(0, 2, { signal: AbortSignal.abort("stop") })).rejects.toBe("stop");
});
