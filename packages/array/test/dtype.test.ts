import { describe, expect, test } from "vitest";
import { type Dtype, dtypeFromJson, dtypeToJson, isCompound, isText, sameDtype } from "../src/index.ts";

const members = (...entries: [string, number | bigint][]): ReadonlyMap<string, number | bigint> => new Map(entries);

const dtypes: readonly { json: unknown; dtype: Dtype }[] = [
  ...(["int8", "uint64", "float16", "bool", "utf8", "ascii", "reference", "region"] as const).map((name) => ({
    json: name,
    dtype: name,
  })),
  { json: { complex: "float64" }, dtype: { complex: "float64" } },
  { json: { opaque: 4 }, dtype: { opaque: 4 } },
  { json: { opaque: 4, tag: "t" }, dtype: { opaque: 4, tag: "t" } },
  { json: { bitfield: 2 }, dtype: { bitfield: 2 } },
  {
    json: JSON.parse('{"enum":{"__proto__":0,"on":1},"base":"int8"}'),
    dtype: { enum: members(["__proto__", 0], ["on", 1]), base: "int8" },
  },
  {
    json: { enum: { big: "18446744073709551615", one: 1 }, base: "uint64" },
    dtype: { enum: members(["big", 2n ** 64n - 1n], ["one", 1n]), base: "uint64" },
  },
  { json: { vlen: { vlen: "int8" } }, dtype: { vlen: { vlen: "int8" } } },
  { json: { array: [2, 3], base: "int8" }, dtype: { array: [2, 3], base: "int8" } },
  { json: { array: [6], base: "int8" }, dtype: { array: [6], base: "int8" } },
  { json: { datetime64: "ns" }, dtype: { datetime64: "ns" } },
  {
    json: { integer: { bytes: 3, bits: 20, offset: 2, signed: true } },
    dtype: { integer: { bytes: 3, bits: 20, offset: 2, signed: true } },
  },
  { json: { float: { bytes: 16 } }, dtype: { float: { bytes: 16 } } },
  {
    json: [
      { name: "a", dtype: "int8" },
      { name: "b", dtype: { vlen: "utf8" } },
    ],
    dtype: [
      { name: "a", dtype: "int8" },
      { name: "b", dtype: { vlen: "utf8" } },
    ],
  },
  {
    json: [
      { name: "b", dtype: { vlen: "utf8" } },
      { name: "a", dtype: "int8" },
    ],
    dtype: [
      { name: "b", dtype: { vlen: "utf8" } },
      { name: "a", dtype: "int8" },
    ],
  },
];

describe("JSON", () => {
  test.each(dtypes)("$json", ({ json, dtype }) => {
    expect(JSON.stringify(dtypeToJson(dtype))).toBe(JSON.stringify(json));
    expect(dtypeFromJson(JSON.parse(JSON.stringify(json)))).toEqual(dtype);
  });

  const deep = JSON.parse(`${'{"vlen":'.repeat(100)}"int8"${"}".repeat(100)}`);
  test.each<{ value: unknown }>([
    { value: "int7" },
    { value: "toString" },
    { value: null },
    { value: 3 },
    { value: {} },
    { value: { opaque: 0 } },
    { value: { opaque: "4" } },
    { value: { complex: "int8" } },
    { value: { array: [0], base: "int8" } },
    { value: { array: [2] } },
    { value: { enum: { a: 0.5 }, base: "int8" } },
    { value: { enum: { a: "0x1" }, base: "int64" } },
    { value: { enum: { a: 1 }, base: "float32" } },
    { value: { enum: [1], base: "int8" } },
    { value: { integer: { bytes: 1, bits: 9, offset: 0, signed: true } } },
    { value: [{ name: "a" }] },
    {
      value: [
        { name: "a", dtype: "int8" },
        { name: "a", dtype: "int8" },
      ],
    },
    { value: deep },
  ])("is refused as malformed: $value", ({ value }) => {
    expect(() => dtypeFromJson(value)).toThrow(expect.objectContaining({ tag: "malformed" }));
  });
});

describe("sameDtype", () => {
  test("is true of equal dtypes and of no others", () => {
    for (const [i, a] of dtypes.entries()) {
      for (const [k, b] of dtypes.entries())
        expect([i, k, sameDtype(a.dtype, dtypeFromJson(b.json))]).toEqual([i, k, i === k]);
    }
  });

  test("the order of an enum's members and the kind of their numbers do not matter", () => {
    const a: Dtype = { enum: members(["x", 1], ["y", 2]), base: "int64" };
    expect(sameDtype(a, { enum: members(["y", 2n], ["x", 1n]), base: "int64" })).toBe(true);
    expect(sameDtype(a, { enum: members(["y", 1], ["x", 2]), base: "int64" })).toBe(false);
  });
});

test("guards", () => {
  expect(dtypes.filter(({ dtype }) => isText(dtype)).map(({ json }) => json)).toEqual(["utf8", "ascii"]);
  expect(dtypes.filter(({ dtype }) => isCompound(dtype))).toHaveLength(2);
});
