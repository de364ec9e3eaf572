import { allocate } from "@hdmf-ts/array";
import type { Column, DecodeContext } from "./decode-context.ts";
import { checkHeapId, heapAddress, tooShort, wantLists } from "./heap-ids.ts";

/** The members of all lists of a column as stored, one after the other; list `i` is from `offsets[i]` to `offsets[i + 1]`. */
export interface StoredLists {
  readonly members: Uint8Array;
  readonly offsets: Float64Array;
}

/** Gathers elements of varying length from the global heap; what was never written is an empty list. */
export function gatherLists(size: number, memberSize: number, column: Column, context: DecodeContext): StoredLists {
  const { bytes, start, stride, count } = column;
  const { sizeOfOffsets } = context;
  checkHeapId(size, 4, context);
  wantLists(column, memberSize, context);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offsets = new Float64Array(count + 1);
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const length = view.getUint32(at, true);
    const absent = length === 0 || heapAddress(view, at + 4, sizeOfOffsets) < 0;
    offsets[index + 1] = offsets[index]! + (absent ? 0 : length);
  }
  const members = allocate("uint8", offsets[count]! * memberSize) as Uint8Array;
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const to = offsets[index]! * memberSize;
    const length = offsets[index + 1]! * memberSize - to;
    if (length === 0) continue;
    const address = heapAddress(view, at + 4, sizeOfOffsets);
    const object = context.heapObject(address, view.getUint32(at + 4 + sizeOfOffsets, true));
    if (object.length < length) throw tooShort(address, object.length, length);
    members.set(object.length === length ? object : object.subarray(0, length), to);
  }
  return { members, offsets };
}
