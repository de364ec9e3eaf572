import {
  type ArrayData,
  allocate,
  type Columns,
  concatData,
  type Dtype,
  decodeUtf8,
  elementCount,
  encodeUtf8,
  isCompound,
  type Ragged,
  type References,
  type Regions,
  sliceData,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { readCells, writeCells } from "./cells.ts";
import { type PathOfId, referencesFromTexts, referenceText, regionsFromTexts, regionText } from "./reference-text.ts";
import { representationOf } from "./representation.ts";
import { itemSize, type ZarrType } from "./zarr-type.ts";

/**
 * Elements that no Zarr type can say, as byte strings. Little endian throughout: numbers as they are; text and references (paths, regions
 * as JSON) with a 4-byte length before them; compounds field by field and arrays member by member without gaps; the list of a vlen with a 4-byte count
 * before it, but at the top, where its bytes are the whole element: `numpy.frombuffer` reads a vlen of numbers.
 */
export function packElements(dtype: Dtype, data: ArrayData, count: number, pathOf: PathOfId): Ragged {
  const parts: Uint8Array[] = [];
  const offsets = new Float64Array(count + 1);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const out: Uint8Array[] = [];
    packOne(dtype, data, i, true, out, pathOf);
    for (const part of out) {
      parts.push(part);
      total += part.length;
    }
    offsets[i + 1] = total;
  }
  const values = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return { values, offsets };
}

const fixedType = (dtype: Dtype): ZarrType | undefined => {
  if (typeof dtype === "object" && ("array" in dtype || "vlen" in dtype)) return undefined;
  if (isCompound(dtype)) return undefined;
  const { type } = representationOf(dtype);
  return itemSize(type) === undefined ? undefined : type;
};

function packOne(dtype: Dtype, data: ArrayData, i: number, top: boolean, out: Uint8Array[], pathOf: PathOfId): void {
  const counted = (bytes: Uint8Array): void => {
    out.push(new Uint8Array(Uint32Array.of(bytes.length).buffer), bytes);
  };
  const fixed = fixedType(dtype);
  if (fixed !== undefined) {
    const cell = new Uint8Array(itemSize(fixed) ?? 0);
    writeCells(fixed, sliceData(dtype, data, i, i + 1), 1, cell, { order: "little" });
    out.push(cell);
  } else if (dtype === "utf8" || dtype === "ascii") counted(encodeUtf8((data as readonly string[])[i] ?? ""));
  else if (dtype === "reference") counted(encodeUtf8(referenceText(data as References, i, pathOf)));
  else if (dtype === "region") counted(encodeUtf8(regionText(data as Regions, i, pathOf)));
  else if (isCompound(dtype))
    for (const field of dtype) packOne(field.dtype, column(data, field.name), i, false, out, pathOf);
  else if (typeof dtype === "object" && "array" in dtype) {
    const members = elementCount(dtype.array);
    for (let k = 0; k < members; k++) packOne(dtype.base, data, i * members + k, false, out, pathOf);
  } else if (typeof dtype === "object" && "vlen" in dtype) {
    const { values, offsets } = data as Ragged;
    const [start, stop] = [offsets[i] ?? 0, offsets[i + 1] ?? 0];
    if (!top) out.push(new Uint8Array(Uint32Array.of(stop - start).buffer));
    const inner = fixedType(dtype.vlen);
    if (inner === undefined) for (let k = start; k < stop; k++) packOne(dtype.vlen, values, k, false, out, pathOf);
    else {
      const cells = new Uint8Array((stop - start) * (itemSize(inner) ?? 0));
      writeCells(inner, sliceData(dtype.vlen, values, start, stop), stop - start, cells, { order: "little" });
      out.push(cells);
    }
  } else packUnknown(dtype, data, i, out);
}

/** A complex of half precision: the one fixed-size type that Zarr has no name for. */
function packUnknown(dtype: Dtype, data: ArrayData, i: number, out: Uint8Array[]): void {
  if (typeof dtype === "object" && "complex" in dtype)
    out.push(new Uint8Array((data as Float32Array).slice(2 * i, 2 * i + 2).buffer));
}

const column = (data: ArrayData, name: string): ArrayData => {
  const found = (data as Columns).get(name);
  if (found === undefined) throw hdmfError("invalid", `The field ${name} is missing`);
  return found;
};

/**
 * The opposite of {@link packElements}. An element of no bytes (the fill value) is as {@link allocate} makes it.
 * @throws `malformed`
 */
export function unpackElements(dtype: Dtype, packed: Ragged): ArrayData {
  const bytes = packed.values as Uint8Array;
  const parts: ArrayData[] = [];
  for (let i = 0; i + 1 < packed.offsets.length; i++) {
    const cursor = { bytes: bytes.subarray(packed.offsets[i], packed.offsets[i + 1]), at: 0 };
    if (cursor.bytes.length === 0) parts.push(allocate(dtype, 1));
    else {
      parts.push(unpackOne(dtype, true, cursor));
      if (cursor.at !== cursor.bytes.length) damaged(`it has ${cursor.bytes.length - cursor.at} bytes too many`);
    }
  }
  return concatData(dtype, parts);
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function damaged(why: string): never {
  throw hdmfError("malformed", `A packed element is damaged: ${why}`);
}

function take(cursor: Cursor, length: number): Uint8Array {
  const part = cursor.bytes.subarray(cursor.at, cursor.at + length);
  if (part.length !== length) damaged("it ends too early");
  cursor.at += length;
  return part;
}

const takeCount = (cursor: Cursor): number => {
  const part = take(cursor, 4);
  return new DataView(part.buffer, part.byteOffset, 4).getUint32(0, true);
};

const takeText = (cursor: Cursor): string => decodeUtf8(take(cursor, takeCount(cursor)));

function unpackOne(dtype: Dtype, top: boolean, cursor: Cursor): ArrayData {
  const fixed = fixedType(dtype);
  if (fixed !== undefined) return readCells(fixed, take(cursor, itemSize(fixed) ?? 0), 1, { order: "little" });
  if (dtype === "utf8" || dtype === "ascii") return [takeText(cursor)];
  if (dtype === "reference") return referencesFromTexts([takeText(cursor)]);
  if (dtype === "region") return regionsFromTexts([takeText(cursor)]);
  if (isCompound(dtype))
    return new Map(dtype.map((field) => [field.name, unpackOne(field.dtype, false, cursor)] as const));
  if (typeof dtype === "object" && "array" in dtype)
    return concatData(
      dtype.base,
      Array.from({ length: elementCount(dtype.array) }, () => unpackOne(dtype.base, false, cursor)),
    );
  if (typeof dtype === "object" && "vlen" in dtype) return unpackVlen(dtype.vlen, top, cursor);
  if (typeof dtype === "object" && "complex" in dtype) return new Float32Array(take(cursor, 8).slice().buffer);
  return damaged("its type is not known");
}

function unpackVlen(dtype: Dtype, top: boolean, cursor: Cursor): Ragged {
  const fixed = fixedType(dtype);
  const rest = cursor.bytes.length - cursor.at;
  if (fixed !== undefined) {
    const size = itemSize(fixed) ?? 1;
    const count = top ? rest / size : takeCount(cursor);
    if (!Number.isInteger(count)) damaged(`${rest} bytes are no whole number of members`);
    const values = readCells(fixed, take(cursor, count * size), count, { order: "little" });
    return { values, offsets: Float64Array.of(0, count) };
  }
  const members: ArrayData[] = [];
  const count = top ? Number.POSITIVE_INFINITY : takeCount(cursor);
  while (members.length < count && cursor.at < cursor.bytes.length) members.push(unpackOne(dtype, false, cursor));
  if (!top && members.length !== count) damaged("members are missing");
  return { values: concatData(dtype, members), offsets: Float64Array.of(0, members.length) };
}
