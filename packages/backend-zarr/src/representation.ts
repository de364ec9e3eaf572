import { type Dtype, isCompound } from "@hdmf-ts/array";
import { itemSize, type StructField, type ZarrType } from "./zarr-type.ts";

/** Bytes a cell of text or references in a compound, the least that hdmf-zarr writes (reference: zarr.md A.2). */
const MIN_TEXT_CELL = 2048;

/** How a dtype is kept in a Zarr array. */
export interface Representation {
  readonly type: ZarrType;
  /** Axes of an array type, which follow those of the dataset. */
  readonly innerShape: readonly number[];
  /** The fields of a compound that hold references, for `_REFERENCE_FIELDS`. */
  readonly referenceFields: readonly string[];
  /** Elements are byte strings in a packing of ours (`pack.ts`), since no Zarr type says what they are. */
  readonly packed: boolean;
}

/** The representation of a dtype; there is one for each. */
export function representationOf(dtype: Dtype): Representation {
  const innerShape: number[] = [];
  let base = dtype;
  while (typeof base === "object" && "array" in base) {
    innerShape.push(...base.array);
    base = base.base;
  }
  const type = innerShape.includes(0) ? undefined : typeOf(base);
  if (type === undefined || (innerShape.length > 0 && type.kind === "vlen-bytes"))
    return { type: { kind: "vlen-bytes" }, innerShape: [], referenceFields: [], packed: true };
  return {
    type,
    innerShape,
    referenceFields: isCompound(base)
      ? base.filter((field) => field.dtype === "reference").map((field) => field.name)
      : [],
    packed: type.kind === "vlen-bytes" && !isBytesVlen(base),
  };
}

const isBytesVlen = (dtype: Dtype): boolean => typeof dtype === "object" && "vlen" in dtype && dtype.vlen === "uint8";

/** The Zarr type for elements of a dtype; `undefined` where they have to be packed. */
function typeOf(dtype: Dtype): ZarrType | undefined {
  if (dtype === "utf8" || dtype === "ascii" || dtype === "reference" || dtype === "region") return { kind: "string" };
  if (isCompound(dtype)) {
    const fields: StructField[] = [];
    for (const field of dtype) {
      const type = fieldType(field.dtype);
      if (type === undefined || field.name === "") return undefined;
      fields.push({ name: field.name, type });
    }
    return fields.length === 0 ? undefined : { kind: "struct", fields };
  }
  return fixedType(dtype) ?? { kind: "vlen-bytes" };
}

function fieldType(dtype: Dtype): ZarrType | undefined {
  if (dtype === "utf8" || dtype === "ascii" || dtype === "reference") return { kind: "utf32", size: MIN_TEXT_CELL };
  if (dtype === "region") return undefined;
  if (isCompound(dtype)) {
    const type = typeOf(dtype);
    return type?.kind === "struct" ? type : undefined;
  }
  return fixedType(dtype);
}

function fixedType(dtype: Dtype): ZarrType | undefined {
  if (dtype === "bool") return { kind: "bool" };
  if (typeof dtype === "string")
    return dtype === "utf8" || dtype === "ascii" || dtype === "reference" || dtype === "region"
      ? undefined
      : { kind: "number", name: dtype };
  if (isCompound(dtype)) return undefined;
  if ("enum" in dtype) return { kind: "number", name: dtype.base };
  if ("complex" in dtype) return dtype.complex === "float16" ? undefined : { kind: "complex", base: dtype.complex };
  if ("datetime64" in dtype) return time("datetime64", dtype.datetime64);
  if ("opaque" in dtype) {
    const unit = dtype.opaque === 8 ? /^NUMPY:<m8(?:\[(.*)\])?$/.exec(dtype.tag ?? "") : null;
    return unit === null ? raw(dtype.opaque) : time("timedelta64", unit[1] ?? "generic");
  }
  if ("bitfield" in dtype) return raw(dtype.bitfield);
  if ("integer" in dtype) return raw(dtype.integer.bytes);
  if ("float" in dtype) return raw(dtype.float.bytes);
  return undefined;
}

const raw = (size: number): ZarrType | undefined => (size > 0 ? { kind: "raw", size } : undefined);

function time(name: "datetime64" | "timedelta64", unit: string): ZarrType {
  const [, scale, rest] = /^(\d*)(.*)$/.exec(unit) ?? [];
  return { kind: "time", name, unit: rest || "generic", scale: Number(scale || "1") };
}

/** A type whose text cells of fixed width have room for `size` bytes, the smaller ones as they are. */
export function widened(type: ZarrType, sizes: ReadonlyMap<string, number>, path = ""): ZarrType {
  if (type.kind === "utf32") return { kind: "utf32", size: Math.max(type.size, sizes.get(path) ?? 0) };
  if (type.kind !== "struct") return type;
  return {
    kind: "struct",
    fields: type.fields.map((field) => ({
      name: field.name,
      type: widened(field.type, sizes, `${path}/${field.name}`),
    })),
  };
}

/** The type of a dtype whose elements are packed as one cell; `undefined` where they are packed part by part. */
export function packedType(dtype: Dtype): ZarrType | undefined {
  if (typeof dtype === "object" && ("array" in dtype || "vlen" in dtype)) return undefined;
  if (isCompound(dtype)) return undefined;
  const { type } = representationOf(dtype);
  return itemSize(type) === undefined ? undefined : type;
}
