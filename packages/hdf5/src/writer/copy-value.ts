import { concatData } from "@hdmf-ts/array";
import type { Hdf5Attribute } from "../hdf5-file.ts";

/** An attribute in memory of its own. */
export function copyValue(value: Hdf5Attribute): Hdf5Attribute {
  return { ...value, data: concatData(value.dtype, [value.data]) };
}
