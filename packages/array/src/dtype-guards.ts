import type { CompoundField, Dtype } from "./dtype.ts";

/** Whether a dtype is a compound, the list of its members. */
export function isCompound(dtype: Dtype): dtype is readonly CompoundField[] {
  return Array.isArray(dtype);
}

/** Whether the elements of a dtype are strings. */
export function isText(dtype: Dtype): dtype is "utf8" | "ascii" {
  return dtype === "utf8" || dtype === "ascii";
}
