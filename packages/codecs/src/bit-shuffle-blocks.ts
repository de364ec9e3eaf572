import { hdmfError } from "@hdmf-ts/errors";
import { bitShuffle, bitUnshuffle } from "./bit-shuffle.ts";
import type { Codec, DecodeContext, Filter } from "./codec.ts";
import { checkDeclared, damaged } from "./damage.ts";
import { dataView } from "./data-view.ts";
import { encodeLz4Block } from "./lz4.ts";
import { decodeLz4Block } from "./lz4-block.ts";
import { integerOption } from "./option.ts";
import { decodeZstd, encodeZstd } from "./zstd.ts";

/** What a byte can stand for at most in either compressor. */
const lz4Ratio = 255;
const zstdRatio = 2 ** 17;

/**
 * The filter `bitshuffle` (HDF5 filter 32008). Options: version (2), element size, elements a block (0 for the filter's own
 * choice), compressor (0 none, 2 lz4, 3 zstd), level of zstd. Blocks are shuffled, and compressed, one by one; fewer than eight elements at the end
 * are stored as they are.
 */
export function bitShuffleCodec(filter: Filter): Codec {
  const elementSize = integerOption(filter, 2, "element size", { least: 1, most: 2 ** 31, missing: 1 });
  const wanted = integerOption(filter, 3, "block size", { least: 0, most: 2 ** 31, missing: 0 });
  const block = wanted === 0 ? defaultBlock(elementSize) : wanted;
  const compressor = filter.options?.[4] ?? 0;
  const decode: Codec["decode"] = (bytes, context = {}) => {
    if (compressor === 0) return eachBlock(bytes, elementSize, block, bitUnshuffle);
    if (compressor === 2 || compressor === 3) return decodeBlocks(bytes, elementSize, compressor === 3, context);
    throw damaged("bitshuffle", `it has the compressor ${compressor}`);
  };
  if (compressor === 0) {
    const encode: Codec["encode"] = (bytes) => eachBlock(bytes, elementSize, block, bitShuffle);
    return { decode, encode, encodedSize: (size) => size };
  }
  const level = integerOption(filter, 5, "level", { least: 0, most: 2 ** 32 - 1, missing: 0 }) | 0;
  const encode: Codec["encode"] = (bytes) => {
    if (compressor === 2) return encodeBlocks(bytes, elementSize, block, (part) => encodeLz4Block(part, 1));
    if (compressor === 3)
      return encodeBlocks(bytes, elementSize, block, (part) => encodeZstd(part, level === 0 ? 3 : level));
    throw hdmfError("invalid", `bitshuffle has no compressor ${compressor}`, { hint: "use 0, 2 or 3" });
  };
  return { decode, encode };
}

/** As many elements as have 8 KiB, in eights, at least 128. */
function defaultBlock(elementSize: number): number {
  return Math.max(128, Math.floor(8192 / elementSize / 8) * 8);
}

/** Lengths in bytes of the blocks of `size` bytes; what they leave over is stored as it is. */
function blocksOf(size: number, elementSize: number, blockBytes: number): number[] {
  const eight = 8 * elementSize;
  const lengths: number[] = new Array<number>(Math.floor(size / blockBytes)).fill(blockBytes);
  const last = Math.floor((size % blockBytes) / eight) * eight;
  if (last > 0) lengths.push(last);
  return lengths;
}

/** Changes block by block; fewer than eight elements at the end stay as they are. */
function eachBlock(bytes: Uint8Array, elementSize: number, block: number, change: typeof bitShuffle): Uint8Array {
  if (block % 8 !== 0) throw damaged("bitshuffle", `its blocks have ${block} elements`);
  const result = new Uint8Array(bytes.length);
  let at = 0;
  for (const length of blocksOf(bytes.length, elementSize, block * elementSize)) {
    result.set(change(bytes.subarray(at, at + length), elementSize), at);
    at += length;
  }
  result.set(bytes.subarray(at), at);
  return result;
}

/** The length (8 bytes) and the bytes of a block (4), then each block behind its length (4), all big-endian, then what is left over. */
async function encodeBlocks(
  bytes: Uint8Array,
  elementSize: number,
  block: number,
  compress: (part: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  if (block % 8 !== 0) throw hdmfError("invalid", `bitshuffle has blocks of ${block} elements, not of eights`);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const length of blocksOf(bytes.length, elementSize, block * elementSize)) {
    parts.push(await compress(bitShuffle(bytes.subarray(from, from + length), elementSize)));
    from += length;
  }
  const result = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 12 + bytes.length - from));
  const view = dataView(result);
  view.setUint32(0, Math.floor(bytes.length / 2 ** 32));
  view.setUint32(4, bytes.length >>> 0);
  view.setUint32(8, block * elementSize);
  let to = 12;
  for (const part of parts) {
    view.setUint32(to, part.length);
    result.set(part, to + 4);
    to += 4 + part.length;
  }
  result.set(bytes.subarray(from), to);
  return result;
}

async function decodeBlocks(
  bytes: Uint8Array,
  elementSize: number,
  isZstd: boolean,
  context: DecodeContext,
): Promise<Uint8Array> {
  if (bytes.length < 12) throw damaged("bitshuffle", `${bytes.length} bytes are too few`);
  const view = dataView(bytes);
  const size = view.getUint32(0) * 2 ** 32 + view.getUint32(4);
  const blockBytes = view.getUint32(8);
  if (blockBytes === 0 || blockBytes % (8 * elementSize) !== 0)
    throw damaged("bitshuffle", `its blocks of ${blockBytes} bytes hold no eights of ${elementSize} bytes`);
  checkDeclared("bitshuffle", size, bytes.length * (isZstd ? zstdRatio : lz4Ratio), context);
  const result = new Uint8Array(size);
  let from = 12;
  let to = 0;
  for (const length of blocksOf(size, elementSize, blockBytes)) {
    if (from + 4 > bytes.length) throw damaged("bitshuffle", "it ends before its last block");
    const stored = view.getUint32(from);
    from += 4;
    const block = bytes.subarray(from, from + stored);
    if (block.length !== stored) throw damaged("bitshuffle", "it ends inside a block");
    let shuffled: Uint8Array;
    if (isZstd) shuffled = await decodeZstd(block, { size: length });
    else {
      shuffled = new Uint8Array(length);
      decodeLz4Block(block, shuffled);
    }
    if (shuffled.length !== length)
      throw damaged("bitshuffle", `a block holds ${shuffled.length} bytes, not ${length}`);
    result.set(bitUnshuffle(shuffled, elementSize), to);
    from += stored;
    to += length;
  }
  if (bytes.length - from < size - to) throw damaged("bitshuffle", "it ends before its last elements");
  result.set(bytes.subarray(from, from + size - to), to);
  return result;
}
