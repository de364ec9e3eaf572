import type { FileBytes, Range } from "../io/file-bytes.ts";
import { type GlobalHeap, globalHeapHeadLength, globalHeapLength, readGlobalHeap } from "./global-heap.ts";

/** The collections of a file's global heap, the last used ones kept in memory. */
export interface GlobalHeaps {
  /**
   * An object of a collection; a view, not to be changed.
   * @throws `malformed` for a damaged collection, or one without that object.
   */
  object(bytes: FileBytes, address: number, index: number): Uint8Array;
  /** Asks for several collections at once, before their objects are read one by one. */
  want(bytes: FileBytes, addresses: Iterable<number>): void;
}

/** @param maxBytes Memory for the collections that are kept; one at least is. */
export function createGlobalHeaps(maxBytes: number = 16 * 2 ** 20): GlobalHeaps {
  const kept = new Map<number, GlobalHeap>();
  let memory = 0;
  let last: GlobalHeap | undefined;
  let lastAddress = -1;

  function collection(bytes: FileBytes, address: number): GlobalHeap {
    if (last !== undefined && address === lastAddress) return last;
    let heap = kept.get(address);
    if (heap === undefined) {
      heap = readGlobalHeap(bytes, address);
      memory += heap.memory;
    }
    kept.delete(address);
    kept.set(address, heap);
    for (const [oldest, { memory: freed }] of kept) {
      if (memory <= maxBytes || oldest === address) break;
      kept.delete(oldest);
      memory -= freed;
    }
    last = heap;
    lastAddress = address;
    return heap;
  }

  return {
    object(bytes, address, index) {
      return collection(bytes, address).object(index);
    },
    want(bytes, addresses) {
      const missing = [...new Set(addresses)].filter((address) => !kept.has(address));
      if (missing.length === 0) return;
      const what = "global heap collections";
      bytes.want(
        missing.map((address): Range => ({ address, length: globalHeapHeadLength })),
        what,
      );
      bytes.want(
        missing.map((address): Range => ({ address, length: globalHeapLength(bytes, address) })),
        what,
      );
    },
  };
}
