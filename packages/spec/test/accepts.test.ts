import { describe, expect, test } from "vitest";
import { accepts, type DataDtype, type DtypeSpec, describeDtype } from "../src/index.ts";

const all = [
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "float16",
  "float32",
  "float64",
  "bool",
  "utf8",
  "ascii",
  "reference",
  "region",
];

// The table of reference hdmf.md 1.4, measured with hdmf's validator.
const table: readonly [DtypeSpec, readonly string[]][] = [
  ["float32", ["float32", "float64"]],
  ["float64", ["float64"]],
  ["int8", ["int8", "int16", "int32", "int64"]],
  ["int16", ["int16", "int32", "int64"]],
  ["int32", ["int32", "int64"]],
  ["int64", ["int64"]],
  ["uint8", ["uint8", "uint16", "uint32", "uint64"]],
  ["uint16", ["uint16", "uint32", "uint64"]],
  ["uint32", ["uint32", "uint64"]],
  ["uint64", ["uint64"]],
  ["utf8", ["utf8", "ascii"]],
  ["ascii", ["ascii"]],
  ["bool", ["bool"]],
  ["numeric", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64"]],
  ["isodatetime", ["utf8", "ascii"]],
  [{ targetType: "A", reftype: "object" }, ["reference"]],
  [{ targetType: "A", reftype: "region" }, ["region"]],
];

describe("a dtype of data is accepted as the table has it", () => {
  test.each(table)("%j", (spec, accepted) => {
    expect(all.filter((dtype) => accepts(spec, dtype))).toEqual(accepted);
  });

  test("whatever it is where the specification has none", () => {
    expect(all.filter((dtype) => accepts(undefined, dtype))).toEqual(all);
  });
});

const column = (name: string, dtype: "int32" | "utf8" | { targetType: string; reftype: "object" }) => ({
  name,
  doc: "",
  dtype,
});
const fields = (...dtypes: DataDtype[]) => dtypes.map((dtype, i) => ({ name: `f${i}`, dtype }));

describe("a dtype with parts", () => {
  test.each<[string, DtypeSpec, DataDtype, boolean]>([
    ["elements of ragged data count", "float32", { vlen: "float64" }, true],
    ["elements of ragged data of another kind", "float32", { vlen: "int32" }, false],
    ["nested ragged data", "int32", { vlen: { vlen: "int64" } }, true],
    ["members that are arrays", "float32", { array: [3], base: "float32" }, true],
    ["the numbers of an enum", "uint8", { enum: new Map(), base: "uint8" }, true],
    ["an enum is no bool", "bool", { enum: new Map(), base: "int8" }, false],
    ["a bitfield is an unsigned integer", "uint8", { bitfield: 1 }, true],
    ["complex is no number of the language", "numeric", { complex: "float64" }, false],
    ["opaque data", "utf8", { opaque: 4 }, false],
    ["a compound by position", [column("a", "int32"), column("b", "utf8")], fields("int64", "ascii"), true],
    ["a compound with more columns", [column("a", "int32")], fields("int32", "utf8"), true],
    ["a compound with fewer columns", [column("a", "int32"), column("b", "utf8")], fields("int32"), false],
    ["a compound with references", [column("a", { targetType: "T", reftype: "object" })], fields("reference"), true],
    ["a compound of another dtype", [column("a", "int32")], fields("float64"), false],
    ["a compound for something simple", "int32", fields("int32"), false],
    ["something simple for a compound", [column("a", "int32")], "int32", false],
    ["an odd integer", "int32", { integer: { bytes: 4, bits: 12, offset: 0, signed: true } }, false],
  ])("%s", (_, spec, dtype, expected) => {
    expect(accepts(spec, dtype)).toBe(expected);
  });
});

test.each<[DtypeSpec | DataDtype | undefined, string]>([
  [undefined, "anything"],
  ["float32", "float32"],
  [{ targetType: "Device", reftype: "object" }, "object reference to Device"],
  [{ targetType: "", reftype: "object" }, "object reference"],
  [{ targetType: "A", reftype: "region" }, "region reference to A"],
  [[column("x", "int32")], "compound (x: int32)"],
  [{ vlen: "float64" }, "ragged float64"],
  [{ array: [2, 3], base: "int8" }, "int8[2, 3]"],
  [{ complex: "float32" }, "complex"],
])("%j in words is %s", (dtype, text) => {
  expect(describeDtype(dtype)).toBe(text);
});
