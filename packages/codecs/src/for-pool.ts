import type { Filter } from "./codec.ts";
import { hasCodec } from "./find-codec.ts";
import { nodeZlib } from "./node-zlib.ts";

/** Filters that take several milliseconds a MB in JavaScript or WebAssembly; all others together take less than the way to a thread gains. */
const longFilters = /* @__PURE__ */ new Set([
  "zstd",
  "blosc",
  "lzf",
  "lz4",
  "lz4-hdf5",
  "bitshuffle",
  "scaleoffset",
  "nbit",
  "bzip2",
]);
/** From so many bytes on two threads were faster than the caller's own with each of them. */
const leastBytes = { encode: 32_768, decode: 65_536 };

/**
 * Whether filters should run in a pool.
 *
 * @param length Bytes of the chunk without filters, where that is known.
 */
export function isForPool(kind: "encode" | "decode", filters: readonly Filter[], length: number): boolean {
  return length >= leastBytes[kind] && filters.some(isLong) && filters.every(({ name }) => hasCodec(name));
}

/** Node has threads of its own for deflate. */
function isLong({ name }: Filter): boolean {
  return longFilters.has(name) || ((name === "deflate" || name === "gzip") && nodeZlib() === undefined);
}
