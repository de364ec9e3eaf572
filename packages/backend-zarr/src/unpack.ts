import {
  type ArrayData,
  allocate,
  concatData,
  type Dtype,
  decodeUtf8,
  elementCount,
  isCompound,
  type Ragged,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { readCells } from "./cells.ts";
import { referencesFromTexts, regionsFromTexts } from "./reference-text.ts";
import { packedType } from "./representation.ts";
import { itemSize } from "./zarr-type.ts";
/**
 * The opposite of `packElements` (pack.ts). An element of no bytes (the fill value) is as {@link allocate} makes it.
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
  const fixed = packedType(dtype);
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
  const fixed = packedType(dtype);
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
