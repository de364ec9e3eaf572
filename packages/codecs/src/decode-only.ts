import { hdmfError } from "@hdmf-ts/errors";
import type { Codec } from "./codec.ts";

/** A codec that cannot encode. */
export function decodeOnly(name: string, decode: Codec["decode"]): Codec {
  return {
    decode,
    encode: () => {
      throw hdmfError("unsupported", `data cannot be encoded with ${name}`, { hint: "use deflate" });
    },
  };
}
