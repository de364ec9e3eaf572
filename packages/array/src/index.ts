/**
 * Data types, n-dimensional values, selections and lazy arrays: what HDF5 and Zarr data is in memory.
 */
export type * from "./dtype.ts";
export type * from "./lazy-array.ts";
export type * from "./nd-array.ts";
export type * from "./selection.ts";
