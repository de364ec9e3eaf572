import type { Codec, DecodeContext, Filter } from "./codec.ts";
import { checkDeclared, damaged, mostBytes } from "./damage.ts";
import { decodeInBrowser, encodeInBrowser } from "./deflate-browser.ts";
import { decodeInNode, encodeInNode } from "./deflate-node.ts";
import { nodeZlib } from "./node-zlib.ts";
import { integerOption } from "./option.ts";

/** How a deflated stream is wrapped: `deflate` is the zlib wrapping, the web platform's and HDF5's name for it. */
export type DeflateFormat = "deflate" | "gzip";

/** No stream of deflate holds more than this many bytes a byte. */
const deflateRatio = 1032;

/** HDF5's deflate and Zarr's zlib. Option: level 0 to 9; -1 or none is zlib's own choice, 6. */
export function deflateCodec(filter: Filter): Codec {
  return makeCodec("deflate", filter);
}

/** Gzip. Option: level 0 to 9; -1 or none is zlib's own choice, 6. */
export function gzipCodec(filter: Filter): Codec {
  return makeCodec("gzip", filter);
}

function makeCodec(format: DeflateFormat, filter: Filter): Codec {
  const option = integerOption(filter, 0, "level", { least: -1, most: 9, missing: -1 });
  const level = option === -1 ? 6 : option;
  return {
    decode: (bytes, context = {}) => decodeDeflate(format, bytes, context),
    encode: (bytes) => encodeDeflate(format, bytes, level),
  };
}

/** Decodes a stream; the result is at most `context.size`, or `context.maxBytes`, long. */
export function decodeDeflate(
  format: DeflateFormat,
  bytes: Uint8Array,
  context: DecodeContext,
): Uint8Array | Promise<Uint8Array> {
  const possible = bytes.length * deflateRatio;
  if (context.size !== undefined && context.size > possible) checkDeclared(format, context.size, possible, context);
  if (bytes.length === 0) throw damaged(format, "it is empty");
  const bounded = { ...context, maxBytes: Math.min(mostBytes(context), 2 ** 32 - 1) };
  const zlib = nodeZlib();
  return zlib === undefined ? decodeInBrowser(format, bytes, bounded) : decodeInNode(zlib, format, bytes, bounded);
}

/** Encodes a stream. */
export function encodeDeflate(
  format: DeflateFormat,
  bytes: Uint8Array,
  level: number,
): Uint8Array | Promise<Uint8Array> {
  const zlib = nodeZlib();
  return zlib === undefined ? encodeInBrowser(format, bytes, level) : encodeInNode(zlib, format, bytes, level);
}
