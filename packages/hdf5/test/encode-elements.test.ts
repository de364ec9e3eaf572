import {
  type ArrayData,
  type Dtype,
  dataEquals,
  elementCount,
  type References,
  type RegionSelection,
} from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import "./all-parts.ts";
import { createChunkCache } from "../src/datasets/chunk-cache.ts";
import { parseDataLayout } from "../src/datasets/data-layout.ts";
import { datasetArray } from "../src/datasets/dataset-array.ts";
import type { Elsewhere } from "../src/datasets/dataset-source.ts";
import { parseFilterPipeline } from "../src/datasets/filter-pipeline.ts";
import type { DecodeContext } from "../src/datatypes/decode-context.ts";
import { decodeElements } from "../src/datatypes/decode-elements.ts";
import { encodeElements } from "../src/datatypes/encode-elements.ts";
import { makeType } from "../src/datatypes/make-type.ts";
import { type StoredType, usesHeap } from "../src/datatypes/stored-type.ts";
import type { Hdf5TypeDetails } from "../src/hdf5-file.ts";
import { messageType } from "../src/headers/message-type.ts";
import type { ObjectHeader } from "../src/headers/object-header.ts";
import { resolveMessage, resolveSpace, resolveType } from "../src/headers/resolve-message.ts";
import { newFileSizes } from "../src/io/byte-writer.ts";
import { Cursor } from "../src/io/cursor.ts";
import { madeHeap } from "./made-heap.ts";
import { randomElements } from "./random-elements.ts";
import { hdf5Files, openRaw, orUndefined, type RawFile, rawAttributes } from "./raw-files.ts";

/** Elements as they stand in a file. */
interface Elements {
  readonly place: string;
  readonly type: StoredType;
  readonly raw: Uint8Array;
  readonly count: number;
}

function elementsOfAttributes({ path, file }: RawFile, header: ObjectHeader): Elements[] {
  return (orUndefined(() => rawAttributes(header)) ?? []).flatMap((attribute): Elements[] => {
    const found = orUndefined(() => {
      const { type } = resolveType(file, attribute.type, 0, attribute.type.length, attribute.typeShared);
      const count = elementCount(
        resolveSpace(file, attribute.space, 0, attribute.space.length, attribute.spaceShared).shape,
      );
      const place = `${path} at ${header.address}, attribute ${attribute.name}`;
      return { place, type, raw: attribute.value.subarray(0, count * type.size), count };
    });
    return found === undefined ? [] : [found];
  });
}

/** Data in other files is left out. */
const nowhere: Elsewhere = {
  readExternal: () => Promise.reject(new Error("external")),
  readVirtual: () => Promise.reject(new Error("virtual")),
  shapeOf: ({ shape }) => shape,
};

/** The elements of a dataset, part by part as they are decoded. */
async function elementsOfDataset({ path, file }: RawFile, header: ObjectHeader): Promise<Elements[]> {
  const found: Elements[] = [];
  const message = (type: number) => header.messages.find((one) => one.type === type);
  const body = (type: number) => {
    const one = message(type);
    return one && resolveMessage(file, type, one.body, one.shared).body;
  };
  const place = `${path} at ${header.address}`;
  try {
    const typeMessage = message(messageType.datatype)!;
    const { type } = resolveType(file, typeMessage.body, 0, typeMessage.body.length, typeMessage.shared);
    const spaceMessage = message(messageType.dataspace)!;
    const { shape } = resolveSpace(file, spaceMessage.body, 0, spaceMessage.body.length, spaceMessage.shared);
    // Two files of the library are mostly holes.
    if (elementCount(shape) * type.size > 2 ** 24) return [];
    const pipeline = body(messageType.pipeline);
    const layout = parseDataLayout(body(messageType.layout)!, file.bytes);
    if (message(messageType.externalFiles) !== undefined || layout.kind === "virtual") return [];
    const data = {
      bytes: file.bytes,
      run: <T>(parse: () => T) => parse(),
      data: {
        read: async (address: number, length: number) => file.bytes.at(address, length, place),
      },
      cache: createChunkCache(),
      elsewhere: nowhere,
    };
    const parts = {
      address: header.address,
      what: place,
      type,
      shape,
      layout,
      filters: pipeline ? parseFilterPipeline(pipeline) : [],
      decode(raw: Uint8Array, count: number): ArrayData {
        found.push({ place, type, raw: raw.slice(0, count * type.size), count });
        return decodeElements(type, raw, count, file.decode);
      },
    };
    const { data: values } = await datasetArray(data, parts).read();
    // Plain numbers are not decoded.
    if (ArrayBuffer.isView(values) && found.length === 0) {
      const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
      if (type.kind === "number" && !type.big && type.name !== "float16")
        found.push({ place, type, raw, count: values.length });
    }
  } catch (error) {
    if (!isHdmfError(error)) throw error;
  }
  return found;
}

/** Without what means nothing: bytes between members, and behind the end of a text. */
function cleaned(type: StoredType, raw: Uint8Array): Uint8Array {
  const clean = raw.slice();
  if (type.kind === "text" && type.text.padding === "nullterm") {
    for (let at = 0; at < clean.length; at += type.size) {
      const end = clean.indexOf(0, at);
      if (end >= 0 && end < at + type.size) clean.fill(0, end, at + type.size);
    }
  }
  // NULs alone are an empty text, whatever pads it.
  if (type.kind === "text" && type.text.padding === "spacepad") {
    for (let at = 0; at < clean.length; at += type.size) {
      const cell = clean.subarray(at, at + type.size);
      if (cell.every((byte) => byte === 0)) cell.fill(0x20);
    }
  }
  if (type.kind === "array") return cleaned(type.base, raw);
  if (type.kind !== "compound") return clean;
  clean.fill(0);
  for (let row = 0; row < raw.length; row += type.size) {
    for (const { offset, type: inner } of type.fields) {
      const at = row + offset;
      clean.set(cleaned(inner, raw.subarray(at, at + inner.size)), at);
    }
  }
  return clean;
}

/** Enums over integers that use some of their bits are not written. */
function holdsNarrow(type: StoredType): boolean {
  if (type.kind === "compound") return type.fields.some((field) => holdsNarrow(field.type));
  return "base" in type ? holdsNarrow(type.base) : type.kind === "narrow";
}

describe.each([
  ["conformance/fixtures", 250],
  ["../shared/fixtures", 4000],
])("the elements of %s", async (folder, least) => {
  const elements: (Elements & { readonly file: RawFile["file"] })[] = [];
  for (const path of hdf5Files(folder)) {
    const file = openRaw(path);
    for (const header of file?.headers ?? []) {
      const isDataset = header.messages.some(({ type }) => type === messageType.layout);
      const own = isDataset ? await elementsOfDataset(file!, header) : [];
      for (const some of [...elementsOfAttributes(file!, header), ...own]) elements.push({ ...some, file: file!.file });
    }
  }

  test.skipIf(elements.length === 0)("are encoded to what they were decoded from", () => {
    let encodedSome = 0;
    for (const { place, type, raw, count, file } of elements) {
      if (holdsNarrow(type)) continue;
      const data = orUndefined(() => decodeElements(type, raw, count, file.decode));
      if (data === undefined) continue;
      encodedSome++;
      const made = madeHeap(file.bytes, file.decode.shapeOf);
      const encoded = encodeElements(type, data, count, made.encode, place);
      expect(encoded.length, place).toBe(count * type.size);
      if (type.kind === "revised") continue;
      if (!usesHeap(type)) expect(Buffer.compare(encoded, cleaned(type, raw)), place).toBe(0);
      else expect(dataEquals(type.dtype, decodeElements(type, encoded, count, made.decode()), data), place).toBe(true);
    }
    expect(encodedSome).toBeGreaterThan(least);
  });

  test.skipIf(elements.length === 0)("are what HDF5 itself puts into the heap for regions", () => {
    const regions = elements.filter(({ type }) => type.kind === "region");
    let compared = 0;
    for (const { place, type, raw, count, file } of regions) {
      const made = madeHeap(file.bytes, file.decode.shapeOf);
      const encoded = encodeElements(type, decodeElements(type, raw, count, file.decode), count, made.encode, place);
      const decode = made.decode();
      const objects = ([bytes, { heapObject }]: readonly [Uint8Array, DecodeContext]): Uint8Array[] =>
        Array.from({ length: count }, (_, row) => {
          const cursor = new Cursor(bytes, place, row * type.size);
          const [address, index] = [cursor.address(type.size - 4), cursor.uint(4)];
          return address ? heapObject(address, index) : new Uint8Array();
        });
      const theirs = objects([raw, file.decode]);
      for (const [row, ours] of objects([encoded, decode]).entries()) {
        // Another version of the selection.
        if (theirs[row]![type.size] !== 1) continue;
        compared++;
        expect(Buffer.from(ours).toString("hex"), place).toBe(Buffer.from(theirs[row]!).toString("hex"));
      }
    }
    expect(compared).toBeGreaterThan(4);
  });
});

test("elements of any type come back as they were", () => {
  fc.assert(
    fc.property(randomElements(), fc.constantFrom(4, 8), ({ dtype, details, count, data }, width) => {
      const sizes = { sizeOfOffsets: width, sizeOfLengths: width };
      const type = makeType(dtype, details, sizes, "The type");
      const made = madeHeap(sizes, () => [100, 100]);
      const encoded = encodeElements(type, data, count, made.encode, "The data");
      expect(encoded.length).toBe(count * type.size);
      expect(dataEquals(dtype, decodeElements(type, encoded, count, made.decode()), data)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

const encode = (
  dtype: Dtype,
  data: unknown,
  count: number,
  details?: Hdf5TypeDetails,
  shapeOf: () => readonly number[] | null = () => [3, 4],
): Uint8Array => {
  const type = makeType(dtype, details, newFileSizes, "The type");
  return encodeElements(type, data as ArrayData, count, madeHeap(newFileSizes, shapeOf).encode, "The data of /a");
};

const fixed = (length: number, padding: "nullterm" | "nullpad" | "spacepad"): Hdf5TypeDetails => ({
  text: { length, padding },
});

test.each<[string, Dtype, unknown, string, Hdf5TypeDetails?]>([
  ["bytes in a wider array", "uint8", Int32Array.of(0, 255), "00ff"],
  ["numbers in a list", "int16", [-2, 3], "feff0300"],
  ["whole numbers in a float array", "int32", Float64Array.of(-1, 2), "ffffffff02000000"],
  ["numbers for 64 bits", "int64", [-1, 2 ** 53], "ffffffffffffffff0000000000002000"],
  ["64 bits for 8", "int8", BigInt64Array.of(-128n, 127n), "807f"],
  ["singles for doubles", "float64", Float32Array.of(0.5, -0), "000000000000e03f0000000000000080"],
  ["bigints for floats", "float32", [2n, Number.NaN], "000000400000c07f"],
  ["halves in a list", "float16", [0.5, 65504], "0038ff7b"],
  ["singles for halves, rounded", "float16", Float32Array.of(1.0001, -0), "003c0080"],
  ["big-endian numbers", "int16", Int16Array.of(1, 2), "00010002", { byteOrder: "big" }],
  [
    "big-endian complex numbers",
    { complex: "float32" },
    Float32Array.of(1, 0, 0, 1),
    "3f80000000000000000000003f800000",
    { byteOrder: "big" },
  ],
  ["bools in a list", "bool", [true, false], "0100"],
  ["members of an enum that has no such member", { enum: new Map([["a", 1]]), base: "int8" }, [1, 9], "0109"],
  ["texts as long as their cells", "utf8", ["ab", "é"], "6162c3a9", fixed(2, "nullterm")],
  ["texts that are shorter", "ascii", ["a", ""], "61202020", fixed(2, "spacepad")],
  ["texts with NUL within", "utf8", ["a\0b", ""], "610062000000", fixed(3, "nullpad")],
  ["texts that are no UTF-8", "utf8", ["\udcff", "\udce9a"], "ff00e961", fixed(2, "nullpad")],
  ["empty texts", "utf8", ["", ""], "00".repeat(32)],
  ["empty lists", { vlen: "int8" }, { values: new Int8Array(), offsets: [0, 0, 0] }, "00".repeat(32)],
  ["null references", "reference", { ids: ["", ""] }, "00".repeat(16)],
  ["references", "reference", { ids: [2 ** 40 + 1, -1] }, "01000000000100000000000000000000"],
])("%s are taken", (_, dtype, data, expected, details) => {
  expect(Buffer.from(encode(dtype, data, 2, details)).toString("hex")).toBe(expected);
});

const selection = (some: Partial<RegionSelection>): RegionSelection => ({
  kind: "points",
  rank: 2,
  coordinates: Float64Array.of(1, 2),
  count: 1,
  ...some,
});
const region = (some: Partial<RegionSelection>) => ({ ids: [96], selections: [selection(some)] });
const compound: Dtype = [
  { name: "a", dtype: "uint8" },
  { name: "b", dtype: { array: [2], base: "int8" } },
];
const outside: References = { ids: Float64Array.of(-1), outside: new Map([[0, { source: "b.h5", path: "/x" }]]) };

test.each<[string, Dtype, unknown, RegExp, Hdf5TypeDetails?]>([
  ["too large", "uint8", [300], /: element 0 is 300, which does not fit uint8$/],
  ["negative", "uint16", Int16Array.of(-1), /element 0 is -1, which does not fit uint16/],
  ["not whole", "int32", Float64Array.of(0.5), /element 0 is 0.5/],
  ["not a number in integers", "int32", [Number.NaN], /element 0 is NaN/],
  ["more than 64 bits", "int64", [2n ** 63n], /element 0 is 9223372036854775808/],
  ["half of one in 64 bits", "uint64", [0.5], /element 0 is 0.5/],
  ["more exact than a single", "float32", [0.1], /element 0 is 0.1, which does not fit float32/],
  ["more exact than a double", "float64", [2n ** 53n + 1n], /element 0 is 9007199254740993/],
  ["more exact than a half", "float16", [1.0001], /element 0 is 1.0001/],
  ["infinite as a half", "float16", Float32Array.of(65520), /element 0 is 65520, which does not fit float16/],
  ["text for a number", "int8", ["1"], /element 0 is "1"/],
  ["nothing for a number", "int8", [undefined], /element 0 is undefined/],
  ["no list", "int8", new Map(), /numbers of type int8 are needed/],
  ["a buffer", "int8", new ArrayBuffer(1), /numbers of type int8 are needed/],
  ["too many", "int8", Int8Array.of(1, 2), /there are 2 elements instead of 1/],
  ["too few", { complex: "float32" }, Float32Array.of(1), /there are 1 elements instead of 2/],
  ["no bool", "bool", Uint8Array.of(2), /element 0 is 2, which does not fit bool/],
  ["bytes of another size", { opaque: 2 }, { bytes: new Uint8Array(3), itemSize: 3 }, /bytes in elements of 2/],
  ["half an element", { opaque: 2 }, { bytes: new Uint8Array(3), itemSize: 2 }, /1.5 elements instead of 1/],
  [
    "too long for its cell",
    "utf8",
    ["aé"],
    /the text of element 0 takes 3 bytes of UTF-8, and has 2/,
    fixed(2, "nullpad"),
  ],
  ["cut at its NUL", "utf8", ["a\0b"], /element 0 holds NUL/],
  ["cut at its NUL in a cell", "utf8", ["a\0b"], /element 0 holds NUL/, fixed(4, "nullterm")],
  ["stripped of its NUL", "utf8", ["a\0"], /element 0 ends in what pads it/, fixed(4, "nullpad")],
  ["stripped of its space", "utf8", ["a "], /element 0 ends in what pads it/, fixed(4, "spacepad")],
  ["no text", "utf8", [1], /element 0 is no text/],
  ["no list of texts", "utf8", "a", /texts are needed, in a list/],
  ["half a character", "utf8", ["\ud800"], /element 0 holds a lone surrogate/],
  ["half a character in a cell", "utf8", ["\ud800"], /element 0 holds a lone surrogate/, fixed(4, "nullpad")],
  ["no columns", compound, [1], /columns are needed/],
  ["without a column", compound, new Map([["a", Uint8Array.of(1)]]), /the column "b" is missing/],
  ["with a column too many", [compound[0]!], new Map(["a", "c"].map((name) => [name, [1]])), /there is no column "c"/],
  [
    "wrong in a column",
    compound,
    new Map<string, unknown>([
      ["a", [1]],
      ["b", [1, 200]],
    ]),
    /, column "b": element 1 is 200/,
  ],
  ["no list of lists", { vlen: "int8" }, [1], /values and offsets are needed/],
  ["offsets that go back", { vlen: "int8" }, { values: [1], offsets: [1, 0] }, /offsets of 1 to 0/],
  [
    "offsets beyond the values",
    { vlen: "int8" },
    { values: [1], offsets: [0, 2] },
    /members of lists: there are 1 elements/,
  ],
  ["an offset that is none", { vlen: "int8" }, { values: [1], offsets: [-1, 1] }, /first offset is -1/],
  ["no references", "reference", [1], /references are needed/],
  ["a reference by path", "reference", { ids: ["/a"] }, /refers to "\/a", which is no id/],
  ["a reference without selections", "region", { ids: [96] }, /selections are needed/],
  ["a reference that selects nothing", "region", { ids: [96], selections: [null] }, /selects nothing/],
  ["a selection along other axes", "region", region({ rank: 1 }), /along 1 axes of a dataset of 2 axes/],
  ["a selection of half a point", "region", region({ coordinates: Float64Array.of(1) }), /1 coordinates, 2 of which/],
  ["a selection at no place", "region", region({ coordinates: Float64Array.of(1, -1) }), /at the coordinate -1/],
  [
    "a box that ends before it starts",
    "region",
    region({ kind: "hyperslabs", coordinates: Float64Array.of(1, 1, 1, 0) }),
    /from 1 to 0/,
  ],
])("data that is %s is invalid", (_, dtype, data, message, details) => {
  expect(() => encode(dtype, data, 1, details)).toThrow(
    expect.objectContaining({ tag: "invalid", message: expect.stringMatching(/^The data of \/a[,:] /) }),
  );
  expect(() => encode(dtype, data, 1, details)).toThrow(message);
});

test.each<[string, Dtype, unknown]>([
  ["references out of the file", "reference", outside],
  ["coordinates from 2^32 on", "region", region({ coordinates: Float64Array.of(0, 2 ** 32) })],
])("%s are not supported", (_, dtype, data) => {
  expect(() => encode(dtype, data, 1)).toThrow(expect.objectContaining({ tag: "unsupported" }));
});

test("numbers as they are stored are not copied", () => {
  const numbers = Float32Array.of(1, 2, 3, 4).subarray(1);
  for (const [dtype, count] of [
    ["float32", 3],
    [{ array: [3], base: "float32" }, 1],
  ] as const) {
    const bytes = encode(dtype, numbers, count);
    expect([bytes.buffer, bytes.byteOffset, bytes.length]).toEqual([numbers.buffer, 4, 12]);
  }
});
