import { type ArrayData, bytesFromNumbers, type FloatName, type IntegerName, type NumberArray } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { bytesOf } from "../datasets/plain-numbers.ts";
import type { Column } from "./decode-context.ts";
import { doesNotFit, exactNumbers } from "./exact-numbers.ts";

type NumberName = IntegerName | FloatName;

/** @throws `invalid` where there are more or fewer elements than needed */
export function checkLength(found: number, needed: number, place: string): void {
  if (found !== needed) throw hdmfError("invalid", `${place}: there are ${found} elements instead of ${needed}`);
}

/** The bytes of numbers in their order; a view of `data` where that is as it is stored. */
export function packNumbers(name: NumberName, big: boolean, data: ArrayData, count: number, place: string): Uint8Array {
  const numbers = numbersOf(name, data, count, place);
  if (name !== "float16" && !big) return bytesOf(numbers);
  return bytesFromNumbers(name, numbers, { byteOrder: big ? "big" : "little" });
}

/** Puts numbers among other columns. */
export function scatterNumbers(name: NumberName, big: boolean, data: ArrayData, to: Column, place: string): void {
  const numbers = numbersOf(name, data, to.count, place);
  const size = name === "float16" ? 2 : numbers.BYTES_PER_ELEMENT;
  if (to.stride === size || name === "float16") {
    scatterBytes(packNumbers(name, big, numbers, to.count, place), size, to);
  } else scatterWords(numbers, size, !big, to);
}

function numbersOf(name: NumberName, data: ArrayData, count: number, place: string): NumberArray {
  const numbers = exactNumbers(name, data, place);
  checkLength(numbers.length, count, place);
  if (name === "float16") checkHalves(numbers as Float32Array, place);
  return numbers;
}

/** What rounds to infinity is no value of the type. */
function checkHalves(numbers: Float32Array, place: string): void {
  for (let index = 0; index < numbers.length; index++) {
    const value = Math.abs(numbers[index]!);
    if (value >= 65_520 && value !== Number.POSITIVE_INFINITY)
      throw doesNotFit(place, index, numbers[index], "float16");
  }
}

function scatterWords(
  numbers: NumberArray,
  size: number,
  little: boolean,
  { bytes, start, stride, count }: Column,
): void {
  const { buffer, byteOffset } = numbers;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  if (size === 8) {
    const words = new Uint32Array(buffer, byteOffset, 2 * count);
    const [low, high] = little ? [0, 4] : [4, 0];
    for (let from = 0; from < words.length; from += 2, at += stride) {
      view.setUint32(at + low, words[from]!, little);
      view.setUint32(at + high, words[from + 1]!, little);
    }
  } else if (size === 4) {
    const words = new Uint32Array(buffer, byteOffset, count);
    for (let from = 0; from < count; from++, at += stride) view.setUint32(at, words[from]!, little);
  } else if (size === 2) {
    const words = new Uint16Array(buffer, byteOffset, count);
    for (let from = 0; from < count; from++, at += stride) view.setUint16(at, words[from]!, little);
  } else scatterBytes(new Uint8Array(buffer, byteOffset, count), 1, { bytes, start, stride, count });
}

/** Puts elements of `size` bytes, which stand one after the other in `packed`, among other columns. */
export function scatterBytes(packed: Uint8Array, size: number, { bytes, start, stride, count }: Column): void {
  if (count === 0) return;
  if (stride === size || count === 1) bytes.set(packed, start);
  else if (size > 64) {
    for (let from = 0, at = start; from < packed.length; from += size, at += stride) {
      bytes.set(packed.subarray(from, from + size), at);
    }
  } else {
    for (let from = 0, at = start; from < packed.length; from += size, at += stride) {
      for (let byte = 0; byte < size; byte++) bytes[at + byte] = packed[from + byte]!;
    }
  }
}
