import { hdmfError } from "@hdmf-ts/errors";
import { BitReader } from "./bit-reader.ts";
import { BitWriter } from "./bit-writer.ts";
import type { Codec, DecodeContext, Filter } from "./codec.ts";
import { checkDeclared, damaged } from "./damage.ts";

/** Packs the elements of a type, one after the other. */
interface PackedType {
  /** Bytes in the result. */
  readonly size: number;
  /** Bits when packed. */
  readonly bits: number;
  /** Reads an element from the packed bits and writes it at an offset of the result. */
  unpack(reader: BitReader, result: Uint8Array, at: number): void;
  /** The opposite. */
  pack(bytes: Uint8Array, at: number, writer: BitWriter): void;
}

/** Types stand in types no deeper than this. */
const maxDepth = 32;

/**
 * HDF5's `nbit` (filter 5): of each number just the bits that its type uses, one number behind the other. All bits around them are 0 when
 * they are decoded.
 */
export function nbitCodec(filter: Filter): Codec {
  const options = filter.options ?? [];
  return {
    decode: (bytes, context = {}) => (options[1] === 1 ? bytes : decodeNbit(bytes, options, context)),
    encode: (bytes) => (options[1] === 1 ? bytes : encodeNbit(bytes, options)),
  };
}

/** The client data: its length, whether nothing is packed, the count of elements, then the type. */
function settingsOf(options: readonly number[]): { readonly count: number; readonly type: PackedType } {
  let at = 2;
  const next = (): number => {
    const value = options[at++];
    if (value !== undefined) return value >>> 0;
    throw damaged("nbit", "the settings of its filter end too early");
  };
  return { count: next(), type: readType(next, 0) };
}

function encodeNbit(bytes: Uint8Array, options: readonly number[]): Uint8Array {
  const { count, type } = settingsOf(options);
  if (bytes.length !== count * type.size)
    throw hdmfError("invalid", `nbit is set for ${count * type.size} bytes, not for ${bytes.length}`);
  const result = new Uint8Array(Math.floor((count * type.bits) / 8) + 1);
  const writer = new BitWriter(result);
  for (let at = 0; at < bytes.length; at += type.size) type.pack(bytes, at, writer);
  return result;
}

function decodeNbit(bytes: Uint8Array, options: readonly number[], context: DecodeContext): Uint8Array {
  const { count, type } = settingsOf(options);
  const possible = type.bits === 0 ? 0 : Math.floor((bytes.length * 8) / type.bits) * type.size;
  checkDeclared("nbit", count * type.size, possible, context);
  const result = new Uint8Array(count * type.size);
  const reader = new BitReader(bytes, "nbit");
  for (let to = 0; to < result.length; to += type.size) type.unpack(reader, result, to);
  return result;
}

function readType(next: () => number, depth: number): PackedType {
  if (depth > maxDepth) throw damaged("nbit", `its types are nested deeper than ${maxDepth}`);
  const kind = next();
  const size = next();
  switch (kind) {
    case 1:
      return numberType(size, next() === 1, next(), next());
    case 2:
      return arrayType(size, readType(next, depth + 1));
    case 3:
      return compoundType(size, next, depth);
    case 4:
      return arrayType(size, numberType(1, false, 8, 0));
    default:
      throw damaged("nbit", `its filter has a type of class ${kind}`);
  }
}

function numberType(size: number, isBigEndian: boolean, precision: number, offset: number): PackedType {
  if (precision === 0 || precision + offset > 8 * size)
    throw damaged("nbit", `${precision} bits at ${offset} are no number of ${size} bytes`);
  const last = Math.floor(offset / 8);
  const first = Math.floor((offset + precision - 1) / 8);
  const top = offset + precision - 8 * first;
  // Bytes by their weight, the highest first; the lowest may begin in its middle.
  const parts = Array.from({ length: first - last + 1 }, (_, index) => {
    const byte = first - index;
    const low = byte === last ? offset % 8 : 0;
    return { place: isBigEndian ? size - 1 - byte : byte, low, count: (byte === first ? top : 8) - low };
  });
  return {
    size,
    bits: precision,
    unpack(reader, result, at) {
      for (const { place, low, count } of parts) result[at + place] = reader.take(count) << low;
    },
    pack(bytes, at, writer) {
      for (const { place, low, count } of parts) writer.put(bytes[at + place]! >> low, count);
    },
  };
}

function arrayType(size: number, base: PackedType): PackedType {
  const count = size / base.size;
  if (!Number.isInteger(count) || count === 0) throw damaged("nbit", `${size} bytes hold no array of ${base.size}`);
  return {
    size,
    bits: count * base.bits,
    unpack(reader, result, at) {
      for (let to = at; to < at + size; to += base.size) base.unpack(reader, result, to);
    },
    pack(bytes, at, writer) {
      for (let from = at; from < at + size; from += base.size) base.pack(bytes, from, writer);
    },
  };
}

function compoundType(size: number, next: () => number, depth: number): PackedType {
  const members: { readonly offset: number; readonly type: PackedType }[] = [];
  let bits = 0;
  for (let missing = next(); missing > 0; missing--) {
    const offset = next();
    const type = readType(next, depth + 1);
    if (offset + type.size > size) throw damaged("nbit", `a member ends behind the ${size} bytes of its compound`);
    bits += type.bits;
    members.push({ offset, type });
  }
  return {
    size,
    bits,
    unpack(reader, result, at) {
      for (const { offset, type } of members) type.unpack(reader, result, at + offset);
    },
    pack(bytes, at, writer) {
      for (const { offset, type } of members) type.pack(bytes, at + offset, writer);
    },
  };
}
