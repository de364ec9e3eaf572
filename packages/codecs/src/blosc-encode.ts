import { hdmfError } from "@hdmf-ts/errors";
import { bitShuffle } from "./bit-shuffle.ts";
import { bloscFlag, bloscFormats, bloscHeaderBytes } from "./blosc-header.ts";
import type { BloscSettings } from "./blosc-settings.ts";
import { dataView } from "./data-view.ts";
import { encodeDeflate } from "./deflate.ts";
import { encodeLz4Block } from "./lz4.ts";
import { shuffle } from "./shuffle.ts";
import { encodeZstd } from "./zstd.ts";

/** Less than this is stored raw, as in the C library. */
const leastBytes = 128;
const mostBytes = 2 ** 31 - 17;

/**
 * Encodes into a blosc 1 buffer with one stream a block. Unlike the encoder of numcodecs it writes the true element size,
 * without which shuffling is of little use.
 */
export async function encodeBlosc(bytes: Uint8Array, settings: BloscSettings): Promise<Uint8Array> {
  if (bytes.length > mostBytes) throw hdmfError("limit", `a chunk of ${bytes.length} bytes is too large for blosc`);
  const elementSize = settings.elementSize > 255 ? 1 : Math.max(1, settings.elementSize);
  const blockSize = chooseBlockSize(bytes.length, elementSize, settings.blockSize);
  if (bytes.length < leastBytes || settings.level === 0) return rawBuffer(bytes, elementSize, blockSize, settings);
  const blocks: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += blockSize) {
    const block = bytes.subarray(from, from + blockSize);
    const shuffled = shuffledBlock(block, elementSize, settings);
    const packed = await encodeStream(shuffled, settings);
    blocks.push(packed.length < block.length ? packed : shuffled);
  }
  const streams = bloscHeaderBytes + 4 * blocks.length;
  const total = blocks.reduce((sum, block) => sum + 4 + block.length, streams);
  if (total >= bytes.length + bloscHeaderBytes) return rawBuffer(bytes, elementSize, blockSize, settings);
  const result = new Uint8Array(total);
  writeHeader(result, bytes.length, elementSize, blockSize, flagsOf(settings) | bloscFlag.whole);
  const view = dataView(result);
  let at = streams;
  blocks.forEach((block, index) => {
    view.setUint32(bloscHeaderBytes + 4 * index, at, true);
    view.setUint32(at, block.length, true);
    result.set(block, at + 4);
    at += 4 + block.length;
  });
  return result;
}

/** Whole elements, in eights where that is possible, so that bits can be shuffled; never more than the content. */
function chooseBlockSize(size: number, elementSize: number, wanted: number): number {
  const unit = 8 * elementSize;
  const aim = wanted === 0 ? 262_144 : wanted;
  if (size <= aim) return Math.max(1, size);
  return Math.min(size, Math.max(unit, Math.floor(aim / unit) * unit));
}

function shuffledBlock(block: Uint8Array, elementSize: number, settings: BloscSettings): Uint8Array {
  if (settings.shuffle === "bytes") return shuffle(block, elementSize);
  return settings.shuffle === "bits" ? bitShuffle(block, elementSize) : block;
}

async function encodeStream(bytes: Uint8Array, { compressor, level }: BloscSettings): Promise<Uint8Array> {
  switch (compressor) {
    case "lz4":
      return encodeLz4Block(bytes, 10 - level);
    case "lz4hc":
      return encodeLz4Block(bytes, 1);
    case "zlib":
      return encodeDeflate("deflate", bytes, level);
    case "zstd":
      return encodeZstd(bytes, level < 8 ? 2 * level - 1 : level === 8 ? 20 : 22);
    default:
      throw hdmfError("unsupported", `blosc data cannot be encoded with ${compressor}`, {
        hint: "use lz4, lz4hc, zlib or zstd inside blosc",
      });
  }
}

function rawBuffer(bytes: Uint8Array, elementSize: number, blockSize: number, settings: BloscSettings): Uint8Array {
  const result = new Uint8Array(bloscHeaderBytes + bytes.length);
  writeHeader(result, bytes.length, elementSize, blockSize, flagsOf(settings) | bloscFlag.whole | bloscFlag.raw);
  result.set(bytes, bloscHeaderBytes);
  return result;
}

function flagsOf({ compressor, shuffle: kind }: BloscSettings): number {
  const format = compressor === "lz4hc" ? "lz4" : compressor;
  const shuffleFlag = kind === "bytes" ? bloscFlag.bytes : kind === "bits" ? bloscFlag.bits : 0;
  return (bloscFormats.indexOf(format) << 5) | shuffleFlag;
}

function writeHeader(result: Uint8Array, size: number, elementSize: number, blockSize: number, flags: number): void {
  const view = dataView(result);
  result.set([2, 1, flags, elementSize]);
  view.setUint32(4, size, true);
  view.setUint32(8, blockSize, true);
  view.setUint32(12, result.length, true);
}
