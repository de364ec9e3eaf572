import {
  type ArrayData,
  type Bytes,
  type Columns,
  type Dtype,
  isCompound,
  type NumberArray,
  type Ragged,
  type References,
  type Regions,
} from "../../src/index.ts";

/** A dtype, and data of it in which all elements differ. */
export interface Sample {
  readonly name: string;
  readonly dtype: Dtype;
  make(count: number): ArrayData;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const references = (count: number): References => ({
  ids: upTo(count).map((i) => (i % 3 === 2 ? "" : `/object ${i}`)),
  outside: new Map(upTo(count).flatMap((i) => (i % 6 === 2 ? [[i, { source: `${i}.nwb`, path: "/" }] as const] : []))),
});

/** Lists of 0, 1, 2, 0, 1, 2, … members. */
const offsets = (count: number): Float64Array => {
  const ends = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) ends[i + 1] = ends[i]! + (i % 3);
  return ends;
};

const ragged = (count: number): Ragged => {
  const ends = offsets(count);
  return { offsets: ends, values: Int16Array.from(upTo(ends[count]!)) };
};

export const samples: readonly Sample[] = [
  { name: "uint8", dtype: "uint8", make: (n) => Uint8Array.from(upTo(n)) },
  { name: "int16", dtype: "int16", make: (n) => Int16Array.from(upTo(n), (i) => -i) },
  { name: "float16", dtype: "float16", make: (n) => Float32Array.from(upTo(n)) },
  { name: "float64", dtype: "float64", make: (n) => Float64Array.from(upTo(n), (i) => i / 7) },
  { name: "int64", dtype: "int64", make: (n) => BigInt64Array.from(upTo(n), (i) => -(2n ** 62n) + BigInt(i)) },
  { name: "uint64", dtype: "uint64", make: (n) => BigUint64Array.from(upTo(n), (i) => 2n ** 64n - 1n - BigInt(i)) },
  { name: "bool", dtype: "bool", make: (n) => Uint8Array.from(upTo(n), (i) => i % 2) },
  { name: "text", dtype: "utf8", make: (n) => upTo(n).map((i) => `text ${i}`) },
  { name: "complex", dtype: { complex: "float32" }, make: (n) => Float32Array.from(upTo(2 * n)) },
  {
    name: "enum",
    dtype: { enum: new Map([["A", 0]]), base: "uint16" },
    make: (n) => Uint16Array.from(upTo(n)),
  },
  { name: "opaque", dtype: { opaque: 3 }, make: (n) => ({ bytes: Uint8Array.from(upTo(3 * n)), itemSize: 3 }) },
  { name: "datetime64", dtype: { datetime64: "ns" }, make: (n) => BigInt64Array.from(upTo(n), BigInt) },
  { name: "array", dtype: { array: [2, 2], base: "int16" }, make: (n) => Int16Array.from(upTo(4 * n)) },
  {
    name: "compound",
    dtype: [
      { name: "__proto__", dtype: "int32" },
      { name: "inner", dtype: { array: [3], base: [{ name: "text", dtype: "ascii" }] } },
    ],
    make: (n) =>
      new Map<string, ArrayData>([
        ["__proto__", Int32Array.from(upTo(n))],
        ["inner", new Map([["text", upTo(3 * n).map(String)]])],
      ]),
  },
  { name: "address", dtype: "reference", make: (n) => ({ ids: Float64Array.from(upTo(n), (i) => (i % 4) * 8 - 1) }) },
  { name: "path", dtype: "reference", make: references },
  {
    name: "region",
    dtype: "region",
    make: (n) => ({
      ...references(n),
      selections: upTo(n).map((i) =>
        i % 3 === 2 ? null : { kind: "points", rank: 1, coordinates: Float64Array.of(i), count: 1 },
      ),
    }),
  },
  { name: "vlen", dtype: { vlen: "int16" }, make: ragged },
  {
    name: "vlen of vlen of text",
    dtype: { vlen: { vlen: "utf8" } },
    make: (n) => {
      const outer = offsets(n);
      const inner = offsets(outer[n]!);
      return { offsets: outer, values: { offsets: inner, values: upTo(inner.at(-1)!).map(String) } };
    },
  },
  { name: "array of vlen", dtype: { array: [2], base: { vlen: "int16" } }, make: (n) => ragged(2 * n) },
  {
    name: "compound with vlen",
    dtype: [
      { name: "id", dtype: "uint32" },
      { name: "list", dtype: { vlen: "int16" } },
    ],
    make: (n) =>
      new Map<string, ArrayData>([
        ["id", Uint32Array.from(upTo(n))],
        ["list", ragged(n)],
      ]),
  },
];

/** Data as one plain value an element, written without any help of the package. */
export function toList(dtype: Dtype, data: ArrayData): unknown[] {
  if (typeof dtype === "object" && !isCompound(dtype)) {
    if ("array" in dtype) {
      const members = dtype.array.reduce((product, length) => product * length, 1);
      return groups(toList(dtype.base, data), members);
    }
    if ("complex" in dtype) return groups([...(data as Float32Array)], 2);
    if ("vlen" in dtype) {
      const { values, offsets } = data as Ragged;
      const all = toList(dtype.vlen, values);
      return Array.from({ length: offsets.length - 1 }, (_, i) => all.slice(offsets[i], offsets[i + 1]));
    }
    if ("opaque" in dtype) return groups([...(data as Bytes).bytes], dtype.opaque);
  }
  if (isCompound(dtype)) {
    const columns = dtype.map(({ name, dtype }) => toList(dtype, (data as Columns).get(name)!));
    return columns[0]!.map((_, i) => columns.map((column) => column[i]));
  }
  if (dtype === "reference" || dtype === "region") {
    const { ids, outside } = data as References;
    return [...(ids as Iterable<number | string>)].map((id, i) => {
      const region = dtype === "region" ? (data as Regions).selections[i] : undefined;
      return [id === "" ? -1 : id, outside?.get(i) ?? null, region && [region.kind, ...region.coordinates]];
    });
  }
  return [...(data as NumberArray | readonly string[])];
}

function groups(list: readonly unknown[], size: number): unknown[] {
  return Array.from({ length: list.length / size }, (_, i) => list.slice(i * size, (i + 1) * size));
}

/** An own copy, so that a test sees whether its input was changed. */
export const copyOf = (sample: Sample, count: number): unknown[] => toList(sample.dtype, sample.make(count));
