import type { Shape } from "@hdmf-ts/array";

/** Where an object of the global heap stands. */
export interface HeapPlace {
  /** Of its collection. */
  readonly address: number;
  readonly index: number;
}

/** Takes objects of the global heap. */
export interface HeapTarget {
  /** Copies `bytes`. @throws `limit` for an object of 4 GiB or more */
  put(bytes: Uint8Array): HeapPlace;
  /**
   * Puts texts, and for each writes its heap ID into `target` from `start`, `stride` bytes from one to the next: length (4 bytes), address of
   * the collection, index (4 bytes); an empty text is all zeros. Bytes that are no UTF-8 (lone surrogates U+DC80 to U+DCFF) come out as they were.
   */
  putTexts(texts: readonly string[], target: Uint8Array, start: number, stride: number): void;
}

/** What encoding elements needs of their file. */
export interface EncodeContext {
  /** Bytes of an address. */
  readonly sizeOfOffsets: number;
  readonly heap: HeapTarget;
  /** The address of the object header of an id. @throws `invalid` for an id that is not of this file */
  addressOf(id: number): number;
  /** The shape of a dataset that a region is in, by id. */
  shapeOf(id: number): Shape;
}
