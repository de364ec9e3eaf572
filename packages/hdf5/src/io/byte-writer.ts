import type { FieldSizes } from "../datasets/data-layout.ts";

/** Lays out the bytes of a structure, little endian, from its first to its last. */
export interface ByteWriter extends FieldSizes {
  /** Bytes so far. */
  readonly at: number;
  /** A number of `size` bytes (1 to 8), at most 2^53. */
  uint(value: number, size: number): void;
  /** An address by the superblock's "size of offsets"; all bits set where there is none. */
  address(value: number | undefined): void;
  /** A length by the superblock's "size of lengths"; all bits set where there is none. */
  length(value: number | undefined): void;
  bytes(bytes: Uint8Array): void;
  /** ASCII, such as a signature. */
  ascii(text: string): void;
  zeros(count: number): void;
  /** Zeros up to a multiple of `to` bytes from the start. */
  align(to: number): void;
  /** Changes a number that was written before. */
  patch(at: number, value: number, size: number): void;
  /** A view of all that was written; nothing is written after that. */
  finish(): Uint8Array;
}

/** The widths of files that are made new. */
export const newFileSizes: FieldSizes = { sizeOfOffsets: 8, sizeOfLengths: 8 };

/** @param expected Bytes to make room for at once; more are taken when needed. */
export function byteWriter({ sizeOfOffsets, sizeOfLengths }: FieldSizes, expected = 256): ByteWriter {
  let buffer = new Uint8Array(expected);
  let at = 0;
  const room = (count: number): void => {
    if (at + count <= buffer.length) return;
    const larger = new Uint8Array(Math.max(2 * buffer.length, at + count));
    larger.set(buffer.subarray(0, at));
    buffer = larger;
  };
  const putUint = (place: number, value: number, size: number): void => {
    let rest = value;
    for (let index = place; index < place + size; index++) {
      buffer[index] = rest % 256;
      rest = Math.floor(rest / 256);
    }
  };
  const uint = (value: number, size: number): void => {
    room(size);
    putUint(at, value, size);
    at += size;
  };
  const orUndefined = (value: number | undefined, size: number): void => {
    if (value !== undefined) {
      uint(value, size);
      return;
    }
    room(size);
    buffer.fill(255, at, at + size);
    at += size;
  };
  const zeros = (count: number): void => {
    room(count);
    at += count;
  };
  return {
    sizeOfOffsets,
    sizeOfLengths,
    get at() {
      return at;
    },
    uint,
    address: (value) => orUndefined(value, sizeOfOffsets),
    length: (value) => orUndefined(value, sizeOfLengths),
    bytes(bytes) {
      room(bytes.length);
      buffer.set(bytes, at);
      at += bytes.length;
    },
    ascii(text) {
      room(text.length);
      for (let index = 0; index < text.length; index++) buffer[at++] = text.charCodeAt(index);
    },
    zeros,
    align(to) {
      zeros((to - (at % to)) % to);
    },
    patch: putUint,
    finish: () => buffer.subarray(0, at),
  };
}
