import { readFileSync } from "node:fs";
import type { Dtype } from "@hdmf-ts/array";
import { describe, expect, test } from "vitest";
import "./all-parts.ts";
import { parseDatatype } from "../src/datatypes/datatype-message.ts";
import { encodeDatatype } from "../src/datatypes/encode-datatype.ts";
import { makeType } from "../src/datatypes/make-type.ts";
import type { StoredType } from "../src/datatypes/stored-type.ts";
import type { Hdf5TypeDetails } from "../src/hdf5-file.ts";
import { messageType } from "../src/headers/message-type.ts";
import { newFileSizes } from "../src/io/byte-writer.ts";
import { hdf5Files, openRaw, orUndefined, type RawFile, rawAttributes } from "./raw-files.ts";

interface Message {
  readonly place: string;
  readonly body: Uint8Array;
  /** Whether it is of the formats that are written. */
  readonly earliest: boolean;
  readonly sizes: { readonly sizeOfOffsets: number; readonly sizeOfLengths: number };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** The datatype messages of a file that do not refer to others. */
function messagesOf({ path, file, superblock, headers }: RawFile): Message[] {
  return headers.flatMap((header) => {
    const own = header.messages.filter(({ type, shared }) => type === messageType.datatype && !shared);
    const attributes = (orUndefined(() => rawAttributes(header)) ?? []).filter(({ typeShared }) => !typeShared);
    const bodies = [...own.map(({ body }) => body), ...attributes.map(({ type }) => type)];
    return bodies.map((body) => {
      return { place: `${path} at ${header.address}`, body, earliest: superblock === 0, sizes: file.bytes };
    });
  });
}

const cut = JSON.parse(readFileSync("conformance/fixtures/reader-datatypes.json", "utf8")) as Record<
  "earliest" | "latest",
  { readonly objects: Readonly<Record<string, { readonly type?: string }>> }
>;
const cutOut = (["earliest", "latest"] as const).flatMap((formats) =>
  Object.entries(cut[formats].objects).flatMap(([path, { type }]): Message[] => {
    const place = `${formats} ${path}`;
    const body = Uint8Array.from(Buffer.from(type ?? "", "hex"));
    return type === undefined ? [] : [{ place, body, earliest: formats === "earliest", sizes: newFileSizes }];
  }),
);

/** Of all messages each once. */
function distinct(messages: readonly Message[]): Message[] {
  return [...new Map(messages.map((message) => [hex(message.body), message])).values()];
}

const inFolder = (folder: string) =>
  distinct(
    hdf5Files(folder)
      .flatMap((path) => [openRaw(path)].flatMap((file) => file ?? []))
      .flatMap(messagesOf),
  );

describe.each([
  ["conformance/fixtures", inFolder("conformance/fixtures"), 80],
  ["conformance/fixtures/reader-datatypes.json", distinct(cutOut), 180],
  ["../shared/fixtures", inFolder("../shared/fixtures"), 150],
] as const)("the datatype messages of %s", (_, messages, least) => {
  const readable = messages.flatMap((message) => {
    const type = orUndefined(() => parseDatatype(message.body, message.place));
    // References of the form of HDF5 1.12 are written in the first form, enums over integers that use some of their bits not at all.
    return type === undefined || holdsRevised(type) ? [] : [{ ...message, type }];
  });

  test.skipIf(messages.length === 0)("are read again as they were", () => {
    expect(readable.length).toBeGreaterThan(least);
    for (const { type, sizes, place } of readable) {
      expect(parseDatatype(encodeDatatype(type, sizes), place), place).toEqual(type);
    }
  });

  test.skipIf(messages.length === 0)("follow from dtype and details", () => {
    for (const { type, sizes, place } of readable) {
      // In files with narrow addresses libhdf5 gives references in lists the size that they have in memory.
      if (sizes.sizeOfOffsets < 8 && type.kind === "vlen" && type.base.kind === "reference") continue;
      expect(makeType(type.dtype, type.details, sizes, place), place).toEqual(type);
    }
  });

  test.skipIf(messages.length === 0)("are the same bytes in the earliest formats", () => {
    const others = readable
      .filter(({ earliest }) => earliest)
      .filter(({ body, type, sizes }) => {
        const encoded = hex(encodeDatatype(type, sizes));
        // Headers pad to 8 bytes.
        return !hex(body).startsWith(encoded) || /[^0]/.test(hex(body).slice(encoded.length));
      });
    expect(others.filter(({ body }) => !isWrittenInAnotherWay(body)).map(({ place }) => place)).toEqual([]);
  });
});

function holdsRevised(type: StoredType): boolean {
  if (type.kind === "compound") return type.fields.some((field) => holdsRevised(field.type));
  return "base" in type ? holdsRevised(type.base) : type.kind === "revised" || type.kind === "narrow";
}

function isWrittenInAnotherWay(body: Uint8Array): boolean {
  const [first, bits, , , size] = body;
  // The complex numbers of HDF5 2.0 become compounds, and arrays within compounds types of their own, as since HDF5 1.4.
  if (first === 0x5b || first === 0x16) return true;
  // Single bytes that have an order; bools that are not as h5py makes them.
  return size === 1 && (first === 0x18 || (first === 0x10 && ((bits ?? 0) & 1) === 1));
}

test("bit fields of fewer bits and padded integers keep what their dtype does not say", () => {
  for (const [body, dtype] of [
    ["140100000200000003000b00", { bitfield: 2 }],
    ["140200000200000003000b00", { bitfield: 2 }],
    ["140000000200000000000b00", { bitfield: 2 }],
    ["100f00000300000001001700", { integer: { bytes: 3, bits: 23, offset: 1, signed: true } }],
    ["11200f000200000000001000070800077f000000", { float: { bytes: 2 } }],
  ] as const) {
    const type = parseDatatype(Uint8Array.from(Buffer.from(body, "hex")), "The type");
    expect(type.dtype).toEqual(dtype);
    const made = makeType(type.dtype, type.details, newFileSizes, "The type");
    expect(hex(encodeDatatype(made, newFileSizes))).toBe(body);
  }
});

test("addresses of other widths make other references, texts and lists", () => {
  const sizes = { sizeOfOffsets: 4, sizeOfLengths: 4 };
  const sizeOf = (dtype: Dtype) => makeType(dtype, undefined, sizes, "The type").size;
  const dtypes: Dtype[] = ["reference", "region", "utf8", { vlen: "int8" }];
  expect(dtypes.map(sizeOf)).toEqual([4, 8, 12, 12]);
});

const nested = (depth: number, innermost: Dtype = "int8"): Dtype =>
  depth === 0 ? innermost : { vlen: nested(depth - 1, innermost) };
const enumOf = (base: string, ...members: [string, number | bigint][]) => ({ enum: new Map(members), base }) as Dtype;
const fields = (...names: string[]): Dtype => names.map((name) => ({ name, dtype: "int16" }));

test.each<[string, unknown, Hdf5TypeDetails | undefined, RegExp]>([
  ["no name", "int128", undefined, /^The datatype of \/a is none that is known: "int128"$/],
  ["nothing", null, undefined, /none that is known/],
  ["an unknown form", { matrix: 3 }, undefined, /none that is known/],
  ["text of no bytes", "utf8", { text: { length: 0, padding: "nullpad" } }, /text of 0 bytes/],
  ["text of half a byte", "utf8", { text: { length: 1.5, padding: "nullpad" } }, /text of 1.5 bytes/],
  ["text padded in no known way", "utf8", { text: { length: 3, padding: "zeros" as "nullpad" } }, /padded with zeros/],
  ["opaque elements of no bytes", { opaque: 0 }, undefined, /elements of 0 bytes/],
  ["a tag with NUL", { opaque: 1, tag: "a\0b" }, undefined, /a tag with a NUL/],
  ["a long tag", { opaque: 1, tag: "é".repeat(125) }, undefined, /a tag of more than 248 bytes/],
  ["bit fields of no bytes", { bitfield: 0 }, undefined, /elements of 0 bytes/],
  [
    "integers that stick out",
    { integer: { bytes: 1, bits: 7, offset: 2, signed: true } },
    undefined,
    /7 bits from bit 2/,
  ],
  ["an array without axes", { array: [], base: "int8" }, undefined, /an array of 0 dimensions/],
  ["an array of 33 axes", { array: new Array(33).fill(1), base: "int8" }, undefined, /an array of 33 dimensions/],
  ["an array of length 0", { array: [2, 0], base: "int8" }, undefined, /an array of length 0/],
  ["an array of 4 GiB", { array: [2 ** 16, 2 ** 16], base: "int8" }, undefined, /elements of 4294967296 bytes/],
  ["a compound without members", [], undefined, /without members/],
  ["two members of a name", fields("a", "a"), undefined, /two members "a"/],
  ["a member without a name", fields(""), undefined, /the name ""/],
  ["a member with NUL in its name", fields("a\0"), undefined, /the name "a\\0"/],
  ["too many members", fields(...Array.from({ length: 65_536 }, (_, index) => `${index}`)), undefined, /65536 members/],
  ["members that overlap", fields("a", "b"), { offsets: [1, 0] }, /"a" that overlaps/],
  ["members before the start", fields("a"), { offsets: [-2] }, /"a" at byte -2/],
  ["members beyond the end", fields("a", "b"), { offsets: [0, 4], size: 5 }, /has 5 bytes, and members up to byte 6/],
  ["fewer offsets than members", fields("a", "b"), { offsets: [0] }, /2 members, and offsets of 1/],
  ["details of a member that is not there", fields("a"), { fields: new Map([["b", {}]]) }, /no member "b"/],
  ["an enum without members", enumOf("int8"), undefined, /an enum without members/],
  ["an enum of floats", enumOf("float32", ["a", 1]), undefined, /none that is known/],
  [
    "a value that its enum cannot hold",
    enumOf("uint8", ["a", 1], ["b", 256]),
    undefined,
    /element 1 is 256, which does not fit uint8/,
  ],
  ["a value below all", enumOf("uint64", ["a", -1n]), undefined, /element 0 is -1, which does not fit uint64/],
  ["a nest of 33", nested(33), undefined, /nested more than 32 deep/],
  ["a bool in a nest of 32", nested(32, "bool"), undefined, /nested more than 32 deep/],
  ["an order of text", "utf8", { byteOrder: "big" }, /details that do not fit it: byteOrder/],
  ["text of numbers", "int8", { text: { length: 1, padding: "nullpad" } }, /do not fit it: text/],
  ["a base of numbers", "int8", { base: {} }, /do not fit it: base/],
  ["offsets of a list", { vlen: "int8" }, { offsets: [0] }, /do not fit it: offsets/],
  ["another order", "int16", { byteOrder: "little" as "big" }, /byte order "little"/],
  ["no message", { float: { bytes: 2 } }, { typeMessage: "xy" }, /hexadecimal/],
  ["the message of another type", { float: { bytes: 2 } }, { typeMessage: "140000000200000000000b00" }, /another type/],
  ["a message of another order", { bitfield: 2 }, { typeMessage: "140100000200000000000b00" }, /another type/],
])("%s is invalid", (_, dtype, details, message) => {
  expect(() => makeType(dtype as Dtype, details, newFileSizes, "The datatype of /a")).toThrow(
    expect.objectContaining({ tag: "invalid", message: expect.stringMatching(message) }),
  );
});

test.each<[string, Dtype]>([
  ["dates", { datetime64: "ns" }],
  ["floats of no known format", { float: { bytes: 16 } }],
])("%s are not supported", (_, dtype) => {
  expect(() => makeType(dtype, undefined, newFileSizes, "The datatype of /a")).toThrow(
    expect.objectContaining({ tag: "unsupported", message: expect.stringMatching(/^The datatype of \/a is a /) }),
  );
});

test("what is nested 32 deep is read again", () => {
  for (const dtype of [nested(32), nested(31, "bool"), nested(31, { complex: "float16" })]) {
    const type = makeType(dtype, undefined, newFileSizes, "The type");
    expect(parseDatatype(encodeDatatype(type, newFileSizes), "The type")).toEqual(type);
  }
});

test("a compound of r and i is not taken for a complex number", () => {
  const dtype: Dtype = ["r", "i"].map((name) => ({ name, dtype: "float32" }));
  const type = makeType(dtype, undefined, newFileSizes, "The type");
  expect(type).toMatchObject({ kind: "compound", dtype });
  const complex = makeType({ complex: "float32" }, undefined, newFileSizes, "The type");
  expect(encodeDatatype(type, newFileSizes)).toEqual(encodeDatatype(complex, newFileSizes));
});

test("offsets of a file with addresses of four bytes move on where references and texts are wider", () => {
  const compound = [
    { name: "dataset", dtype: "reference" },
    { name: "dimension", dtype: "int32" },
    { name: "text", dtype: "utf8" },
    { name: "end", dtype: "int8" },
  ] as const;
  const details = { offsets: [0, 4, 12, 24], size: 32 };
  const made = makeType(compound, details, { sizeOfOffsets: 8, sizeOfLengths: 8 }, "The type");
  expect(made.details).toEqual({ offsets: [0, 8, 16, 32], size: 40 });
  const same = makeType(compound, details, { sizeOfOffsets: 4, sizeOfLengths: 4 }, "The type");
  expect(same.details).toEqual(details);
});
