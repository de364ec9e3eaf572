import { hdmfError } from "@hdmf-ts/errors";
import { bitUnshuffle } from "./bit-shuffle.ts";
import { type BloscHeader, bloscHeaderBytes, readBloscHeader } from "./blosc-header.ts";
import { decodeBlosclzBlock } from "./blosclz-block.ts";
import type { DecodeContext } from "./codec.ts";
import { damaged } from "./damage.ts";
import { dataView } from "./data-view.ts";
import { decodeDeflate } from "./deflate.ts";
import { decodeLz4Block } from "./lz4-block.ts";
import { unshuffle } from "./shuffle.ts";
import { decodeZstd } from "./zstd.ts";

/** Blocks are cut into streams only for elements up to the first, and streams not shorter than the second. */
const mostStreams = 16;
const leastStreamBytes = 128;

/**
 * Decodes a blosc 1 buffer, block by block, and reports any damage: the C library's own decoder, as numcodecs wraps it,
 * gives zeros instead.
 */
export async function decodeBlosc(bytes: Uint8Array, context: DecodeContext): Promise<Uint8Array> {
  const header = readBloscHeader(bytes, context);
  const { size, blockSize } = header;
  if (header.raw) {
    if (bytes.length === bloscHeaderBytes + size) return bytes.slice(bloscHeaderBytes);
    throw damaged("blosc", `${bytes.length - bloscHeaderBytes} raw bytes where ${size} are declared`);
  }
  const blocks = size === 0 ? 0 : Math.ceil(size / blockSize);
  const firstStream = bloscHeaderBytes + 4 * blocks;
  if (firstStream > bytes.length) throw damaged("blosc", `it is too short for ${blocks} blocks`);
  const view = dataView(bytes);
  const result = new Uint8Array(size);
  for (let block = 0; block < blocks; block++) {
    const at = view.getUint32(bloscHeaderBytes + 4 * block, true);
    if (at < firstStream) throw damaged("blosc", `block ${block} begins inside the header`);
    const target = result.subarray(block * blockSize, Math.min((block + 1) * blockSize, size));
    await decodeBlock(header, bytes, at, target);
    context.signal?.throwIfAborted();
    const plain = unshuffled(header, target);
    if (plain !== target) target.set(plain);
  }
  return result;
}

/** Fills `target` from the streams at `at`. */
async function decodeBlock(header: BloscHeader, bytes: Uint8Array, at: number, target: Uint8Array): Promise<void> {
  const { elementSize, blockSize } = header;
  const splits =
    header.split &&
    elementSize <= mostStreams &&
    target.length === blockSize &&
    Math.floor(blockSize / elementSize) >= leastStreamBytes
      ? elementSize
      : 1;
  const streamBytes = Math.floor(target.length / splits);
  if (streamBytes * splits !== target.length)
    throw damaged("blosc", `blocks of ${blockSize} bytes cannot be cut for elements of ${elementSize}`);
  const view = dataView(bytes);
  let from = at;
  for (let split = 0; split < splits; split++) {
    if (from + 4 > bytes.length) throw damaged("blosc", "it ends before its last stream");
    const stored = view.getUint32(from, true);
    from += 4;
    if (stored > bytes.length - from) throw damaged("blosc", "it ends inside a stream");
    const part = target.subarray(split * streamBytes, (split + 1) * streamBytes);
    // One after the other: the rejection of a stream that nobody waits for any more would end the process.
    const pending = decodeStream(header, bytes.subarray(from, from + stored), part);
    if (pending !== undefined) await pending;
    from += stored;
  }
}

/** A promise only where a decoder needs one. */
function decodeStream(header: BloscHeader, stream: Uint8Array, target: Uint8Array): Promise<void> | undefined {
  // A stream as long as its content is stored raw.
  if (stream.length === target.length) {
    target.set(stream);
    return undefined;
  }
  switch (header.format) {
    case "lz4":
      decodeLz4Block(stream, target);
      return undefined;
    case "blosclz":
      decodeBlosclzBlock(stream, target);
      return undefined;
    case "zstd":
      return fill(target, decodeZstd(stream, { size: target.length }));
    case "zlib":
      return fill(target, decodeDeflate("deflate", stream, { size: target.length }));
    case "snappy":
      throw hdmfError("unsupported", "blosc data with snappy inside cannot be decoded");
  }
}

async function fill(target: Uint8Array, decoded: Uint8Array | Promise<Uint8Array>): Promise<void> {
  const bytes = await decoded;
  if (bytes.length !== target.length)
    throw damaged("blosc", `a stream holds ${bytes.length} bytes where ${target.length} are expected`);
  target.set(bytes);
}

function unshuffled(header: BloscHeader, block: Uint8Array): Uint8Array {
  if (header.shuffle === "bytes") return unshuffle(block, header.elementSize);
  return header.shuffle === "bits" ? bitUnshuffle(block, header.elementSize) : block;
}
