import { allocate, type Dtype, isNumbers, type NumberArray } from "@hdmf-ts/array";
import type { StoredType } from "../datatypes/stored-type.ts";

type NumbersOver = new (buffer: ArrayBufferLike, offset: number, length: number) => NumberArray;

/** Whether the bytes of an element in the file are those of its numbers in memory: all platforms of today are little-endian. */
export function isPlain(type: StoredType): boolean {
  if (type.kind === "array") return isPlain(type.base);
  return type.kind === "number" && !type.big && type.name !== "float16";
}

/** Numbers over all of `bytes`; a copy of them where they do not stand at a multiple of the number's size. */
export function plainNumbers(dtype: Dtype, bytes: Uint8Array): NumberArray {
  const none = allocate(dtype, 0);
  if (!isNumbers(none)) throw new TypeError("only numbers are plain");
  const size = none.BYTES_PER_ELEMENT;
  const over = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return new (none.constructor as unknown as NumbersOver)(over.buffer, over.byteOffset, over.byteLength / size);
}

/** The bytes of numbers, shared with them. */
export function bytesOf(numbers: NumberArray): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
