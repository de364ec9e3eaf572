import type { DecodeContext, Filter } from "./codec.ts";

/**
 * Runs filters in threads of its own. `openCodecPool` of `@hdmf-ts/codecs/worker` makes one, anything of this shape fits. Whoever makes it
 * closes it; it can serve many files at once. Bytes that are passed are copied and stay the caller's, not to be changed before the
 * call is done; what comes back is new memory.
 */
export interface CodecPool {
  /** What `encodeChunk` does. @throws `closed` after `close`, `io` where a thread cannot be started or ended too early */
  encode(
    filters: readonly Filter[],
    bytes: Uint8Array,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Uint8Array>;
  /** What `decodeChunk` does. @throws as `encode` */
  decode(
    filters: readonly Filter[],
    bytes: Uint8Array,
    options?: DecodeContext & { readonly filterMask?: number },
  ): Promise<Uint8Array>;
  /** Ends the threads; calls that are not done reject with `closed`. */
  close(): Promise<void>;
}
