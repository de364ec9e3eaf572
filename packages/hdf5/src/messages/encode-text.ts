import { encodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";

/**
 * The bytes of a name or path that ends with a NUL in the file, without it.
 *
 * @param what Names it in messages, as "The path of a soft link".
 * @throws `invalid` for text that holds a NUL
 */
export function encodeTerminated(text: string, what: string): Uint8Array {
  const ascii = text.length <= shortText ? encodeAscii(text) : undefined;
  if (ascii !== undefined) return ascii;
  if (!text.includes("\0")) return encodeUtf8(text);
  throw hdmfError("invalid", `${what} cannot be kept: ${JSON.stringify(text.slice(0, 60))} holds a NUL`);
}

/** So short texts, as most names are, take less time letter by letter than a call of the platform. */
const shortText = 64;

/** `undefined` for text that holds other letters or a NUL. */
function encodeAscii(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < bytes.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0 || code > 127) return undefined;
    bytes[index] = code;
  }
  return bytes;
}

/** Whether a text has no other letters than ASCII, and no NUL. */
export function isPlainAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0 || code > 127) return false;
  }
  return true;
}
