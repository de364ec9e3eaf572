import { type CompoundField, type Dtype, dtypeToJson, isCompound, sameDtype } from "@hdmf-ts/array";
import type { DifferenceKind } from "./difference.ts";
import { type Finding, finding } from "./difference.ts";

/** How two types differ, by the class of the difference; `other` is the name where no class fits. */
export function diffDtypes(a: Dtype, b: Dtype, other: DifferenceKind): Finding | undefined {
  if (sameDtype(a, b)) return undefined;
  return finding(dtypeKind(a, b, other), dtypeToJson(a), dtypeToJson(b));
}

function dtypeKind(a: Dtype, b: Dtype, other: DifferenceKind): DifferenceKind {
  if (a === "region" || b === "region") return "region";
  if (sameDtype(plainText(a), plainText(b))) return "text-encoding";
  return sameDtype(plainEnum(a), plainEnum(b)) ? "enum" : other;
}

function plainText(dtype: Dtype): Dtype {
  return dtype === "ascii" ? "utf8" : mapDtype(dtype, plainText);
}

function plainEnum(dtype: Dtype): Dtype {
  return typeof dtype === "object" && "enum" in dtype ? dtype.base : mapDtype(dtype, plainEnum);
}

/** Types whose elements have one spelling for equal values: a number is a number, whatever its width. */
export function comparable(dtype: Dtype): Dtype {
  return dtype === "bool" ? "uint8" : mapDtype(dtype, comparable);
}

function mapDtype(dtype: Dtype, map: (inner: Dtype) => Dtype): Dtype {
  if (typeof dtype === "string") return dtype;
  if (isCompound(dtype)) return dtype.map((field): CompoundField => ({ name: field.name, dtype: map(field.dtype) }));
  if ("vlen" in dtype) return { vlen: map(dtype.vlen) };
  return "array" in dtype ? { array: dtype.array, base: map(dtype.base) } : dtype;
}
