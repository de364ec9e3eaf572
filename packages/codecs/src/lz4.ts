import { hdmfError } from "@hdmf-ts/errors";
import type { Codec, DecodeContext, Filter } from "./codec.ts";
import { checkDeclared, damaged } from "./damage.ts";
import { dataView } from "./data-view.ts";
import { decodeLz4Block } from "./lz4-block.ts";
import { integerOption } from "./option.ts";

/** A block grows at most by this factor when decoded: a length byte of 255 stands for 255 bytes. */
const lz4Ratio = 255;

/** Numcodecs' `lz4`: the length as 4 bytes little-endian, then one block. Option: acceleration, 1 is the best ratio. */
export function lz4Codec(filter: Filter): Codec {
  const acceleration = integerOption(filter, 0, "acceleration", { least: 0, most: 65_537, missing: 1 });
  return {
    decode(bytes, context = {}) {
      if (bytes.length < 5) throw damaged("lz4", `${bytes.length} bytes are too few`);
      const size = dataView(bytes).getUint32(0, true);
      return decodeSized(bytes.subarray(4), size, context);
    },
    encode: (bytes) => encodeSized(bytes, acceleration),
  };
}

/**
 * The framing of HDF5 filter 32004: length (8 bytes) and block length (4), then each block behind its own length (4), all
 * big-endian; a block as long as its content is stored raw. Option: bytes a block, 0 for the filter's own choice.
 */
export function lz4Hdf5Codec(filter: Filter): Codec {
  const wanted = integerOption(filter, 0, "block size", { least: 0, most: 0x7e00_0000, missing: 0 });
  return {
    decode: (bytes, context = {}) => decodeFramed(bytes, context),
    encode: (bytes) => encodeFramed(bytes, wanted === 0 ? 2 ** 30 : wanted),
  };
}

/** One LZ4 block without any length before it. */
export async function encodeLz4Block(bytes: Uint8Array, acceleration: number): Promise<Uint8Array> {
  return (await encodeSized(bytes, acceleration)).subarray(4);
}

async function encodeSized(bytes: Uint8Array, acceleration: number): Promise<Uint8Array> {
  const { default: LZ4 } = await import("numcodecs/lz4");
  return await LZ4.fromConfig({ id: "lz4", acceleration }).encode(bytes);
}

function decodeSized(block: Uint8Array, size: number, context: DecodeContext): Uint8Array {
  checkDeclared("lz4", size, block.length * lz4Ratio, context);
  const result = new Uint8Array(size);
  decodeLz4Block(block, result);
  return result;
}

function decodeFramed(bytes: Uint8Array, context: DecodeContext): Uint8Array {
  if (bytes.length < 12) throw damaged("lz4", `${bytes.length} bytes are too few`);
  const header = dataView(bytes);
  const size = header.getUint32(0) * 2 ** 32 + header.getUint32(4);
  const blockSize = header.getUint32(8);
  checkDeclared("lz4", size, bytes.length * lz4Ratio, context);
  if (blockSize === 0 && size > 0) throw damaged("lz4", "its blocks have no length");
  const result = new Uint8Array(size);
  let from = 12;
  for (let to = 0; to < size; to += blockSize) {
    const target = result.subarray(to, Math.min(to + blockSize, size));
    if (from + 4 > bytes.length) throw damaged("lz4", "it ends before its last block");
    const stored = header.getUint32(from);
    from += 4;
    const block = bytes.subarray(from, from + stored);
    if (block.length !== stored) throw damaged("lz4", "it ends inside a block");
    if (stored === target.length) target.set(block);
    else decodeLz4Block(block, target);
    from += stored;
  }
  return result;
}

async function encodeFramed(bytes: Uint8Array, wanted: number): Promise<Uint8Array> {
  const blockSize = Math.min(wanted, bytes.length);
  const blocks: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += blockSize) {
    const raw = bytes.subarray(from, from + blockSize);
    const packed = await encodeLz4Block(raw, 1);
    blocks.push(packed.length < raw.length ? packed : raw);
  }
  const total = blocks.reduce((sum, block) => sum + 4 + block.length, 12);
  if (total > 2 ** 32) throw hdmfError("limit", `a chunk of ${bytes.length} bytes is too large for lz4`);
  const result = new Uint8Array(total);
  const header = dataView(result);
  header.setUint32(0, Math.floor(bytes.length / 2 ** 32));
  header.setUint32(4, bytes.length >>> 0);
  header.setUint32(8, blockSize);
  let to = 12;
  for (const block of blocks) {
    header.setUint32(to, block.length);
    result.set(block, to + 4);
    to += 4 + block.length;
  }
  return result;
}
