import { type Grid, type Move, walkGrid } from "./grid.ts";

/** Words from which on `TypedArray.set` is faster than a loop. */
const longRun = 64;

/** Words of memory; numbers are moved as these, so that no bit of a NaN changes and no bigint is made. */
export type Words = Uint8Array | Uint16Array | Int32Array;

/**
 * Moves what a compact grid says, counted in units of 1, 2 or 4 bytes, from one memory to another: in words of 4 bytes where all of
 * it falls on such, since steps cost more than bytes.
 */
export function moveUnits(from: ArrayBufferView, to: ArrayBufferView, unitBytes: number, grid: Grid): void {
  const whole = (from.byteOffset | to.byteOffset) % 4 === 0 ? inWholes(grid, 4 / unitBytes) : undefined;
  const size = whole ? 4 : unitBytes;
  walkGrid(whole ?? grid, wordMover(wordsOf(from, size), wordsOf(to, size)));
}

/** Whole words of 1, 2 or 4 bytes of a memory. */
export function wordsOf({ buffer, byteOffset, byteLength }: ArrayBufferView, size: number): Words {
  if (size === 1) return new Uint8Array(buffer, byteOffset, byteLength);
  if (size === 2) return new Uint16Array(buffer, byteOffset, byteLength >> 1);
  return new Int32Array(buffer, byteOffset, byteLength >> 2);
}

/** The same grid counted in `units` at once; `undefined` where it does not come to whole ones, or is by lists. */
function inWholes({ from, to, axes }: Grid, units: number): Grid | undefined {
  const inner = axes.at(-1)!;
  const outer = axes.slice(0, -1);
  const numbers = [from, to, inner.count, ...outer.flatMap(({ fromStep, toStep }) => [fromStep, toStep])];
  if (inner.fromStep !== 1 || inner.toStep !== 1 || axes.some(({ fromList }) => fromList)) return undefined;
  if (numbers.some((number) => number % units !== 0)) return undefined;
  return {
    from: from / units,
    to: to / units,
    axes: [
      ...outer.map(({ count, fromStep, toStep }) => ({ count, fromStep: fromStep / units, toStep: toStep / units })),
      { ...inner, count: inner.count / units },
    ],
  };
}

/** Moves words from one array to another; `TypedArray.set` pays off only for long runs. */
function wordMover(source: Words, target: Words): Move {
  return (from, to, rows, fromRow, toRow, count, fromStep, toStep) => {
    if (fromStep === 1 && toStep === 1 && count > longRun) {
      for (let row = 0; row < rows; row++) {
        const start = from + row * fromRow;
        target.set(source.subarray(start, start + count), to + row * toRow);
      }
    } else if (fromStep === 1 && toStep === 1) {
      for (let row = 0; row < rows; row++) {
        let f = from + row * fromRow;
        let t = to + row * toRow;
        let left = count;
        for (; left >= 4; left -= 4, f += 4, t += 4) {
          target[t] = source[f]!;
          target[t + 1] = source[f + 1]!;
          target[t + 2] = source[f + 2]!;
          target[t + 3] = source[f + 3]!;
        }
        if (left > 1) target[t + 1] = source[f + 1]!;
        if (left > 2) target[t + 2] = source[f + 2]!;
        if (left > 0) target[t] = source[f]!;
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
