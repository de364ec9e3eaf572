import type { Dtype } from "./dtype.ts";

/** The length of each axis; `[]` is a scalar, `null` a null space (a type without any element). */
export type Shape = readonly number[] | null;

/** A typed array of the platform, as numbers are kept in. */
export type NumberArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/**
 * Names a node within its storage; opaque to all but the storage that gave it. In HDF5 it is the address of the object
 * header (a number), in Zarr and in memory the canonical path (a string).
 */
export type NodeId = number | string;

/** A place in another file or store, as it was written down. */
export interface OutsidePlace {
  readonly source: string;
  readonly path: string;
}

/**
 * Object references in bulk. An address is an element of the `Float64Array`, a path one of the list; the null reference
 * is `-1` and `""`. What leads out of the file is null in `ids` and stands in `outside` by its index.
 */
export interface References {
  readonly ids: Float64Array | readonly string[];
  readonly outside?: ReadonlyMap<number, OutsidePlace>;
}

/**
 * What a region reference selects: `coordinates` holds, row by row, the points (`rank` numbers each) or the
 * hyperslabs (first corner, then last corner, inclusive: `2 * rank` numbers each).
 */
export interface RegionSelection {
  readonly kind: "all" | "none" | "points" | "hyperslabs";
  readonly rank: number;
  readonly coordinates: Float64Array;
  /** The number of elements selected. */
  readonly count: number;
}

/** Region references in bulk; the selection of a null reference is `null`. */
export interface Regions extends References {
  readonly selections: readonly (RegionSelection | null)[];
}

/** Elements of `itemSize` bytes each, as stored: opaque, bitfields and numbers of odd widths. */
export interface Bytes {
  readonly bytes: Uint8Array;
  readonly itemSize: number;
}

/** Elements of varying length: element `i` is `values` from `offsets[i]` to `offsets[i + 1]`; one offset more than elements. */
export interface Ragged {
  readonly values: ArrayData;
  readonly offsets: Float64Array | Uint32Array;
}

/** A compound: one array a field, in the order of the fields, all for the same elements. */
export type Columns = ReadonlyMap<string, ArrayData>;

/**
 * The elements of an array in C order, by dtype:
 *
 * | dtype | data |
 * |---|---|
 * | int8 … uint32, float32, float64 | the typed array |
 * | int64, uint64, datetime64 | `BigInt64Array`, `BigUint64Array`, `BigInt64Array` |
 * | float16 | `Float32Array` |
 * | bool | `Uint8Array` of 0 and 1 |
 * | enum | the array of the base |
 * | utf8, ascii | `string[]`; bytes that are no UTF-8 as lone surrogates U+DC80 … U+DCFF |
 * | opaque, bitfield, odd integers and floats | {@link Bytes} |
 * | complex | pairs in the float array: 2 numbers an element |
 * | compound | {@link Columns} |
 * | array | the data of the base: as many elements more as the array has members |
 * | vlen | {@link Ragged} |
 * | reference | {@link References} |
 * | region | {@link Regions} |
 *
 * Whoever receives data owns it, unless the doc comment of the function says that it is shared.
 */
export type ArrayData = NumberArray | readonly string[] | Bytes | Columns | Ragged | References | Regions;

/** Elements with their type and shape: the only form in which values travel between packages. */
export interface NdArray {
  readonly dtype: Dtype;
  readonly shape: Shape;
  readonly data: ArrayData;
}
