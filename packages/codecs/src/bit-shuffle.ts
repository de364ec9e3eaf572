import { gatherWord } from "./shuffle.ts";

/**
 * Bit shuffle as in blosc 1: first the lowest bits of all elements, and so on. Only where the count of whole elements is a
 * multiple of 8; else the bytes stay as they are.
 */
export function bitShuffle(bytes: Uint8Array, elementSize: number): Uint8Array {
  return transposed(bytes, elementSize, (element, plane, result, row) => {
    transpose8(bytes, element, elementSize, result, plane, row);
  });
}

/** The opposite of {@link bitShuffle}. */
export function bitUnshuffle(bytes: Uint8Array, elementSize: number): Uint8Array {
  return transposed(bytes, elementSize, (element, plane, result, row) => {
    transpose8(bytes, plane, row, result, element, elementSize);
  });
}

/** Visits each byte of each eight elements: where it stands in the first element, and in the plane of its lowest bits. */
function transposed(
  bytes: Uint8Array,
  elementSize: number,
  visit: (element: number, plane: number, result: Uint8Array, row: number) => void,
): Uint8Array {
  const count = Math.floor(bytes.length / elementSize);
  if (count % 8 !== 0) return bytes;
  const result = new Uint8Array(bytes.length);
  const row = count / 8;
  for (let byte = 0; byte < elementSize; byte++)
    for (let group = 0; group < row; group++)
      visit(group * 8 * elementSize + byte, byte * 8 * row + group, result, row);
  result.set(bytes.subarray(count * elementSize), count * elementSize);
  return result;
}

/** Transposes 8 bytes as a square of 8 by 8 bits: bit `j` of byte `i` becomes bit `i` of byte `j`. */
function transpose8(
  source: Uint8Array,
  from: number,
  fromStep: number,
  target: Uint8Array,
  to: number,
  toStep: number,
): void {
  let low = gatherWord(source, from, fromStep);
  let high = gatherWord(source, from + 4 * fromStep, fromStep);
  // Squares of 1, then 2, then 4 bits change places with the one across the diagonal.
  let swap = (low ^ (low >>> 7)) & 0x00aa00aa;
  low ^= swap ^ (swap << 7);
  swap = (high ^ (high >>> 7)) & 0x00aa00aa;
  high ^= swap ^ (swap << 7);
  swap = (low ^ (low >>> 14)) & 0x0000cccc;
  low ^= swap ^ (swap << 14);
  swap = (high ^ (high >>> 14)) & 0x0000cccc;
  high ^= swap ^ (swap << 14);
  swap = (low ^ (high << 4)) & 0xf0f0f0f0;
  low ^= swap;
  high ^= swap >>> 4;
  for (let i = 0; i < 4; i++) {
    target[to + i * toStep] = low >>> (8 * i);
    target[to + (i + 4) * toStep] = high >>> (8 * i);
  }
}
