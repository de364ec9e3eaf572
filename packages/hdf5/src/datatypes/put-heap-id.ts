import type { HeapPlace } from "./encode-context.ts";

/** Writes where an object of the global heap is, or zeros: the address of its collection and its index (4 bytes). */
export function putHeapId(view: DataView, at: number, place: HeapPlace | undefined, sizeOfOffsets: number): void {
  putAddress(view, at, place?.address ?? 0, sizeOfOffsets);
  view.setUint32(at + sizeOfOffsets, place?.index ?? 0, true);
}

/** Writes an address of 2, 4 or 8 bytes, at most 2^53. */
export function putAddress(view: DataView, at: number, address: number, size: number): void {
  if (size === 2) {
    view.setUint16(at, address, true);
    return;
  }
  view.setUint32(at, address % 0x1_0000_0000, true);
  if (size === 8) view.setUint32(at + 4, Math.floor(address / 0x1_0000_0000), true);
}
