import type { Move } from "./grid.ts";
import type { NumberArray } from "./nd-array.ts";

/** Words of memory; numbers are moved as these, so that no bit of a NaN changes and no bigint is made. */
export type Words = Uint8Array | Uint16Array | Uint32Array;

/** The memory of a typed array as words, at most 4 bytes each. */
export function wordsOf(data: NumberArray): Words {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT } = data;
  if (BYTES_PER_ELEMENT === 1) return new Uint8Array(buffer, byteOffset, byteLength);
  if (BYTES_PER_ELEMENT === 2) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/** Moves words from one array to another; `TypedArray.set` pays off only for long runs. */
export function wordMover(source: Words, target: Words): Move {
  return (from, to, rows, fromRow, toRow, count, fromStep, toStep) => {
    if (fromStep === 1 && toStep === 1 && count > 24) {
      for (let row = 0; row < rows; row++) {
        const start = from + row * fromRow;
        target.set(source.subarray(start, start + count), to + row * toRow);
      }
    } else if (rows > 1 && count === 2) {
      for (let row = 0; row < rows; row++) {
        const f = from + row * fromRow;
        const t = to + row * toRow;
        target[t] = source[f]!;
        target[t + toStep] = source[f + fromStep]!;
      }
    } else if (fromStep === 0 && toStep === 1) {
      for (let row = 0; row < rows; row++) {
        const t = to + row * toRow;
        target.fill(source[from + row * fromRow]!, t, t + count);
      }
    } else {
      for (let row = 0; row < rows; row++) {
        let f = from + row * fromRow;
        let t = to + row * toRow;
        for (let i = 0; i < count; i++, f += fromStep, t += toStep) target[t] = source[f]!;
      }
    }
  };
}

/** Moves the items of a list. */
export function listMover<T>(source: ArrayLike<T>, target: { [index: number]: T }): Move {
  return (from, to, rows, fromRow, toRow, count, fromStep, toStep) => {
    for (let row = 0; row < rows; row++) {
      let f = from + row * fromRow;
      let t = to + row * toRow;
      for (let i = 0; i < count; i++, f += fromStep, t += toStep) target[t] = source[f]!;
    }
  };
}
