import { describe, expect, test } from "vitest";
import { selectFrom, type Selection } from "../src/index.ts";
const nd = { dtype: "int32" as const, shape: [3, 4], data: Int32Array.from({ length: 12 }, (_, i) => i) };
describe("selectFrom", () => {
  test.each<{ name: string; selection: Selection; shape: number[]; values: number[] }>([
    { name: "one row", selection: [1], shape: [4], values: [4, 5, 6, 7] },
    { name: "steps", selection: [{ step: 2 }, { start: 1, step: 2 }], shape: [2, 2], values: [1, 3, 9, 11] },
    { name: "lists", selection: [{ indices: [2, 0, 2] }, { indices: [3, 1] }], shape: [3, 2], values: [11, 9, 3, 1, 11, 9] },
  ])("$name", ({ selection, shape, values }) => {
    const result = selectFrom(nd, selection);
    expect(result.shape).toEqual(shape);
    expect([...(result.data as Int32Array)]).toEqual(values);
  });
});
