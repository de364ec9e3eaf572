import {
  type ArrayData,
  type Bytes,
  bytesFromNumbers,
  type Columns,
  encodeUtf8,
  type NumberArray,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { type ByteOrder, type CellPlace, swapped } from "./cells.ts";
import { itemSize, type ZarrType } from "./zarr-type.ts";
/** Puts `count` cells into `bytes`. @throws `invalid` for text that is too long for its cell. */
export function writeCells(type: ZarrType, data: ArrayData, count: number, bytes: Uint8Array, place: CellPlace): void {
  const size = itemSize(type) ?? 0;
  const { order, offset = 0, stride = size } = place;
  switch (type.kind) {
    case "number":
      scatter(
        bytesFromNumbers(type.name, data as NumberArray, { byteOrder: order }),
        bytes,
        count,
        size,
        offset,
        stride,
      );
      return;
    case "bool":
      for (let i = 0; i < count; i++) bytes[offset + i * stride] = (data as Uint8Array)[i] === 0 ? 0 : 1;
      return;
    case "complex":
      scatter(
        bytesFromNumbers(type.base, data as NumberArray, { byteOrder: order }),
        bytes,
        count,
        size,
        offset,
        stride,
      );
      return;
    case "time": {
      const cells =
        type.name === "datetime64"
          ? bytesFromNumbers("int64", data as NumberArray, { byteOrder: order })
          : swapped((data as Bytes).bytes, order, 8);
      scatter(cells, bytes, count, size, offset, stride);
      return;
    }
    case "raw":
      scatter((data as Bytes).bytes, bytes, count, size, offset, stride);
      return;
    case "bytes-text":
      for (let i = 0; i < count; i++) {
        const text = encodeUtf8((data as readonly string[])[i] ?? "");
        if (text.length > size) throw hdmfError("invalid", `A text of ${text.length} bytes does not fit into ${size}`);
        bytes.fill(0, offset + i * stride, offset + i * stride + size).set(text, offset + i * stride);
      }
      return;
    case "utf32": {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let i = 0; i < count; i++)
        writeUtf32(view, offset + i * stride, size, (data as readonly string[])[i] ?? "", order);
      return;
    }
    case "struct": {
      let at = offset;
      for (const field of type.fields) {
        const column = (data as Columns).get(field.name);
        if (column === undefined) throw hdmfError("invalid", `The field ${field.name} is missing`);
        writeCells(field.type, column, count, bytes, { order, offset: at, stride });
        at += itemSize(field.type) ?? 0;
      }
      return;
    }
    default:
      throw hdmfError("invalid", `Elements of ${type.kind} have no fixed size`);
  }
}

/** The number of UTF-32 units of a text; a lone surrogate is one. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i + 1 < text.length; i++) if ((text.codePointAt(i) ?? 0) > 0xffff) count--;
  return count;
}

function writeUtf32(view: DataView, start: number, size: number, text: string, order: ByteOrder): void {
  let at = 0;
  for (const letter of text) {
    if (at >= size)
      throw hdmfError("invalid", `A text of ${codePoints(text)} characters does not fit into ${size / 4}`);
    view.setUint32(start + at, letter.codePointAt(0) ?? 0, order === "little");
    at += 4;
  }
  for (; at < size; at += 4) view.setUint32(start + at, 0);
}

function scatter(
  packed: Uint8Array,
  bytes: Uint8Array,
  count: number,
  size: number,
  offset: number,
  stride: number,
): void {
  if (packed.length !== count * size)
    throw hdmfError("invalid", `${packed.length} bytes were given for ${count} elements of ${size}`);
  if (stride === size) bytes.set(packed, offset);
  else for (let i = 0; i < count; i++) bytes.set(packed.subarray(i * size, (i + 1) * size), offset + i * stride);
}
