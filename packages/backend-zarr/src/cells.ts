import { type ArrayData, decodeUtf8, numbersFromBytes } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { itemSize, type ZarrType } from "./zarr-type.ts";

export type ByteOrder = "little" | "big";

/** Where cells of a fixed size lie: the first byte of the first one, and the distance between two. */
export interface CellPlace {
  readonly order: ByteOrder;
  readonly offset?: number;
  readonly stride?: number;
}

/** `count` cells of a fixed size as data of `typeDtype(type)`; new memory. */
export function readCells(type: ZarrType, bytes: Uint8Array, count: number, place: CellPlace): ArrayData {
  const size = itemSize(type) ?? 0;
  const { order, offset = 0, stride = size } = place;
  switch (type.kind) {
    case "number":
      return numbersFromBytes(type.name, bytes, count, { byteOrder: order, offset, stride });
    case "bool": {
      const flags = new Uint8Array(count);
      for (let i = 0; i < count; i++) flags[i] = bytes[offset + i * stride] === 0 ? 0 : 1;
      return flags;
    }
    case "complex":
      return numbersFromBytes(type.base, gather(bytes, count, size, offset, stride), 2 * count, { byteOrder: order });
    case "time":
      if (type.name === "datetime64")
        return numbersFromBytes("int64", bytes, count, { byteOrder: order, offset, stride });
      return { bytes: swapped(gather(bytes, count, size, offset, stride), order, 8), itemSize: 8 };
    case "raw":
      return { bytes: gather(bytes, count, size, offset, stride), itemSize: size };
    case "bytes-text":
      return textOf(count, (i) => {
        const start = offset + i * stride;
        return decodeUtf8(trimmed(bytes.subarray(start, start + size)));
      });
    case "utf32": {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return textOf(count, (i) => readUtf32(view, offset + i * stride, size, order));
    }
    case "struct": {
      const columns = new Map<string, ArrayData>();
      let at = offset;
      for (const field of type.fields) {
        columns.set(field.name, readCells(field.type, bytes, count, { order, offset: at, stride }));
        at += itemSize(field.type) ?? 0;
      }
      return columns;
    }
    default:
      throw hdmfError("malformed", `Elements of ${type.kind} have no fixed size`);
  }
}

function readUtf32(view: DataView, start: number, size: number, order: ByteOrder): string {
  const points: number[] = [];
  let used = 0;
  for (let at = 0; at < size; at += 4) {
    const point = view.getUint32(start + at, order === "little");
    if (point > 0x10ffff) throw hdmfError("malformed", `${point} is no character of UTF-32 text`);
    points.push(point);
    if (point !== 0) used = points.length;
    else if (used + 64 < points.length && isZero(view, start + at, start + size)) break;
  }
  let text = "";
  for (let i = 0; i < used; i += 4096) text += String.fromCodePoint(...points.slice(i, Math.min(used, i + 4096)));
  return text;
}

function isZero(view: DataView, start: number, stop: number): boolean {
  for (let at = start; at < stop; at += 4) if (view.getUint32(at) !== 0) return false;
  return true;
}

function textOf(count: number, cell: (index: number) => string): string[] {
  const texts = new Array<string>(count);
  for (let i = 0; i < count; i++) texts[i] = cell(i);
  return texts;
}

function trimmed(cell: Uint8Array): Uint8Array {
  let end = cell.length;
  while (end > 0 && cell[end - 1] === 0) end--;
  return cell.subarray(0, end);
}

/** Cells packed without gaps, in new memory. */
function gather(bytes: Uint8Array, count: number, size: number, offset: number, stride: number): Uint8Array {
  if (stride === size) return bytes.slice(offset, offset + count * size);
  const packed = new Uint8Array(count * size);
  for (let i = 0; i < count; i++) packed.set(bytes.subarray(offset + i * stride, offset + i * stride + size), i * size);
  return packed;
}

/** Items of `width` bytes turned from or to little endian. */
export function swapped(bytes: Uint8Array, order: ByteOrder, width: number): Uint8Array {
  if (order === "little") return bytes;
  const turned = bytes.slice();
  for (let at = 0; at + width <= turned.length; at += width) turned.subarray(at, at + width).reverse();
  return turned;
}
