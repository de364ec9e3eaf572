/** The indexes that came with HDF5 1.10: most files have none of them, so they are loaded when first needed. */
export { readBtree2Chunks } from "./btree-2.ts";
export { readExtensibleArray } from "./extensible-array.ts";
export { readFixedArray } from "./fixed-array.ts";
