import { type ArrayData, decodeUtf8, numbersFromBytes, type RegionSelection } from "@hdmf-ts/array";
import { complexBase, isBool, numberName, type StoredField, type StoredType } from "./stored-type.ts";

/** Where elements are decoded from: the memory that h5wasm fills, or bytes as they stand in the file. */
export interface ElementSource {
  /** Bytes of an element, and where a member of a compound starts. */
  size(type: StoredType): number;
  offset(field: StoredField): number;
  /** What the source did to byte order: it made all numbers little-endian, or left them as stored. */
  readonly converted: boolean;
  /** The bytes of a text of varying length whose place stands at `at`, without its end. */
  text(bytes: Uint8Array, at: number): Uint8Array;
  /** The elements of a sequence of varying length whose place stands at `at`; the source then forgets them. */
  sequence(bytes: Uint8Array, at: number, base: StoredType): { readonly count: number; readonly bytes: Uint8Array };
  region(bytes: Uint8Array, at: number): { readonly address: number; readonly selection: RegionSelection | null };
}

/** Elements that stand `stride` bytes apart, the first at `start`. */
interface Column {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly stride: number;
  readonly count: number;
}

/** Turns `count` packed elements into the data of the closed table; all memory is new. */
export function decode(type: StoredType, bytes: Uint8Array, count: number, source: ElementSource): ArrayData {
  return decodeColumn(type, { bytes, start: 0, stride: source.size(type), count }, source);
}

function decodeColumn(type: StoredType, column: Column, source: ElementSource): ArrayData {
  const complex = complexBase(type);
  if (complex !== undefined) return decodeComplex(complex, column, source);
  switch (type.kind) {
    case "integer":
    case "float":
    case "bitfield":
      return decodeNumbers(type, column, source);
    case "text":
      return decodeText(type, column, source);
    case "opaque":
      return { bytes: gather(column, type.size), itemSize: type.size };
    case "compound": {
      const columns = new Map<string, ArrayData>();
      for (const field of type.fields) {
        const start = column.start + source.offset(field);
        columns.set(field.name, decodeColumn(field.type, { ...column, start }, source));
      }
      return columns;
    }
    case "reference":
      return { ids: addresses(column) };
    case "region": {
      const regions = each(column, (at) => source.region(column.bytes, at));
      return {
        ids: Float64Array.from(regions, (region) => region.address),
        selections: regions.map((region) => region.selection),
      };
    }
    case "enum": {
      const data = decodeColumn(type.base, column, source);
      // As in h5py, all but 0 is true: 0 and 1 is what a bool holds here.
      return isBool(type) ? Uint8Array.from(data as Int8Array, (value) => (value === 0 ? 0 : 1)) : data;
    }
    case "vlen":
      return decodeRagged(type.base, column, source);
    case "array": {
      const members = type.dimensions.reduce((product, length) => product * length, 1);
      return decode(type.base, gather(column, source.size(type)), column.count * members, source);
    }
    case "complex":
      throw new Error("unreachable");
  }
}

function each<T>({ start, stride, count }: Column, read: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => read(start + index * stride));
}

function gather({ bytes, start, stride, count }: Column, size: number): Uint8Array {
  if (stride === size) return bytes.slice(start, start + count * size);
  const packed = new Uint8Array(count * size);
  for (let index = 0; index < count; index++) {
    const at = start + index * stride;
    packed.set(bytes.subarray(at, at + size), index * size);
  }
  return packed;
}

type NumberType = Extract<StoredType, { readonly big: boolean }>;

function decodeNumbers(type: NumberType, column: Column, source: ElementSource): ArrayData {
  const name = type.kind === "bitfield" ? undefined : numberName(type);
  if (name !== undefined) {
    const byteOrder = type.big && !source.converted ? "big" : "little";
    const { bytes, start, stride, count } = column;
    return numbersFromBytes(name, bytes, count, { byteOrder, offset: start, stride });
  }
  const bytes = gather(column, type.size);
  if (type.big && source.converted) {
    // As stored is the promise, and the source has turned them round.
    for (let at = 0; at < bytes.length; at += type.size) bytes.subarray(at, at + type.size).reverse();
  }
  return { bytes, itemSize: type.size };
}

function decodeComplex(base: StoredType, column: Column, source: ElementSource): ArrayData {
  const pairs = gather(column, base.size * 2);
  return decode(base, pairs, column.count * 2, source);
}

function decodeText(type: Extract<StoredType, { kind: "text" }>, column: Column, source: ElementSource): string[] {
  const { length, padding } = type.text;
  if (length === "variable") return each(column, (at) => decodeUtf8(source.text(column.bytes, at)));
  return each(column, (at) => decodeUtf8(trimText(column.bytes.subarray(at, at + length), padding)));
}

function trimText(bytes: Uint8Array, padding: "nullterm" | "nullpad" | "spacepad"): Uint8Array {
  if (padding === "nullterm") {
    const end = bytes.indexOf(0);
    return end < 0 ? bytes : bytes.subarray(0, end);
  }
  const pad = padding === "nullpad" ? 0 : 0x20;
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === pad) end--;
  // NULs alone were never written.
  if (bytes.every((byte) => byte === 0)) end = 0;
  return bytes.subarray(0, end);
}

function addresses({ bytes, start, stride, count }: Column): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ids = new Float64Array(count);
  for (let index = 0; index < count; index++) ids[index] = referenceAddress(view, start + index * stride);
  return ids;
}

/** The address that 8 bytes hold; -1 for the null reference, which is written as 0 or as all bits set. */
export function referenceAddress(view: DataView, at: number): number {
  const address = view.getBigUint64(at, true);
  return address === 0n || address === 0xffff_ffff_ffff_ffffn ? -1 : Number(address);
}

function decodeRagged(base: StoredType, column: Column, source: ElementSource): ArrayData {
  const parts = each(column, (at) => source.sequence(column.bytes, at, base));
  const offsets = new Float64Array(parts.length + 1);
  let bytes = 0;
  parts.forEach((part, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + part.count;
    bytes += part.bytes.length;
  });
  const packed = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    packed.set(part.bytes, at);
    at += part.bytes.length;
  }
  return { values: decode(base, packed, offsets[parts.length] ?? 0, source), offsets };
}
