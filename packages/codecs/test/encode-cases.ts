import type { Filter } from "../src/index.ts";

/** A filter of each kind and setting, as what we encode is tested by round trips and by the peers. */
export const encodeFilters: readonly Filter[] = [
  { name: "deflate" },
  { name: "deflate", options: [0] },
  { name: "deflate", options: [9] },
  { name: "gzip", options: [5] },
  { name: "zstd" },
  { name: "zstd", options: [-3] },
  { name: "zstd", options: [19] },
  { name: "lz4", options: [1] },
  { name: "lz4-hdf5" },
  { name: "lz4-hdf5", options: [512] },
  { name: "shuffle", options: [1] },
  { name: "shuffle", options: [2] },
  { name: "shuffle", options: [4] },
  { name: "shuffle", options: [8] },
  { name: "shuffle", options: [3] },
  { name: "shuffle", options: [16] },
  { name: "fletcher32" },
  { name: "crc32c" },
  ...[1, 2, 4, 5].flatMap((compressor) =>
    [0, 1, 2].map((shuffle) => ({ name: "blosc", options: [2, 2, 4, 0, 5, shuffle, compressor] })),
  ),
  { name: "blosc", options: [2, 2, 8, 0, 9, 1, 1], configuration: { blocksize: 1000 } },
  { name: "blosc", options: [2, 2, 2, 0, 5, 2, 5], configuration: { blocksize: 256 } },
  { name: "blosc", options: [2, 2, 300, 0, 5, 1, 1] },
  { name: "blosc", options: [2, 2, 4, 0, 0, 1, 1] },
  { name: "lzf" },
  ...[1, 2, 3, 8].flatMap((size) =>
    [0, 2, 3].map((compressor) => ({ name: "bitshuffle", options: [0, 4, size, 0, compressor] })),
  ),
  { name: "bitshuffle", options: [0, 4, 4, 64, 2] },
  { name: "bitshuffle", options: [0, 4, 4, 512, 3, 9] },
];

/** Filters that Zarr has no codec for. */
export const isOfHdf5Alone = ({ name }: Filter): boolean => ["lz4-hdf5", "lzf", "bitshuffle"].includes(name);
