import type { ArrayData, Ragged } from "@hdmf-ts/array";
import { encodeVlenBytes, encodeVlenText } from "@hdmf-ts/codecs";
import type { ByteOrder } from "./cells.ts";
import { writeCells } from "./write-cells.ts";
import { itemSize, type ZarrType } from "./zarr-type.ts";
/** The bytes of a chunk before its bytes-to-bytes codecs. */
export function toBytes(type: ZarrType, data: ArrayData, count: number, order: ByteOrder): Uint8Array {
  if (type.kind === "string") return encodeVlenText(data as readonly string[]);
  if (type.kind === "vlen-bytes") {
    const { values, offsets } = data as Ragged;
    return encodeVlenBytes(
      Array.from({ length: count }, (_, i) => (values as Uint8Array).subarray(offsets[i], offsets[i + 1])),
    );
  }
  const bytes = new Uint8Array(count * (itemSize(type) ?? 0));
  writeCells(type, data, count, bytes, { order });
  return bytes;
}
