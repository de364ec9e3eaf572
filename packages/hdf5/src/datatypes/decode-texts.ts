import type { Hdf5Text } from "../hdf5-file.ts";
import type { GlobalHeap } from "../heaps/global-heap.ts";
import { wordAt } from "../io/cursor.ts";
import type { Column, DecodeContext } from "./decode-context.ts";
import { checkHeapId, heapAddress, joinedAddress, sameAddress, startOfList, wantLists } from "./heap-ids.ts";
import { textBatch } from "./text-batch.ts";
import type { TextCache } from "./text-cache.ts";

/** Texts of fixed length, without what pads them. */
export function decodeFixedTexts(text: Hdf5Text, size: number, column: Column, cache: TextCache): string[] {
  const { bytes, start, stride, count } = column;
  const batch = textBatch(count, cache, text.padding === "nullterm");
  const pad = text.padding === "nullterm" ? -1 : text.padding === "spacepad" ? 0x20 : 0;
  for (let index = 0, at = start; index < count; index++, at += stride) {
    let end = at + size;
    while (end > at && bytes[end - 1] === pad) end--;
    if (pad !== 0 && isUnwritten(bytes, at, at + size)) end = at;
    batch.add(bytes, at, end);
  }
  return batch.finish();
}

/** Texts of varying length, which end at their first NUL; one that was never written is empty. */
export function decodeTexts(size: number, column: Column, context: DecodeContext): string[] {
  const { bytes, start, stride, count } = column;
  checkHeapId(size, 4, context);
  // Most attributes are one text.
  if (count === 1) return [oneText(bytes, start, context)];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  wantLists(column, 1, context);
  const batch = textBatch(count, context.texts, true);
  const { sizeOfOffsets } = context;
  let heap: GlobalHeap | undefined;
  let address = -1;
  let last = 0;
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const length = view.getUint32(at, true);
    if (length > 0 && (last === 0 || !sameAddress(view, at + 4, last, sizeOfOffsets))) {
      last = at + 4;
      address = heapAddress(view, last, sizeOfOffsets);
      heap = address < 0 ? undefined : context.heap(address);
    }
    if (length === 0 || heap === undefined) batch.add(bytes, 0, 0);
    else {
      const from = startOfList(heap, view.getUint32(at + 4 + sizeOfOffsets, true), length, address);
      batch.add(heap.bytes, from, from + length);
    }
  }
  return batch.finish();
}

/** Without a view, which would cost more than the rest. */
function oneText(bytes: Uint8Array, at: number, context: DecodeContext): string {
  const { sizeOfOffsets } = context;
  const length = wordAt(bytes, at);
  if (length === 0) return "";
  const address =
    sizeOfOffsets === 8
      ? joinedAddress(wordAt(bytes, at + 4), wordAt(bytes, at + 8))
      : heapAddress(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at + 4, sizeOfOffsets);
  if (address < 0) return "";
  const heap = context.heap(address);
  const from = startOfList(heap, wordAt(bytes, at + 4 + sizeOfOffsets), length, address);
  return context.texts.untilNul(heap.bytes, from, from + length);
}

/** Whether there are NULs alone, which is what the library leaves where nothing was written, whatever pads the text. */
function isUnwritten(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at] === 0) at++;
  return at === end;
}
