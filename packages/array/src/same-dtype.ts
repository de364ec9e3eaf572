import type { Dtype } from "./dtype.ts";
import { isCompound } from "./dtype-guards.ts";
import { sameShape } from "./shape.ts";

/** Whether two dtypes are equal: members of a compound in the same order, members of an enum in any. */
export function sameDtype(a: Dtype, b: Dtype): boolean {
  if (typeof a === "string" || typeof b === "string" || a === b) return a === b;
  if (isCompound(a) || isCompound(b)) {
    if (!isCompound(a) || !isCompound(b) || a.length !== b.length) return false;
    return a.every((field, index) => field.name === b[index]!.name && sameDtype(field.dtype, b[index]!.dtype));
  }
  if ("array" in a) return "array" in b && sameShape(a.array, b.array) && sameDtype(a.base, b.base);
  if ("vlen" in a) return "vlen" in b && sameDtype(a.vlen, b.vlen);
  if ("enum" in a) return "enum" in b && a.base === b.base && sameMembers(a.enum, b.enum);
  if ("complex" in a) return "complex" in b && a.complex === b.complex;
  if ("datetime64" in a) return "datetime64" in b && a.datetime64 === b.datetime64;
  if ("opaque" in a) return "opaque" in b && a.opaque === b.opaque && (a.tag ?? "") === (b.tag ?? "");
  if ("bitfield" in a) return "bitfield" in b && a.bitfield === b.bitfield;
  if ("float" in a) return "float" in b && a.float.bytes === b.float.bytes;
  if (!("integer" in b)) return false;
  const [x, y] = [a.integer, b.integer];
  return x.bytes === y.bytes && x.bits === y.bits && x.offset === y.offset && x.signed === y.signed;
}

type Members = ReadonlyMap<string, number | bigint>;

function sameMembers(a: Members, b: Members): boolean {
  if (a.size !== b.size) return false;
  for (const [name, value] of a) {
    const other = b.get(name);
    if (other === undefined || BigInt(value) !== BigInt(other)) return false;
  }
  return true;
}
