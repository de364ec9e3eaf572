import { type ArrayData, type Dtype, elementCount, type RegionSelection } from "@hdmf-ts/array";
import fc from "fast-check";
import type { Hdf5TypeDetails } from "../src/hdf5-file.ts";

interface RandomElements {
  readonly dtype: Dtype;
  readonly details: Hdf5TypeDetails;
  readonly count: number;
  readonly data: ArrayData;
}

/** A dtype, and how it may be stored. */
interface Kind {
  readonly dtype: Dtype;
  readonly details: Hdf5TypeDetails;
}

const kind = (dtype: Dtype, details: Hdf5TypeDetails = {}): Kind => ({ dtype, details });
const wide = ["uint16", "int32", "uint64", "int64", "float16", "float32", "float64"] as const;
const leaves: readonly Kind[] = [
  ...wide.flatMap((name) => [kind(name), kind(name, { byteOrder: "big" })]),
  ...(["int8", "bool", "reference", "region", "utf8", "ascii"] as const).map((name) => kind(name)),
  ...(["nullterm", "nullpad", "spacepad"] as const).flatMap((padding) => [
    kind("utf8", { text: { length: 20, padding } }),
    kind("ascii", { text: { length: "variable", padding } }),
  ]),
  kind({ complex: "float32" }),
  kind({ complex: "float16" }, { byteOrder: "big" }),
  kind({ opaque: 3, tag: "t" }),
  kind({ opaque: 80 }),
  kind({ bitfield: 2 }, { byteOrder: "big" }),
  kind({ float: { bytes: 2 } }, { typeMessage: "11200f000200000000001000070800077f000000" }),
  kind({ integer: { bytes: 3, bits: 20, offset: 2, signed: true } }),
  kind({ enum: new Map([["a", 1]]), base: "int16" }, { base: { byteOrder: "big" } }),
];

/** Any type. */
export const { kind: randomTypes } = fc.letrec<{ kind: Kind }>((tie) => ({
  kind: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...leaves),
    tie("kind").map(({ dtype, details }): Kind => ({ dtype: { vlen: dtype }, details: { base: details } })),
    fc
      .record({ shape: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }), base: tie("kind") })
      .map(({ shape, base }): Kind => {
        return { dtype: { array: shape, base: base.dtype }, details: { base: base.details } };
      }),
    fc.array(tie("kind"), { minLength: 1, maxLength: 3 }).map((members): Kind => {
      const names = members.map((_, index) => (index === 0 ? "__proto__" : `f${index}`));
      return {
        dtype: members.map(({ dtype }, index) => ({ name: names[index]!, dtype })),
        details: { fields: new Map(members.map(({ details }, index) => [names[index]!, details])) },
      };
    }),
  ),
}));

/** A few elements of any type. */
export function randomElements(): fc.Arbitrary<RandomElements> {
  return randomTypes.chain(({ dtype, details }) =>
    fc
      .integer({ min: 0, max: 5 })
      .chain((count) => dataOf(dtype, count).map((data) => ({ dtype, details, count, data }))),
  );
}

const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "😀", "\udc80", "\udcff"), maxLength: 5 });
const selections = fc.constantFrom<RegionSelection>(
  { kind: "none", rank: 0, coordinates: Float64Array.of(), count: 0 },
  { kind: "all", rank: 2, coordinates: Float64Array.of(), count: 10_000 },
  { kind: "points", rank: 2, coordinates: Float64Array.of(1, 2, 3, 4), count: 2 },
  { kind: "hyperslabs", rank: 2, coordinates: Float64Array.of(1, 2, 3, 4), count: 9 },
);

/** As many elements as asked for. */
function dataOf(type: Dtype, count: number): fc.Arbitrary<ArrayData> {
  const list = <T>(of: fc.Arbitrary<T>, length = count) => fc.array(of, { minLength: length, maxLength: length });
  const bytes = (size: number) =>
    fc
      .uint8Array({ minLength: size * count, maxLength: size * count })
      .map((cells): ArrayData => ({ bytes: cells, itemSize: size }));
  if (Array.isArray(type)) {
    return fc
      .tuple(...type.map((field) => dataOf(field.dtype, count)))
      .map((columns) => new Map(type.map((field, index) => [field.name, columns[index] as ArrayData])));
  }
  if (typeof type === "object") {
    if ("array" in type) return dataOf(type.base, count * elementCount(type.array));
    if ("vlen" in type) {
      return list(fc.integer({ min: 0, max: 3 })).chain((lengths) => {
        const offsets = new Float64Array(count + 1);
        for (const [index, length] of lengths.entries()) offsets[index + 1] = offsets[index]! + length;
        return dataOf(type.vlen, offsets[count]!).map((values) => ({ values, offsets }));
      });
    }
    if ("complex" in type) return list(halves, 2 * count).map((values) => Float32Array.from(values));
    if ("enum" in type) return list(fc.integer({ min: -9, max: 9 })).map((values) => Int16Array.from(values));
    if ("opaque" in type) return bytes(type.opaque);
    if ("integer" in type) return bytes(type.integer.bytes);
    return bytes(2);
  }
  switch (type) {
    case "int8":
      return list(fc.integer({ min: -128, max: 127 })).map((values) => Int8Array.from(values));
    case "uint16":
      return list(fc.integer({ min: 0, max: 65_535 })).map((values) => Uint16Array.from(values));
    case "int32":
      return list(fc.integer()).map((values) => Int32Array.from(values));
    case "int64":
      return list(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })).map((values) => BigInt64Array.from(values));
    case "uint64":
      return list(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })).map((values) => BigUint64Array.from(values));
    case "float16":
      return list(halves).map((values) => Float32Array.from(values));
    case "float32":
      return list(fc.float()).map((values) => Float32Array.from(values));
    case "float64":
      return list(fc.double()).map((values) => Float64Array.from(values));
    case "bool":
      return list(fc.constantFrom(0, 1)).map((values) => Uint8Array.from(values));
    case "reference":
      return list(fc.constantFrom(-1, 96, 2 ** 31 + 8)).map((ids) => ({ ids: Float64Array.from(ids) }));
    case "region":
      return list(fc.option(selections)).map((found) => ({
        ids: Float64Array.from(found, (one) => (one === null ? -1 : 800)),
        selections: found,
      }));
    default:
      return list(text);
  }
}

const halves = fc.constantFrom(0, -0, 1, -1.5, 65504, 2 ** -24, Number.POSITIVE_INFINITY, Number.NaN);
