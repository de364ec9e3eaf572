import { adler32 } from "./checksums.ts";
import type { DecodeContext } from "./codec.ts";
import { damaged, mostBytes, tooLong } from "./damage.ts";
import { dataView } from "./data-view.ts";
import type { DeflateFormat } from "./deflate.ts";

/** Below this a stream of the browser costs more to set up than it saves. */
const streamBytes = 65_536;

/**
 * Decodes by the browser's stream, which checks the checksum and can be stopped at a length; small zlib data by fflate, as
 * numcodecs brings it, which does neither: at most 64 MiB can come of it, and the checksum is checked here.
 */
export async function decodeInBrowser(
  format: DeflateFormat,
  bytes: Uint8Array,
  context: DecodeContext,
): Promise<Uint8Array> {
  if (format === "deflate" && bytes.length < streamBytes) return decodeSmall(bytes, context);
  try {
    return await collect(bytes, new DecompressionStream(format), {
      expected: context.size ?? streamBytes,
      most: mostBytes(context),
      tooMany: () => tooLong(format, context),
    });
  } catch (cause) {
    throw cause instanceof TypeError ? damaged(format, cause.message, cause) : cause;
  }
}

/** Encodes by the browser's stream, whose level cannot be chosen, or by fflate for little data and level 0. */
export async function encodeInBrowser(format: DeflateFormat, bytes: Uint8Array, level: number): Promise<Uint8Array> {
  if (format === "deflate" && (bytes.length < streamBytes || level === 0)) {
    const { default: Zlib } = await import("numcodecs/zlib");
    return await Zlib.fromConfig({ id: "zlib", level }).encode(bytes);
  }
  return collect(bytes, new CompressionStream(format), { expected: streamBytes, most: Number.POSITIVE_INFINITY });
}

async function decodeSmall(bytes: Uint8Array, context: DecodeContext): Promise<Uint8Array> {
  if (bytes.length < 8) throw damaged("deflate", `${bytes.length} bytes are too few`);
  const { default: Zlib } = await import("numcodecs/zlib");
  let result: Uint8Array;
  try {
    result = await Zlib.fromConfig({ id: "zlib" }).decode(bytes);
  } catch (cause) {
    throw damaged("deflate", (cause as Error).message, cause);
  }
  if (result.length > mostBytes(context)) throw tooLong("deflate", context);
  const stored = dataView(bytes).getUint32(bytes.length - 4);
  if (stored !== adler32(result)) throw damaged("deflate", "its checksum does not fit its content");
  return result;
}

/** Sends bytes through a stream and gathers at most `most` of what comes out. */
async function collect(
  bytes: Uint8Array,
  stream: { readonly readable: ReadableStream<Uint8Array>; readonly writable: WritableStream<BufferSource> },
  bounds: { readonly expected: number; readonly most: number; readonly tooMany?: () => Error },
): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  // A failure also reaches the reader, which reports it.
  const ignore = (): void => {};
  writer.write(bytes as BufferSource).catch(ignore);
  writer.close().catch(ignore);
  const reader = stream.readable.getReader();
  let result = new Uint8Array(bounds.expected);
  let length = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    const next = length + step.value.length;
    if (next > bounds.most) {
      await reader.cancel();
      throw bounds.tooMany?.();
    }
    if (next > result.length) {
      const larger = new Uint8Array(Math.max(next, 2 * result.length));
      larger.set(result.subarray(0, length));
      result = larger;
    }
    result.set(step.value, length);
    length = next;
  }
  return result.subarray(0, length);
}
