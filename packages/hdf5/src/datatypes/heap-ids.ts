import { hdmfError } from "@hdmf-ts/errors";
import { type GlobalHeap, startOf } from "../heaps/global-heap.ts";
import type { Column, DecodeContext } from "./decode-context.ts";

/**
 * An address of `size` bytes that stands in an element; -1 for what was never written or leads nowhere: all bits 0 or all set.
 * @throws `malformed` beyond 2^53
 */
export function heapAddress(view: DataView, at: number, size: number): number {
  if (size === 8) return joinedAddress(view.getUint32(at, true), view.getUint32(at + 4, true));
  if (size === 4) {
    const address = view.getUint32(at, true);
    return address === 0 || address === 0xffff_ffff ? -1 : address;
  }
  if (size === 2) {
    const address = view.getUint16(at, true);
    return address === 0 || address === 0xffff ? -1 : address;
  }
  throw hdmfError("unsupported", `Addresses of ${size} bytes are not supported`);
}

/** The same from the two halves of an address of 8 bytes. */
export function joinedAddress(low: number, high: number): number {
  if (high < 0x20_0000) return high === 0 && low === 0 ? -1 : high * 0x1_0000_0000 + low;
  if (high === 0xffff_ffff && low === 0xffff_ffff) return -1;
  throw hdmfError(
    "malformed",
    `An element holds the address 0x${high.toString(16)}${low.toString(16).padStart(8, "0")}`,
  );
}

/** Whether the addresses at two places are the same, without making numbers of them: neighbours are mostly in one collection. */
export function sameAddress(view: DataView, a: number, b: number, size: number): boolean {
  if (size === 8) {
    return (
      view.getInt32(a, true) === view.getInt32(b, true) && view.getInt32(a + 4, true) === view.getInt32(b + 4, true)
    );
  }
  return heapAddress(view, a, size) === heapAddress(view, b, size);
}

/** Whether elements are as long as a heap ID of this file, `before` bytes in front of it. @throws `malformed` */
export function checkHeapId(size: number, before: number, { sizeOfOffsets }: DecodeContext): void {
  const needed = before + sizeOfOffsets + 4;
  if (size === needed) return;
  throw hdmfError("malformed", `Elements that lead into the global heap have ${size} bytes instead of ${needed}`);
}

/**
 * Prepares to read a column of heap IDs with a length in front of each: asks for all the collections, and refuses a file that names few
 * objects so often that they would fill the memory. `memberSize` is that of what the lengths count.
 */
export function wantLists(column: Column, memberSize: number, context: DecodeContext): void {
  const { bytes, start, stride, count } = column;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { sizeOfOffsets } = context;
  const found = new Set<number>();
  let last = 0;
  let lastAbsent = true;
  let total = 0;
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const length = view.getUint32(at, true);
    if (length === 0) continue;
    if (last > 0 && sameAddress(view, at + 4, last, sizeOfOffsets)) {
      if (!lastAbsent) total += length;
      continue;
    }
    last = at + 4;
    const address = heapAddress(view, last, sizeOfOffsets);
    lastAbsent = address < 0;
    if (lastAbsent) continue;
    total += length;
    found.add(address);
  }
  if (found.size > 0) context.wantHeaps(found);
  if (total * memberSize > unchecked) checkShared(column, total * memberSize, context);
}

/** Reads of less than this are not looked at: 64 MiB. */
const unchecked = 2 ** 26;
const mostShared = 64;

function checkShared({ bytes, start, stride, count }: Column, total: number, context: DecodeContext): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const seen = new Map<number, Set<number>>();
  let stored = 0;
  for (let row = 0, at = start; row < count; row++, at += stride) {
    const address = heapAddress(view, at + 4, context.sizeOfOffsets);
    if (address < 0 || view.getUint32(at, true) === 0) continue;
    const index = view.getUint32(at + 4 + context.sizeOfOffsets, true);
    const known = seen.get(address) ?? new Set<number>();
    seen.set(address, known);
    if (known.has(index)) continue;
    known.add(index);
    stored += context.heapObject(address, index).length;
  }
  if (total <= mostShared * stored) return;
  throw hdmfError(
    "limit",
    `${count} elements of varying length take ${total} bytes, of which ${stored} are in the file`,
  );
}

/** Asks for all collections that a column of heap IDs alone leads to. */
export function wantObjects({ bytes, start, stride, count }: Column, context: DecodeContext): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Set<number>();
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const address = heapAddress(view, at, context.sizeOfOffsets);
    if (address >= 0) found.add(address);
  }
  if (found.size > 0) context.wantHeaps(found);
}

/** Where the content of an element of varying length starts in its collection. @throws `malformed` where the object is none, or too short */
export function startOfList(heap: GlobalHeap, index: number, length: number, address: number): number {
  const start = startOf(heap, index, address);
  const found = heap.places[2 * index + 1]!;
  if (found < length) throw tooShort(address, found, length);
  return start;
}

/** What says that an object of the global heap is shorter than the element that leads to it. */
function tooShort(address: number, found: number, needed: number): Error {
  return hdmfError("malformed", `An object of the global heap at ${address} has ${found} bytes instead of ${needed}`);
}
