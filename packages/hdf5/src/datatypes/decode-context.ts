import type { Shape } from "@hdmf-ts/array";
import type { GlobalHeap } from "../heaps/global-heap.ts";
import type { TextCache } from "./text-cache.ts";

/** What decoding elements needs of their file. */
export interface DecodeContext {
  /** Bytes of an address (superblock: "size of offsets"). */
  readonly sizeOfOffsets: number;
  /** Texts that repeat; one for a file, so that names and types that stand on every object are decoded once. */
  readonly texts: TextCache;
  /** A collection of the global heap, for the time of the parse. */
  heap(address: number): GlobalHeap;
  /** An object of the global heap; a view, which is read at once and not kept. */
  heapObject(address: number, index: number): Uint8Array;
  /** Asks for global heap collections at once, before their objects are read one by one. */
  wantHeaps(addresses: Iterable<number>): void;
  /** The shape of the dataset whose object header is there: what a region reference to all of it selects. */
  shapeOf(address: number): Shape;
}

/** Elements among bytes: the first at `start`, `stride` bytes from one to the next. */
export interface Column {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly stride: number;
  readonly count: number;
}
