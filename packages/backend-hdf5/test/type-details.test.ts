import type { Dtype } from "@hdmf-ts/array";
import type { Stored } from "@hdmf-ts/storage";
import { describe, expect, test } from "vitest";
import { typeDetails } from "../src/type-details.ts";

const text = { length: 8, padding: "spacepad" } as const;
const big = { byteOrder: "big" } as const;
const pair: Dtype = [
  { name: "a", dtype: "int16" },
  { name: "t", dtype: "utf8" },
  { name: "b", dtype: "uint8" },
];

describe("what is stored of a type, as HDF5 has it", () => {
  test.each<[what: string, dtype: Dtype, stored: Stored, details: object | undefined]>([
    ["nothing", "int16", {}, undefined],
    ["what is of the array", "int16", { layout: "compact", order: "creation" }, undefined],
    ["a number", "int16", big, big],
    ["a number of one byte", "int8", big, undefined],
    ["a bool", "bool", big, undefined],
    ["a text", "ascii", { text }, { text }],
    ["a text in another order", "utf8", { ...big, text }, { text }],
    ["a width that is no text's", "int16", { text }, undefined],
    ["a complex number", { complex: "float32" }, big, big],
    ["a reference", "reference", big, undefined],
    ["an enum", { enum: new Map([["a", 1]]), base: "int16" }, { base: big }, { base: big }],
    ["an enum in the order of the whole", { enum: new Map([["a", 1]]), base: "int16" }, big, { base: big }],
    ["a list", { vlen: "utf8" }, { base: { text } }, { base: { text } }],
    ["an array", { array: [2], base: "float64" }, { base: big }, { base: big }],
    ["an odd number", { integer: { bytes: 3, bits: 20, offset: 0, signed: true } }, big, big],
    ["a bitfield of one byte", { bitfield: 1 }, big, undefined],
    [
      "a float of another format",
      { float: { bytes: 2 } },
      { ...big, typeMessage: "11" },
      { ...big, typeMessage: "11" },
    ],
    ["a message that is no odd number's", "float32", { typeMessage: "11" }, undefined],
    ["members", pair, { fields: new Map([["t", { text }]]) }, { fields: new Map([["t", { text }]]) }],
    ["members in the order of the whole", pair, big, { fields: new Map([["a", big]]) }],
    ["gaps", pair, { offsets: [0, 4, 12], size: 16 }, { offsets: [0, 4, 12], size: 16 }],
    ["gaps of another compound", pair, { offsets: [0, 4], size: 16 }, undefined],
    ["a member that is not there", pair, { fields: new Map([["x", big]]) }, undefined],
  ])("%s", (_, dtype, stored, details) => {
    expect(typeDetails(dtype, stored)).toEqual(details);
  });
});
