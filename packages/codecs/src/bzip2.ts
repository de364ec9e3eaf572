import { BitReader } from "./bit-reader.ts";
import { decodeBzip2Block } from "./bzip2-block.ts";
import type { Codec, DecodeContext, Filter } from "./codec.ts";
import { damaged, mostBytes, tooLong } from "./damage.ts";
import { decodeOnly } from "./decode-only.ts";

/** bzip2 (HDF5 filter 307), decoded only. Checksums of blocks and of the whole are checked. */
export function bzip2Codec(_filter: Filter): Codec {
  return decodeOnly("bzip2", (bytes, context = {}) => decodeBzip2(bytes, context));
}

function decodeBzip2(bytes: Uint8Array, context: DecodeContext): Uint8Array {
  const reader = new BitReader(bytes, "bzip2");
  const level = reader.take(32) - 0x425a_6830;
  if (level < 1 || level > 9) throw damaged("bzip2", "it does not begin as bzip2 does");
  const most = mostBytes(context);
  const parts: Uint8Array[] = [];
  let length = 0;
  let all = 0;
  for (;;) {
    const kind = reader.take(24) * 2 ** 24 + reader.take(24);
    const expected = reader.take(32);
    if (kind === 0x1772_4538_5090) {
      if (expected !== all) throw damaged("bzip2", "its checksum is wrong");
      break;
    }
    if (kind !== 0x3141_5926_5359) throw damaged("bzip2", `no block begins at byte ${length} of the result`);
    const part = decodeBzip2Block(reader, level * 100_000, most - length);
    if (part === undefined) throw tooLong("bzip2", context);
    if (checksum(part) !== expected) throw damaged("bzip2", `the checksum of block ${parts.length} is wrong`);
    all = (((all << 1) | (all >>> 31)) ^ expected) >>> 0;
    length += part.length;
    parts.push(part);
  }
  if (parts.length === 1) return parts[0]!;
  const result = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** The CRC-32 that begins with the highest bit. */
function checksum(bytes: Uint8Array): number {
  const table = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte << 24;
    for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c1_1db7 : 0);
    table[byte] = value;
  }
  let crc = -1;
  for (let at = 0; at < bytes.length; at++) crc = (crc << 8) ^ table[(crc >>> 24) ^ bytes[at]!]!;
  return ~crc >>> 0;
}
