import type { CompoundField, Dtype, FloatName, IntegerName } from "./dtype.ts";
import { isCompound } from "./dtype-guards.ts";
import type { NumberArray } from "./nd-array.ts";
import { elementCount } from "./shape.ts";

export type NumberArrayConstructor =
  | Int8ArrayConstructor
  | Uint8ArrayConstructor
  | Int16ArrayConstructor
  | Uint16ArrayConstructor
  | Int32ArrayConstructor
  | Uint32ArrayConstructor
  | BigInt64ArrayConstructor
  | BigUint64ArrayConstructor
  | Float32ArrayConstructor
  | Float64ArrayConstructor;

/** How the elements of a dtype lie in memory, members of `array` dtypes taken apart: `units` of them make an element. */
export type Layout =
  | { readonly kind: "numbers"; readonly units: number; readonly type: NumberArrayConstructor }
  | { readonly kind: "bytes"; readonly units: number; readonly itemSize: number }
  | { readonly kind: "columns"; readonly units: number; readonly fields: readonly CompoundField[] }
  | { readonly kind: "ragged"; readonly units: number; readonly base: Dtype }
  | { readonly kind: "text" | "references" | "regions"; readonly units: number };

/** The typed array of a number type. */
export function numberArrayType(name: IntegerName | FloatName | "bool"): NumberArrayConstructor {
  switch (name) {
    case "int8":
      return Int8Array;
    case "uint8":
    case "bool":
      return Uint8Array;
    case "int16":
      return Int16Array;
    case "uint16":
      return Uint16Array;
    case "int32":
      return Int32Array;
    case "uint32":
      return Uint32Array;
    case "int64":
      return BigInt64Array;
    case "uint64":
      return BigUint64Array;
    case "float16":
    case "float32":
      return Float32Array;
    case "float64":
      return Float64Array;
  }
}

/** The {@link Layout} of a dtype. */
export function layoutOf(dtype: Dtype, units = 1): Layout {
  if (dtype === "utf8" || dtype === "ascii") return { kind: "text", units };
  if (dtype === "reference") return { kind: "references", units };
  if (dtype === "region") return { kind: "regions", units };
  if (typeof dtype === "string") return { kind: "numbers", units, type: numberArrayType(dtype) };
  if (isCompound(dtype)) return { kind: "columns", units, fields: dtype };
  if ("array" in dtype) return layoutOf(dtype.base, units * elementCount(dtype.array));
  if ("vlen" in dtype) return { kind: "ragged", units, base: dtype.vlen };
  if ("enum" in dtype) return { kind: "numbers", units, type: numberArrayType(dtype.base) };
  if ("complex" in dtype) return { kind: "numbers", units: 2 * units, type: numberArrayType(dtype.complex) };
  if ("datetime64" in dtype) return { kind: "numbers", units, type: BigInt64Array };
  if ("opaque" in dtype) return { kind: "bytes", units, itemSize: dtype.opaque };
  if ("bitfield" in dtype) return { kind: "bytes", units, itemSize: dtype.bitfield };
  return { kind: "bytes", units, itemSize: "integer" in dtype ? dtype.integer.bytes : dtype.float.bytes };
}

/** Whether elements vary in length somewhere, so that they cannot be overwritten in place. */
export function hasRagged(dtype: Dtype): boolean {
  const layout = layoutOf(dtype);
  if (layout.kind === "columns") return layout.fields.some((field) => hasRagged(field.dtype));
  return layout.kind === "ragged";
}

/** Whether `data` is of the typed array `type`, subclasses such as Node's `Buffer` included. */
export function isOfType(data: NumberArray, type: NumberArrayConstructor): boolean {
  return Object.prototype.toString.call(data) === `[object ${type.name}]`;
}
