import { allocate } from "@hdmf-ts/array";
import type { GlobalHeap } from "../heaps/global-heap.ts";
import type { Column, DecodeContext } from "./decode-context.ts";
import { checkHeapId, heapAddress, startOfList, wantLists } from "./heap-ids.ts";

/** Up to here a loop over words is faster than a view and `set`. */
const shortBytes = 512;

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
  const target = wordsOver(members) ?? new Int32Array();
  let heap: GlobalHeap | undefined;
  let words: Int32Array | undefined;
  let last = -1;
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const to = offsets[index]! * memberSize;
    const length = offsets[index + 1]! * memberSize - to;
    if (length === 0) continue;
    const address = heapAddress(view, at + 4, sizeOfOffsets);
    if (heap === undefined || address !== last) {
      heap = context.heap(address);
      words = wordsOver(heap.bytes);
    }
    last = address;
    const from = startOfList(heap, view.getUint32(at + 4 + sizeOfOffsets, true), length, address);
    if (length <= shortBytes && words && (from | to | length) % 4 === 0) {
      for (let word = 0; word < length >> 2; word++) target[(to >> 2) + word] = words[(from >> 2) + word]!;
    } else members.set(heap.bytes.subarray(from, from + length), to);
  }
  return { members, offsets };
}

/** The same memory as whole words, where it is aligned for that. */
function wordsOver({ buffer, byteOffset, length }: Uint8Array): Int32Array | undefined {
  return byteOffset % 4 === 0 ? new Int32Array(buffer, byteOffset, length >> 2) : undefined;
}
