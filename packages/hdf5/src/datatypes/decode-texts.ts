import type { Hdf5Text } from "../hdf5-file.ts";
import type { Column, DecodeContext } from "./decode-context.ts";
import { checkHeapId, heapAddress, tooShort, wantLists } from "./heap-ids.ts";
import { textBatch } from "./text-batch.ts";
import type { TextCache } from "./text-cache.ts";

/** Texts of fixed length, without what pads them. */
export function decodeFixedTexts(text: Hdf5Text, size: number, column: Column, cache: TextCache): string[] {
  const { bytes, start, stride, count } = column;
  const batch = textBatch(count, cache);
  const pad = text.padding === "spacepad" ? 0x20 : 0;
  for (let index = 0, at = start; index < count; index++, at += stride) {
    let end = at + size;
    if (text.padding === "nullterm") end = endOfText(bytes, at, end);
    else while (end > at && bytes[end - 1] === pad) end--;
    if (pad !== 0 && isUnwritten(bytes, at, at + size)) end = at;
    batch.add(bytes, at, end);
  }
  return batch.finish();
}

/** Texts of varying length, which end at their first NUL; one that was never written is empty. */
export function decodeTexts(size: number, column: Column, context: DecodeContext): string[] {
  const { bytes, start, stride, count } = column;
  checkHeapId(size, 4, context);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Most attributes are one text.
  if (count === 1) return [oneText(view, start, context)];
  wantLists(column, 1, context);
  const batch = textBatch(count, context.texts);
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const length = view.getUint32(at, true);
    const address = length === 0 ? -1 : heapAddress(view, at + 4, context.sizeOfOffsets);
    if (address < 0) {
      batch.add(bytes, 0, 0);
      continue;
    }
    const object = context.heapObject(address, view.getUint32(at + 4 + context.sizeOfOffsets, true));
    if (object.length < length) throw tooShort(address, object.length, length);
    batch.add(object, 0, endOfText(object, 0, length));
  }
  return batch.finish();
}

function oneText(view: DataView, at: number, context: DecodeContext): string {
  const length = view.getUint32(at, true);
  const address = length === 0 ? -1 : heapAddress(view, at + 4, context.sizeOfOffsets);
  if (address < 0) return "";
  const object = context.heapObject(address, view.getUint32(at + 4 + context.sizeOfOffsets, true));
  if (object.length < length) throw tooShort(address, object.length, length);
  return context.texts.text(object, 0, endOfText(object, 0, length));
}

/** Whether there are NULs alone, which is what the library leaves where nothing was written, whatever pads the text. */
function isUnwritten(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at] === 0) at++;
  return at === end;
}

function endOfText(bytes: Uint8Array, start: number, limit: number): number {
  if (limit - start > 64) {
    const end = bytes.indexOf(0, start);
    return end < 0 || end > limit ? limit : end;
  }
  let end = start;
  while (end < limit && bytes[end] !== 0) end++;
  return end;
}
