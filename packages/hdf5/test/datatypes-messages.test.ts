import { describe, expect, test } from "vitest";
import { parseDataspace } from "../src/datatypes/dataspace-message.ts";
import { parseSelection } from "../src/datatypes/dataspace-selection.ts";
import { parseDatatype } from "../src/datatypes/datatype-message.ts";
import { parseFillValue } from "../src/datatypes/fill-value-message.ts";
import { Cursor } from "../src/io/cursor.ts";

// The truth of these is the specification: IV.A.2.b, d, e, f and VIII.A.

const u16 = (value: number) => [value & 255, value >> 8];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
const u64 = (value: number) => [...u32(value % 2 ** 32), ...u32(Math.floor(value / 2 ** 32))];
const unlimited = new Array<number>(8).fill(255);
const name = (text: string, padded: number) => [
  ...new TextEncoder().encode(text),
  ...new Array(padded - text.length).fill(0),
];
const type = (version: number, kind: number, bits: number, size: number, properties: readonly number[] = []) => [
  (version << 4) | kind,
  ...u32(bits).slice(0, 3),
  ...u32(size),
  ...properties,
];
const int32 = type(1, 0, 8, 4, [...u16(0), ...u16(32)]);
const float32 = type(1, 1, 0x1f20, 4, [...u16(0), ...u16(32), 23, 8, 0, 23, ...u32(127)]);
const parse = (bytes: readonly number[]) => parseDatatype(Uint8Array.from(bytes), "The datatype of /a");

describe("datatype messages", () => {
  test("of the first version hold arrays within compounds", () => {
    const dimensions = [2, 0, 0, 0, ...u32(0), ...u32(0), ...u32(3), ...u32(2), ...u32(0), ...u32(0)];
    const member = [...name("grid", 8), ...u32(4), ...dimensions, ...int32];
    const plain = [...name("eight by", 16), ...u32(0), ...new Array(28).fill(0), ...int32];
    const found = parse(type(1, 6, 2, 28, [...plain, ...member]));
    expect(found.dtype).toEqual([
      { name: "eight by", dtype: "int32" },
      { name: "grid", dtype: { array: [3, 2], base: "int32" } },
    ]);
    expect(found.details).toBeUndefined();
  });

  test.each([
    [0xff, 1],
    [0x100, 2],
    [0x10000, 3],
    [0x1000000, 4],
  ])("of later versions hold offsets in a compound of %i bytes in %i", (size, width) => {
    const member = [...name("a", 2), ...u32(size - 4).slice(0, width), ...int32];
    expect(parse(type(3, 6, 1, size, member)).details).toEqual({ offsets: [size - 4], size });
  });

  test.each([
    ["an endless nest", Array.from({ length: 100 }, () => type(1, 9, 0, 16)).flat(), "limit"],
    ["no bytes", [], "malformed"],
    ["properties cut off", int32.slice(0, -1), "malformed"],
    ["elements of 0 bytes", type(1, 0, 0, 0, [0, 0, 0, 0]), "malformed"],
    ["more bits than bytes", type(1, 0, 0, 1, [...u16(4), ...u16(5)]), "malformed"],
    ["no bits", type(1, 0, 0, 1, [...u16(0), ...u16(0)]), "malformed"],
    ["a compound without members", type(3, 6, 0, 4), "malformed"],
    ["a member behind the end", type(3, 6, 1, 4, [...name("a", 2), 1, ...int32]), "malformed"],
    [
      "members that overlap",
      type(3, 6, 2, 7, [...name("a", 2), 0, ...int32, ...name("b", 2), 3, ...int32]),
      "malformed",
    ],
    [
      "two members of a name",
      type(3, 6, 2, 8, [...name("a", 2), 0, ...int32, ...name("a", 2), 4, ...int32]),
      "malformed",
    ],
    ["a name without an end", type(3, 6, 1, 4, [65, 66, 67]), "malformed"],
    ["more members than there are", type(3, 6, 0xffff, 4, [...name("a", 2), 0, ...int32]), "malformed"],
    ["an array of no dimensions", type(3, 10, 0, 4, [0, ...int32]), "malformed"],
    ["an array of 33 dimensions", type(3, 10, 0, 4, [33, ...new Array(33).fill(u32(1)).flat(), ...int32]), "malformed"],
    ["an array that does not fit", type(3, 10, 0, 4, [2, ...u32(2 ** 31), ...u32(2 ** 31), ...int32]), "malformed"],
    ["an enum over floats", type(3, 8, 0, 4, float32), "unsupported"],
    ["an enum of another size", type(3, 8, 0, 8, int32), "malformed"],
    ["an enum with a name twice", type(3, 8, 2, 4, [...int32, 65, 0, 65, 0, ...u64(0)]), "malformed"],
    ["an enum without its values", type(3, 8, 2, 4, [...int32, 65, 0, 66, 0, 1]), "malformed"],
    ["VAX floats", type(3, 1, 0x1f61, 4, float32.slice(8)), "unsupported"],
    ["a reference of another version than that of HDF5 1.12", type(4, 7, 0x22, 18), "unsupported"],
    ["a reference to a region that says so", type(4, 7, 0x13, 18), "unsupported"],
    ["a class of the future", type(5, 12, 0, 4), "unsupported"],
    ["a version of the future", type(6, 0, 0, 4, [...u16(0), ...u16(32)]), "unsupported"],
    ["a complex number of integers", type(5, 11, 0, 8, int32), "unsupported"],
    ["text in an unknown character set", type(1, 3, 0x20, 4), "unsupported"],
    ["text with unknown padding", type(1, 3, 3, 4), "unsupported"],
  ])("with %s are refused", (_, bytes, tag) => {
    const message = expect.stringMatching(/^The datatype of \/a [^\n]+$/);
    expect(() => parse(bytes)).toThrow(expect.objectContaining({ tag, message }));
  });
});

describe("dataspace messages", () => {
  const space = (bytes: readonly number[], width = 8) =>
    parseDataspace(Uint8Array.from(bytes), width, "The dataspace of /a");

  test.each([
    ["a scalar", [1, 0, 0, 0, ...u32(0)], { shape: [] }],
    ["of two axes", [1, 2, 0, 0, ...u32(0), ...u64(3), ...u64(2 ** 40)], { shape: [3, 2 ** 40] }],
    ["that may grow", [2, 1, 1, 1, ...u64(3), ...unlimited], { shape: [3], maxShape: [null] }],
    ["that could but may not grow", [2, 1, 1, 1, ...u64(3), ...u64(3)], { shape: [3] }],
    ["null", [2, 0, 0, 2], { shape: null }],
  ])("%s", (_, bytes, expected) => expect(space(bytes)).toEqual(expected));

  test("with lengths of 4 bytes", () => {
    expect(space([2, 1, 1, 1, ...u32(3), 255, 255, 255, 255], 4)).toEqual({ shape: [3], maxShape: [null] });
  });

  test.each([
    ["33 dimensions", [2, 33, 0, 1, ...new Array(33 * 8).fill(0)], "malformed"],
    ["axes that are missing", [2, 2, 0, 1, ...u64(1)], "malformed"],
    ["more than may be", [2, 1, 1, 1, ...u64(3), ...u64(2)], "malformed"],
    ["lengths beyond 2^53", [2, 1, 0, 1, ...u64(2 ** 60)], "malformed"],
    ["a null space with axes", [2, 1, 0, 2, ...u64(1)], "malformed"],
    ["an unknown kind", [2, 0, 0, 3], "malformed"],
    ["an unknown version", [3, 0, 0, 0], "unsupported"],
  ])("with %s are refused", (_, bytes, tag) => expect(() => space(bytes)).toThrow(expect.objectContaining({ tag })));
});

describe("fill value messages", () => {
  const fill = (kind: 4 | 5, bytes: readonly number[]) =>
    parseFillValue(kind, Uint8Array.from(bytes), 2, "The fill value of /a");
  const bytes = Uint8Array.of(7, 8);

  test.each<[string, 4 | 5, number[], object]>([
    ["old", 4, [...u32(2), 7, 8], { bytes }],
    ["old, none", 4, u32(0), {}],
    ["version 1", 5, [1, 1, 0, 1, ...u32(2), 7, 8], { bytes }],
    ["version 1, none", 5, [1, 1, 2, 0, ...u32(0xffffffff)], {}],
    ["version 2, of the library", 5, [2, 2, 2, 1, ...u32(0)], {}],
    ["version 2, none", 5, [2, 2, 2, 0], {}],
    ["version 2, never written", 5, [2, 2, 1, 1, ...u32(2), 7, 8], { bytes, neverWritten: true }],
    ["version 3", 5, [3, 0x29, ...u32(2), 7, 8], { bytes }],
    ["version 3, of the library", 5, [3, 0x09], {}],
    ["version 3, none", 5, [3, 0x19], {}],
    ["version 3, never written", 5, [3, 0x05], { neverWritten: true }],
  ])("%s", (_, kind, message, expected) => expect(fill(kind, message)).toEqual(expected));

  test.each<[string, 4 | 5, number[], string]>([
    ["of another size", 5, [3, 0x29, ...u32(3), 7, 8, 9], "malformed"],
    ["cut off", 5, [3, 0x29, ...u32(2), 7], "malformed"],
    ["huge", 4, u32(0xfffffff0), "malformed"],
    ["of an unknown version", 5, [4, 0], "unsupported"],
  ])("%s are refused", (_, kind, message, tag) => {
    expect(() => fill(kind, message)).toThrow(expect.objectContaining({ tag }));
  });
});

describe("dataspace selections", () => {
  const select = (bytes: readonly number[]) => parseSelection(new Cursor(Uint8Array.from(bytes), "The selection"));
  const of = (kind: string, rank: number, coordinates: readonly number[], count: number) => ({
    kind,
    rank,
    coordinates: Float64Array.from(coordinates),
    count,
  });
  // start 1 and 0, stride 4 and 2, count 2 and 1, block 2 and 3
  const pattern = [1, 4, 2, 2, 0, 2, 1, 3];
  const boxes = of("hyperslabs", 2, [1, 0, 2, 2, 5, 0, 6, 2], 12);

  test.each([
    ["none", [...u32(0), ...u32(1), ...u64(0)], of("none", 0, [], 0)],
    ["all", [...u32(3), ...u32(1), ...u64(0)], of("all", 0, [], 0)],
    ["points", [1, 1, 0, 24, 2, 2, 5, 6, 7, 8].flatMap(u32), of("points", 2, [5, 6, 7, 8], 2)],
    ["points of version 2", [...u32(1), ...u32(2), 2, ...u32(1), ...u16(1), ...u16(300)], of("points", 1, [300], 1)],
    ["boxes", [2, 1, 0, 0, 2, 2, 1, 0, 2, 2, 5, 0, 6, 2].flatMap(u32), boxes],
    ["a pattern of version 2", [...u32(2), ...u32(2), 1, ...u32(0), ...u32(2), ...pattern.flatMap(u64)], boxes],
    ["a pattern of version 3", [...u32(2), ...u32(3), 1, 2, ...u32(2), ...pattern.flatMap(u16)], boxes],
    [
      "boxes of version 3",
      [...u32(2), ...u32(3), 0, 4, ...u32(1), ...u32(1), ...u32(3), ...u32(9)],
      of("hyperslabs", 1, [3, 9], 7),
    ],
  ])("of %s", (_, bytes, expected) => expect(select(bytes)).toEqual(expected));

  test.each([
    ["more points than there are", [1, 1, 0, 0, 2, 0xffffffff].flatMap(u32), "malformed"],
    ["a box that ends before it starts", [2, 1, 0, 0, 1, 1, 5, 3].flatMap(u32), "malformed"],
    ["no dimensions", [2, 1, 0, 0, 0, 1].flatMap(u32), "malformed"],
    [
      "2^60 boxes",
      [...u32(2), ...u32(3), 1, 4, ...u32(2), ...[0, 1, 2 ** 30, 1, 0, 1, 2 ** 30, 1].flatMap(u32)],
      "limit",
    ],
    [
      "no end",
      [...u32(2), ...u32(2), 1, ...u32(0), ...u32(1), ...u64(0), ...u64(1), ...unlimited, ...u64(1)],
      "unsupported",
    ],
    ["an odd width", [...u32(2), ...u32(3), 1, 3, ...u32(2)], "malformed"],
    ["an unknown type", [4, 1].flatMap(u32), "unsupported"],
  ])("with %s are refused", (_, bytes, tag) => expect(() => select(bytes)).toThrow(expect.objectContaining({ tag })));
});
