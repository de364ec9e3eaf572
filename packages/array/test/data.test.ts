import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ArrayData,
  allocate,
  concatData,
  copyElements,
  type Dtype,
  dataEquals,
  dataLength,
  elementBytes,
  isBytes,
  isColumns,
  isNumbers,
  isRagged,
  isReferences,
  isRegions,
  type Ragged,
  type References,
  type Regions,
  referenceAt,
  repeatData,
  sliceData,
  takeData,
} from "../src/index.ts";
import { copyOf, type Sample, samples, toList } from "./support/samples.ts";

describe.each(samples)("data of $name", (sample) => {
  const { dtype } = sample;

  test("dataLength counts elements", () => {
    for (const count of [0, 1, 5]) {
      expect(dataLength(dtype, sample.make(count))).toBe(count);
      expect(dataLength(dtype, allocate(dtype, count))).toBe(count);
    }
  });

  test("sliceData, takeData and concatData agree with lists", () => {
    const all = copyOf(sample, 12);
    fc.assert(
      fc.property(fc.nat(12), fc.nat(12), fc.array(fc.nat(11), { maxLength: 9 }), (a, b, indices) => {
        const data = sample.make(12);
        const [start, stop] = a < b ? [a, b] : [b, a];
        const slice = sliceData(dtype, data, start, stop);
        expect(toList(dtype, slice)).toEqual(all.slice(start, stop));
        expect(dataLength(dtype, slice)).toBe(stop - start);
        const taken = takeData(dtype, data, indices);
        expect(toList(dtype, taken)).toEqual(indices.map((index) => all[index]));
        const joined = concatData(dtype, [slice, taken, sliceData(dtype, slice, 0, 0), slice]);
        expect(toList(dtype, joined)).toEqual([
          ...toList(dtype, slice),
          ...toList(dtype, taken),
          ...toList(dtype, slice),
        ]);
        expect(toList(dtype, data)).toEqual(all);
      }),
      { numRuns: 50 },
    );
  });

  test("concatData of nothing is empty, of one part new memory", () => {
    expect(dataLength(dtype, concatData(dtype, []))).toBe(0);
    const data = sample.make(4);
    const copy = concatData(dtype, [data]);
    expect(copy).not.toBe(data);
    expect(dataEquals(dtype, copy, data)).toBe(true);
  });

  test("repeatData repeats the one element", () => {
    const one = sliceData(dtype, sample.make(6), 5, 6);
    expect(toList(dtype, repeatData(dtype, one, 3))).toEqual(Array(3).fill(toList(dtype, one)[0]));
    expect(dataLength(dtype, repeatData(dtype, one, 0))).toBe(0);
  });

  test("dataEquals sees each difference", () => {
    const data = sample.make(9);
    expect(dataEquals(dtype, data, sample.make(9))).toBe(true);
    expect(dataEquals(dtype, data, sample.make(8))).toBe(false);
    expect(dataEquals(dtype, takeData(dtype, data, [0, 1, 2]), takeData(dtype, data, [0, 2, 1]))).toBe(false);
    expect(dataEquals(dtype, sliceData(dtype, data, 3, 7), takeData(dtype, data, [3, 4, 5, 6]))).toBe(true);
  });

  test("elementBytes is a positive number", () => expect(elementBytes(dtype)).toBeGreaterThan(0));
});

describe("copyElements", () => {
  const varies = ({ dtype }: Sample): boolean => JSON.stringify(dtype).includes('"vlen"');

  test.each(samples.filter((sample) => !varies(sample)))("copies $name in place", (sample) => {
    const { dtype, make } = sample;
    const target = allocate(dtype, 6);
    const before = toList(dtype, target);
    copyElements(dtype, make(9), 5, target, 2, 3);
    const all = copyOf(sample, 9);
    expect(toList(dtype, target)).toEqual([before[0], before[1], all[5], all[6], all[7], before[5]]);
  });

  test.each(samples.filter(varies))("refuses $name, which varies in length", ({ dtype, make }) => {
    expect(() => copyElements(dtype, make(3), 0, allocate(dtype, 3), 0, 1)).toThrow(/varying length/);
  });
});

describe("dataEquals", () => {
  const float64 = (...bits: number[]): Float64Array => new Float64Array(Uint32Array.from(bits).buffer);

  test.each<{ name: string; dtype: Dtype; a: ArrayData; b: ArrayData; equal: boolean }>([
    {
      name: "equal NaNs",
      dtype: "float64",
      a: Float64Array.of(Number.NaN),
      b: Float64Array.of(Number.NaN),
      equal: true,
    },
    {
      name: "NaNs with other bits",
      dtype: "float64",
      a: float64(0, 0x7ff80000),
      b: float64(1, 0x7ff80000),
      equal: false,
    },
    { name: "0 and -0", dtype: "float32", a: Float32Array.of(0), b: Float32Array.of(-0), equal: false },
    {
      name: "neighbouring int64",
      dtype: "int64",
      a: BigInt64Array.of(2n ** 53n),
      b: BigInt64Array.of(2n ** 53n + 1n),
      equal: false,
    },
    {
      name: "the same bytes as other items",
      dtype: { opaque: 2 },
      a: { bytes: new Uint8Array(4), itemSize: 2 },
      b: { bytes: new Uint8Array(4), itemSize: 4 },
      equal: false,
    },
    {
      name: "null references of both kinds",
      dtype: "reference",
      a: { ids: Float64Array.of(-1) },
      b: { ids: [""] },
      equal: true,
    },
    {
      name: "references to other places outside",
      dtype: "reference",
      a: { ids: [""], outside: new Map([[0, { source: "a", path: "/" }]]) },
      b: { ids: [""], outside: new Map([[0, { source: "b", path: "/" }]]) },
      equal: false,
    },
    {
      name: "lists of equal content at other offsets",
      dtype: { vlen: "int8" },
      a: { values: Int8Array.of(9, 1, 2), offsets: Uint32Array.of(1, 2, 3) },
      b: { values: Int8Array.of(1, 2), offsets: Float64Array.of(0, 1, 2) },
      equal: true,
    },
    {
      name: "lists cut elsewhere",
      dtype: { vlen: "int8" },
      a: { values: Int8Array.of(1, 2), offsets: Uint32Array.of(0, 1, 2) },
      b: { values: Int8Array.of(1, 2), offsets: Uint32Array.of(0, 2, 2) },
      equal: false,
    },
  ])("$name: $equal", ({ dtype, a, b, equal }) => {
    expect(dataEquals(dtype, a, b)).toBe(equal);
    expect(dataEquals(dtype, b, a)).toBe(equal);
  });
});

test("lists whose offsets do not start at 0 are cut, taken and joined by their content", () => {
  const dtype: Dtype = { vlen: "int8" };
  const data: Ragged = { values: Int8Array.of(9, 9, 1, 2, 3, 9), offsets: Uint32Array.of(2, 3, 5) };
  expect(toList(dtype, takeData(dtype, data, [1, 0]))).toEqual([[2, 3], [1]]);
  expect(toList(dtype, sliceData(dtype, data, 1, 2))).toEqual([[2, 3]]);
  const joined = concatData(dtype, [data, data]) as Ragged;
  expect(toList(dtype, joined)).toEqual([[1], [2, 3], [1], [2, 3]]);
  expect(joined.offsets[0]).toBe(0);
  expect(joined.values).toHaveLength(6);
});

describe("references", () => {
  test("addresses and paths do not mix, but null ones are at home among both", () => {
    const paths: References = { ids: ["/a", ""] };
    const addresses: References = { ids: Float64Array.of(96, -1) };
    const nulls: References = { ids: Float64Array.of(-1) };
    expect(concatData("reference", [nulls, paths])).toEqual({ ids: ["", "/a", ""] });
    expect(concatData("reference", [paths, nulls])).toEqual({ ids: ["/a", "", ""] });
    expect(concatData("reference", [addresses, { ids: [""] }])).toEqual({ ids: Float64Array.of(96, -1, -1) });
    expect(() => concatData("reference", [paths, addresses])).toThrow(/by address and by path/);
  });

  test("what is overwritten leads outside no more", () => {
    const outside = new Map([[0, { source: "b.nwb", path: "/x" }]]);
    const target: References = { ids: ["", "/kept"], outside };
    copyElements("reference", { ids: ["/a"] }, 0, target, 0, 1);
    expect(target.ids).toEqual(["/a", "/kept"]);
    expect(target.outside?.size).toBe(0);
  });

  test("referenceAt knows null", () => {
    expect([0, 1, 2].map((i) => referenceAt({ ids: Float64Array.of(0, -1) }, i))).toEqual([0, null, null]);
    expect([0, 1].map((i) => referenceAt({ ids: ["/", ""] }, i))).toEqual(["/", null]);
  });
});

describe("guards", () => {
  const kinds = { isBytes, isColumns, isNumbers, isRagged, isReferences, isRegions };
  const ragged: Ragged = { values: [], offsets: new Uint32Array(1) };
  const regions: Regions = { ids: [], selections: [] };
  test.each<{ name: string; data: ArrayData; is: (keyof typeof kinds)[] }>([
    { name: "numbers", data: new BigInt64Array(0), is: ["isNumbers"] },
    { name: "a Buffer", data: Buffer.alloc(1), is: ["isNumbers"] },
    { name: "text", data: [], is: [] },
    { name: "columns", data: new Map(), is: ["isColumns"] },
    { name: "bytes", data: { bytes: new Uint8Array(0), itemSize: 1 }, is: ["isBytes"] },
    { name: "ragged", data: ragged, is: ["isRagged"] },
    { name: "references", data: { ids: [] }, is: ["isReferences"] },
    { name: "regions", data: regions, is: ["isReferences", "isRegions"] },
  ])("$name", ({ data, is }) => {
    expect(
      Object.entries(kinds)
        .filter(([, guard]) => guard(data))
        .map(([name]) => name),
    ).toEqual(is);
  });
});

describe("impossible sizes are errors of ours", () => {
  test.each<{ name: string; dtype: Dtype; count: number; tag: string }>([
    { name: "numbers", dtype: "float64", count: 2 ** 45, tag: "limit" },
    { name: "text", dtype: "utf8", count: 2 ** 33, tag: "limit" },
    { name: "members of an array", dtype: { array: [2 ** 30, 2 ** 20], base: "int8" }, count: 2 ** 20, tag: "limit" },
    { name: "lists", dtype: { vlen: "int8" }, count: 2 ** 50, tag: "limit" },
    { name: "columns", dtype: [{ name: "a", dtype: "int64" }], count: 2 ** 48, tag: "limit" },
    { name: "a negative count", dtype: "int8", count: -1, tag: "invalid" },
    { name: "half an element", dtype: "int8", count: 0.5, tag: "invalid" },
    { name: "NaN", dtype: "int8", count: Number.NaN, tag: "invalid" },
  ])("$name", ({ dtype, count, tag }) => {
    expect(() => allocate(dtype, count)).toThrow(expect.objectContaining({ tag }));
  });
});
