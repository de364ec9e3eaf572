import type { ByteSource } from "./byte-source.ts";
import { checkRead } from "./check-read.ts";

/**
 * A source over bytes in memory. Nothing is copied: reads are views of `bytes`, so leave them unchanged while it is in use.
 *
 * @param name The path or URL that the bytes came from, for messages and for finding neighbours.
 */
export function memorySource(bytes: Uint8Array, name?: string): ByteSource {
  const byteLength = bytes.byteLength;
  let held: Uint8Array | undefined = bytes;
  return {
    byteLength,
    ...(name === undefined ? {} : { name }),
    async read(offset, length, options) {
      checkRead({ byteLength, name, closed: held === undefined }, offset, length, options?.signal);
      return (held as Uint8Array).subarray(offset, offset + length);
    },
    async close() {
      held = undefined;
    },
  };
}
