import type { Codec } from "./codec.ts";
import { damaged } from "./damage.ts";
import { dataView } from "./data-view.ts";

/** Fletcher's sum of 32 bits behind the bytes, little-endian, as HDF5 and numcodecs write it; checked when decoding. */
export function fletcher32Codec(): Codec {
  return checksumCodec("fletcher32", fletcher32, swapHalves);
}

/** CRC-32C (Castagnoli) behind the bytes, little-endian, as in Zarr; checked when decoding. */
export function crc32cCodec(): Codec {
  return checksumCodec("crc32c", crc32c);
}

/** @param other What old writers made of the checksum instead. */
function checksumCodec(name: string, sum: (bytes: Uint8Array) => number, other?: (sum: number) => number): Codec {
  return {
    decode(bytes) {
      const end = bytes.length - 4;
      if (end < 0) throw damaged(name, `${bytes.length} bytes are too few for a checksum`);
      const content = bytes.subarray(0, end);
      const stored = dataView(bytes).getUint32(end, true);
      const computed = sum(content);
      if (stored === computed || stored === other?.(computed)) return content;
      throw damaged(name, `the checksum is ${hex(stored)} but its ${end} bytes give ${hex(computed)}`);
    },
    encode(bytes) {
      const result = new Uint8Array(bytes.length + 4);
      result.set(bytes);
      dataView(result).setUint32(bytes.length, sum(bytes), true);
      return result;
    },
    encodedSize: (size) => size + 4,
  };
}

/** HDF5 before 1.6.3 swapped the bytes of each half on little-endian machines; the library still takes both. */
function swapHalves(sum: number): number {
  return (((sum & 0x00ff00ff) << 8) | ((sum >>> 8) & 0x00ff00ff)) >>> 0;
}

/** The sum over big-endian 16-bit words; an odd last byte counts as the high one. */
export function fletcher32(bytes: Uint8Array): number {
  let first = 0;
  let second = 0;
  const even = bytes.length & ~1;
  let at = 0;
  while (at < even) {
    // 360 words are the most before the second sum could pass 32 bits.
    const stop = Math.min(even, at + 720);
    for (; at < stop; at += 2) {
      first += (bytes[at]! << 8) | bytes[at + 1]!;
      second += first;
    }
    first = (first & 0xffff) + (first >>> 16);
    second = (second & 0xffff) + (second >>> 16);
  }
  if (even < bytes.length) {
    first += bytes[even]! << 8;
    second += first;
    first = (first & 0xffff) + (first >>> 16);
    second = (second & 0xffff) + (second >>> 16);
  }
  first = (first & 0xffff) + (first >>> 16);
  second = (second & 0xffff) + (second >>> 16);
  return ((second << 16) | first) >>> 0;
}

let crcTables: Uint32Array | undefined;

/** CRC-32C, eight bytes a step. */
export function crc32c(bytes: Uint8Array): number {
  crcTables ??= makeCrcTables();
  const t = crcTables;
  const whole = bytes.length & ~7;
  let crc = 0xffffffff;
  let i = 0;
  for (; i < whole; i += 8) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc =
      t[1792 + (crc & 255)]! ^
      t[1536 + ((crc >>> 8) & 255)]! ^
      t[1280 + ((crc >>> 16) & 255)]! ^
      t[1024 + (crc >>> 24)]! ^
      t[768 + bytes[i + 4]!]! ^
      t[512 + bytes[i + 5]!]! ^
      t[256 + bytes[i + 6]!]! ^
      t[bytes[i + 7]!]!;
  }
  for (; i < bytes.length; i++) crc = t[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Eight tables of 256: table `k` is what a byte does to the sum `k` bytes later. */
function makeCrcTables(): Uint32Array {
  const tables = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    tables[byte] = crc;
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256]!;
    tables[i] = tables[before & 255]! ^ (before >>> 8);
  }
  return tables;
}

/** The sum at the end of a zlib stream. */
export function adler32(bytes: Uint8Array): number {
  let first = 1;
  let second = 0;
  for (let at = 0; at < bytes.length; ) {
    // 3800 bytes are the most before the second sum could pass 31 bits.
    const stop = Math.min(bytes.length, at + 3800);
    for (; at < stop; at++) {
      first += bytes[at]!;
      second += first;
    }
    first %= 65521;
    second %= 65521;
  }
  return ((second << 16) | first) >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}
