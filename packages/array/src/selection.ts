/**
 * What to take of one axis: `null` all of it; a number one index, the axis then vanishes from the result; a slice
 * (`stop` exclusive, `step` at least 1, clipped like Python's); a list of indices in any order, repeats allowed; a mask of
 * 0 and 1 as long as the axis. Negative indices and bounds count from the end.
 */
export type AxisSelection =
  | null
  | number
  | { readonly start?: number; readonly stop?: number; readonly step?: number }
  | { readonly indices: readonly number[] | Int32Array | Uint32Array | Float64Array }
  | { readonly mask: Uint8Array | readonly boolean[] };

/** What to take of an array, axis by axis; axes that are left out at the end are taken whole. */
export type Selection = readonly AxisSelection[];
