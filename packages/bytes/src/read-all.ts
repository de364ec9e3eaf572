import type { ByteSource } from "./byte-source.ts";

/** Reads a source whole. The result may be shared with other readers: do not write into it. */
export function readAll(source: ByteSource, options?: { readonly signal?: AbortSignal }): Promise<Uint8Array> {
  return source.read(0, source.byteLength, options);
}
