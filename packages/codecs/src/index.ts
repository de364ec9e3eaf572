/**
 * Filters of HDF5 and codecs of Zarr by neutral names: what they are called in either format, and what they do to bytes.
 *
 * @example
 * ```ts
 * const filters = [filterFromHdf5(2, [4]), filterFromHdf5(1, [6])];
 * const chunk = await decodeChunk(filters, stored, { size: 4 * 1000 });
 * filters.map((filter) => filterToZarr(filter)); // numcodecs.shuffle, numcodecs.zlib
 * ```
 */
export type { Codec, DecodeContext, Filter, FilterDecoder } from "./codec.ts";
export type { CodecPool } from "./codec-pool.ts";
export { findCodec, hasCodec } from "./find-codec.ts";
export { filterFromHdf5, filterToHdf5, type Hdf5Filter } from "./hdf5-filters.ts";
export { type DecodeChunkOptions, decodeChunk, type EncodeChunkOptions, encodeChunk } from "./pipeline.ts";
export { decodeVlenBytes, decodeVlenText, encodeVlenBytes, encodeVlenText } from "./vlen.ts";
export {
  filterFromZarr,
  filterFromZarrV2,
  filterToZarr,
  type ZarrCodec,
  type ZarrV2Codec,
} from "./zarr-filters.ts";
