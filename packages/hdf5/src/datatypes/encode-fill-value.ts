import { byteWriter, newFileSizes } from "../io/byte-writer.ts";
import type { FillValue } from "./fill-value-message.ts";

/** When libhdf5 takes room for the elements of each layout. */
const allocation = { compact: 1, contiguous: 2, chunked: 3 } as const;

/**
 * Lays out a fill value message of version 2 (specification IV.A.2.f). libhdf5 fills room where a value was set; always where
 * elements lead to the global heap, as it must not take what lies there for addresses.
 *
 * @param inHeap Elements, or members of them, are kept in the global heap.
 */
export function encodeFillValue(fill: FillValue, layout: keyof typeof allocation, inHeap: boolean): Uint8Array {
  const value = fill.bytes ?? new Uint8Array(0);
  const writer = byteWriter(newFileSizes, 8 + value.length);
  writer.uint(2, 1);
  writer.uint(allocation[layout], 1);
  writer.uint(fill.neverWritten ? 1 : inHeap ? 0 : 2, 1);
  writer.uint(1, 1);
  writer.uint(value.length, 4);
  writer.bytes(value);
  return writer.finish();
}
