/**
 * Data types, n-dimensional values, selections and lazy arrays: what HDF5 and Zarr data is in memory.
 */
export { allocate } from "./allocate.ts";
export { type Assembly, assemble } from "./assembly.ts";
export { type BlockPlan, type Box, planBlocks, readBlocks } from "./blocks.ts";
export { dataEquals } from "./data-equals.ts";
export { isBytes, isColumns, isNumbers, isRagged, isReferences, isRegions } from "./data-guards.ts";
export { dataLength, elementBytes } from "./data-length.ts";
export type * from "./dtype.ts";
export { isCompound, isText } from "./dtype-guards.ts";
export { dtypeFromJson, dtypeToJson } from "./dtype-json.ts";
export { concatData, repeatData, takeData } from "./gather.ts";
export type { Grid, GridAxis } from "./grid.ts";
export { checkInto } from "./into.ts";
export type * from "./lazy-array.ts";
export { type MemoryArrayOptions, memoryArray } from "./memory-array.ts";
export type * from "./nd-array.ts";
export { type NormalizedAxis, type NormalizedSelection, normalizeSelection } from "./normalize-selection.ts";
export { bytesFromNumbers, type NumberBytesOptions, numbersFromBytes } from "./number-bytes.ts";
export { type ReadChunkedOptions, readChunked } from "./read-chunked.ts";
export { nullReferences, referenceAt } from "./references.ts";
export { sameDtype } from "./same-dtype.ts";
export { selectFrom } from "./select-from.ts";
export type * from "./selection.ts";
export { elementCount, sameShape } from "./shape.ts";
export { sliceData } from "./slice-data.ts";
export { copyElements } from "./transfer.ts";
export { compareUtf8, decodeUtf8, encodeUtf8 } from "./utf8.ts";
export { type WriteChunkedOptions, writeChunked } from "./write-chunked.ts";
