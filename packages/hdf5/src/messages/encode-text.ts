import { encodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";

/**
 * The bytes of a name or path that ends with a NUL in the file, without it.
 *
 * @param what Names it in messages, as "The path of a soft link".
 * @throws `invalid` for text that holds a NUL
 */
export function encodeTerminated(text: string, what: string): Uint8Array {
  if (!text.includes("\0")) return encodeUtf8(text);
  throw hdmfError("invalid", `${what} cannot be kept: ${JSON.stringify(text.slice(0, 60))} holds a NUL`);
}
