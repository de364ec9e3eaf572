import type { Codec, DecodeContext } from "./codec.ts";
import { checkDeclared, damaged, mostBytes, tooLong } from "./damage.ts";
import type { DeflateFormat } from "./deflate.ts";
import type { NodeZlib } from "./node-zlib.ts";

/** From here on a thread of Node's pool pays for the way to it, and leaves the event loop free. */
const poolDecodeBytes = 131_072;
const poolEncodeBytes = 16_384;
/** The most that is taken at once for a result whose length is not known. */
const mostGuessed = 2 ** 26;

/** Two bits stand for at most 258 bytes. */
const deflateRatio = 1032;

/** Decodes by Node's zlib, in one step where the length is known. */
export function decodeInNode(
  zlib: NodeZlib,
  format: DeflateFormat,
  bytes: Uint8Array,
  context: DecodeContext,
): ReturnType<Codec["decode"]> {
  if (context.size !== undefined) checkDeclared(format, context.size, deflateRatio * bytes.length, context);
  const most = mostBytes(context);
  const expected = context.size ?? Math.min(most, 4 * bytes.length, mostGuessed);
  // One byte more than the content, or zlib makes a second step to find the end.
  const options = { maxOutputLength: Math.max(1, most), chunkSize: Math.max(64, expected + 1) };
  if (expected < poolDecodeBytes)
    try {
      return plain(format === "gzip" ? zlib.gunzipSync(bytes, options) : zlib.inflateSync(bytes, options));
    } catch (cause) {
      throw decodeError(format, cause, context);
    }
  return new Promise((resolve, reject) => {
    (format === "gzip" ? zlib.gunzip : zlib.inflate)(bytes, options, (cause, result) => {
      if (cause === null) resolve(plain(result));
      else reject(decodeError(format, cause, context));
    });
  });
}

/** Encodes by Node's zlib. */
export function encodeInNode(
  zlib: NodeZlib,
  format: DeflateFormat,
  bytes: Uint8Array,
  level: number,
): ReturnType<Codec["encode"]> {
  const options = { level };
  if (bytes.length < poolEncodeBytes)
    return plain(format === "gzip" ? zlib.gzipSync(bytes, options) : zlib.deflateSync(bytes, options));
  return new Promise((resolve, reject) => {
    (format === "gzip" ? zlib.gzip : zlib.deflate)(bytes, options, (cause, result) => {
      if (cause === null) resolve(plain(result));
      else reject(cause);
    });
  });
}

/** A `Buffer` as the plain array that it is over. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function decodeError(format: DeflateFormat, cause: unknown, context: DecodeContext): Error {
  const { code, message } = cause as { readonly code?: string; readonly message: string };
  return code === "ERR_BUFFER_TOO_LARGE" ? tooLong(format, context) : damaged(format, message, cause);
}
