import { type FloatName, type IntegerName, type NumberArray, numbersFromBytes } from "@hdmf-ts/array";
import { plainNumbers } from "../datasets/plain-numbers.ts";
import type { Column } from "./decode-context.ts";

/** Numbers of a column, exact to the bit, in new memory. */
export function decodeNumbers(name: IntegerName | FloatName, big: boolean, size: number, column: Column): NumberArray {
  const { bytes, start, stride, count } = column;
  if (stride === size || count < 2) {
    return numbersFromBytes(name, bytes, count, { byteOrder: big ? "big" : "little", offset: start });
  }
  const words = new Uint8Array(count * size);
  gatherNumbers(column, size, !big, words);
  return name === "float16" ? numbersFromBytes(name, words, count) : plainNumbers(name, words);
}

/** Puts the numbers of a column into `target` one after the other, in the order of bytes of this machine's typed arrays. */
export function gatherNumbers(
  { bytes, start, stride, count }: Column,
  size: number,
  little: boolean,
  target: Uint8Array,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { buffer, byteOffset } = target;
  let at = start;
  if (size === 8) {
    const words = new Int32Array(buffer, byteOffset, 2 * count);
    const [low, high] = little ? [0, 4] : [4, 0];
    for (let to = 0; to < words.length; to += 2, at += stride) {
      words[to] = view.getInt32(at + low, little);
      words[to + 1] = view.getInt32(at + high, little);
    }
  } else if (size === 4) {
    const words = new Int32Array(buffer, byteOffset, count);
    for (let to = 0; to < count; to++, at += stride) words[to] = view.getInt32(at, little);
  } else if (size === 2) {
    const words = new Uint16Array(buffer, byteOffset, count);
    for (let to = 0; to < count; to++, at += stride) words[to] = view.getUint16(at, little);
  } else for (let to = 0; to < count; to++, at += stride) target[to] = bytes[at]!;
}

/** Elements of `size` bytes one after the other, in new memory. */
export function gatherBytes({ bytes, start, stride, count }: Column, size: number): Uint8Array {
  if (stride === size || count < 2) return bytes.slice(start, start + count * size);
  const packed = new Uint8Array(count * size);
  if (size > 64) {
    for (let to = 0, at = start; to < packed.length; to += size, at += stride) {
      packed.set(bytes.subarray(at, at + size), to);
    }
    return packed;
  }
  for (let to = 0, at = start; to < packed.length; to += size, at += stride) {
    for (let byte = 0; byte < size; byte++) packed[to + byte] = bytes[at + byte]!;
  }
  return packed;
}
