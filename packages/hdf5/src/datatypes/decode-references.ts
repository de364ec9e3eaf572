import type { References } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Column, DecodeContext } from "./decode-context.ts";
import { heapAddress } from "./heap-ids.ts";

/** Object references as addresses of object headers, the null reference as -1 (specification VIII.C). */
export function decodeReferences(size: number, column: Column, { sizeOfOffsets }: DecodeContext): References {
  const { bytes, start, stride, count } = column;
  if (size < sizeOfOffsets) {
    throw hdmfError("malformed", `References have ${size} bytes, and addresses of this file ${sizeOfOffsets}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ids = new Float64Array(count);
  for (let index = 0, at = start; index < count; index++, at += stride)
    ids[index] = heapAddress(view, at, sizeOfOffsets);
  return { ids };
}
