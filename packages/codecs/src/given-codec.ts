import { hdmfError } from "@hdmf-ts/errors";
import type { Codec, Filter, FilterDecoder } from "./codec.ts";
import { mostBytes } from "./damage.ts";
import { decodeOnly } from "./decode-only.ts";

/** The codec over a decoder that a caller gave. */
export function givenCodec({ name, options = [] }: Filter, decode: FilterDecoder): Codec {
  return decodeOnly(name, async (bytes, context = {}) => {
    const decoded: unknown = await decode(bytes, { options, maxBytes: mostBytes(context) });
    if (!isBytes(decoded)) {
      throw hdmfError("invalid", `the decoder that was given for ${name} returned something else than a Uint8Array`);
    }
    // The methods of a subclass such as Node's `Buffer` do other things.
    return new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength);
  });
}

function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}
