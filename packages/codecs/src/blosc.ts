import { decodeBlosc } from "./blosc-decode.ts";
import { encodeBlosc } from "./blosc-encode.ts";
import { bloscSettings } from "./blosc-settings.ts";
import type { Codec, Filter } from "./codec.ts";

/** Blosc 1. Decoding needs no options; for encoding see `bloscSettings`. */
export function bloscCodec(filter: Filter): Codec {
  return {
    decode: (bytes, context = {}) => decodeBlosc(bytes, context),
    encode: async (bytes) => encodeBlosc(bytes, bloscSettings(filter)),
  };
}
