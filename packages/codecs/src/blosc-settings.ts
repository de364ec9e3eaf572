import { hdmfError } from "@hdmf-ts/errors";
import type { Filter } from "./codec.ts";
import { integerOption } from "./option.ts";

/** The compressors of blosc in the order of their codes in HDF5 client data. */
export const bloscCompressors = ["blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd"] as const;
/** The ways to shuffle in the order of their codes. */
export const bloscShuffles = ["none", "bytes", "bits"] as const;

/** What a blosc filter asks for. */
export interface BloscSettings {
  /** In bytes; 0 where it is not known. */
  readonly elementSize: number;
  readonly level: number;
  readonly shuffle: (typeof bloscShuffles)[number];
  readonly compressor: (typeof bloscCompressors)[number];
  /** In bytes; 0 leaves it to the encoder. */
  readonly blockSize: number;
}

/**
 * Reads the options of a blosc filter, which are the client data of HDF5 filter 32001: revision of the filter (2), version
 * of the format (2), element size, bytes a chunk, level 0 to 9, shuffle (0 none, 1 bytes, 2 bits), compressor (0 blosclz,
 * 1 lz4, 2 lz4hc, 3 snappy, 4 zlib, 5 zstd). A block size, which they cannot say, is `blocksize` of the configuration.
 */
export function bloscSettings(filter: Filter): BloscSettings {
  const blockSize = filter.configuration?.blocksize ?? 0;
  if (typeof blockSize !== "number" || !Number.isInteger(blockSize) || blockSize < 0)
    throw hdmfError("invalid", `the block size of blosc is ${String(blockSize)}, not a count of bytes`);
  return {
    elementSize: integerOption(filter, 2, "element size", { least: 0, most: 2 ** 32 - 1, missing: 0 }),
    level: integerOption(filter, 4, "level", { least: 0, most: 9, missing: 5 }),
    shuffle: bloscShuffles[integerOption(filter, 5, "shuffle", { least: 0, most: 2, missing: 1 })]!,
    compressor: bloscCompressors[integerOption(filter, 6, "compressor", { least: 0, most: 5, missing: 0 })]!,
    blockSize,
  };
}
