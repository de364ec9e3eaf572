/**
 * A pool of threads that run filters, in Node and in browsers; what takes it as `pool` uses it.
 *
 * @example
 * ```ts
 * const pool = openCodecPool();
 * const stored = await encodeChunk([{ name: "zstd" }], bytes, { pool });
 * await pool.close();
 * ```
 */

export type { CodecPool } from "./codec-pool.ts";
export { type CodecPoolOptions, openCodecPool } from "./open-codec-pool.ts";
