import { hdmfError } from "@hdmf-ts/errors";
import type { Codec, DecodeContext, Filter } from "./codec.ts";
import { checkDeclared, damaged, mostBytes, tooLong } from "./damage.ts";
import { integerOption } from "./option.ts";
import { type ZstdFrame, zstdFrames } from "./zstd-frame.ts";

/** Zstandard. Option: level up to 22; 0 is the library's own choice, 3; below 0 the level is 1. */
export function zstdCodec(filter: Filter): Codec {
  // HDF5 keeps client data unsigned, so a negative level comes back as a large number.
  const level = integerOption(filter, 0, "level", { least: -131_072, most: 2 ** 32 - 1, missing: 0 }) | 0;
  return {
    decode: (bytes, context = {}) => decodeZstd(bytes, context),
    encode: (bytes) => encodeZstd(bytes, level === 0 ? 3 : level),
  };
}

/** Encodes into one frame that says the length of its content. */
export async function encodeZstd(bytes: Uint8Array, level: number): Promise<Uint8Array> {
  const { default: Zstd } = await import("numcodecs/zstd");
  return await Zstd.fromConfig({ id: "zstd", level: Math.max(1, level) }).encode(bytes);
}

/** Decodes all frames; their lengths are checked against `context` before memory is taken. */
export async function decodeZstd(bytes: Uint8Array, context: DecodeContext): Promise<Uint8Array> {
  const frames = zstdFrames(bytes);
  if (frames.length === 0) throw damaged("zstd", "it has no frame");
  checkFrames(frames, context);
  const { default: Zstd } = await import("numcodecs/zstd");
  const codec = Zstd.fromConfig({ id: "zstd" });
  const parts: Uint8Array[] = [];
  for (const frame of frames) parts.push(await decodeFrame(codec, bytes, frame));
  return parts.length === 1 ? parts[0]! : joined(parts);
}

function checkFrames(frames: readonly ZstdFrame[], context: DecodeContext): void {
  let declared = 0;
  for (const frame of frames) {
    const size = frame.contentSize ?? 0;
    if (size > frame.possible)
      throw damaged("zstd", `a frame declares ${size} bytes but can hold at most ${frame.possible}`);
    declared += size;
  }
  if (frames.every((frame) => frame.contentSize !== undefined))
    checkDeclared("zstd", declared, Number.POSITIVE_INFINITY, context);
  // A frame of unknown length must not be able to fill the memory: its blocks bound it, one block of slack.
  else if (frames.reduce((sum, frame) => sum + (frame.contentSize ?? frame.possible), 0) > bombBytes(context))
    throw tooLong("zstd", context);
}

function bombBytes(context: DecodeContext): number {
  return Math.max(2 ** 26, 2 * mostBytes(context));
}

/** What numcodecs lost so far: it never frees the memory of a decoding that failed, and has 2 GiB in all. */
let lostBytes = 0;
const mostLostBytes = 2 ** 30;

async function decodeFrame(
  codec: { decode(bytes: Uint8Array): Uint8Array | Promise<Uint8Array> },
  bytes: Uint8Array,
  frame: ZstdFrame,
): Promise<Uint8Array> {
  if (lostBytes > mostLostBytes) throw outOfMemory();
  let result: Uint8Array;
  try {
    result = await codec.decode(bytes.subarray(frame.start, frame.stop));
  } catch (cause) {
    lostBytes += frame.contentSize ?? frame.possible;
    const { message } = cause as Error;
    throw message.includes("runtime_error") ? damaged("zstd", message, cause) : outOfMemory(cause);
  }
  if (frame.contentSize === undefined || frame.contentSize === result.length) return result;
  throw damaged("zstd", `a frame holds ${result.length} bytes where it declares ${frame.contentSize}`);
}

function outOfMemory(cause?: unknown): Error {
  return hdmfError("limit", "the zstd decoder is out of memory", {
    hint: "use smaller chunks; after much damaged data, only a new start of the program frees its memory",
    cause,
  });
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of parts) {
    result.set(part, to);
    to += part.length;
  }
  return result;
}
