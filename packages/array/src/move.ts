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
  for (let size = 4; size > unitBytes; size /= 2) {
    const whole = (from.byteOffset | to.byteOffset) % size === 0 ? inWholes(grid, size / unitBytes) : undefined;
    if (!whole) continue;
    walkGrid(whole, wordMover(wordsOf(from, size), wordsOf(to, size)));
    return;
  }
  walkGrid(grid, wordMover(wordsOf(from, unitBytes), wordsOf(to, unitBytes)));
}

/** Whole words of 1, 2 or 4 bytes of a memory. */
export function wordsOf({ buffer, byteOffset, byteLength }: ArrayBufferView, size: number): Words {
  if (size === 1) return new Uint8Array(buffer, byteOffset, byteLength);
  if (size === 2) return new Uint16Array(buffer, byteOffset, byteLength >> 1);
  return new Int32Array(buffer, byteOffset, byteLength >> 2);
}

/** The same grid counted in `units` at once; `undefined` where it does not come to whole ones. */
function inWholes({ from, to, axes }: Grid, units: number): Grid | undefined {
  const inner = axes.at(-1);
  if (!inner || inner.fromList || inner.fromStep !== 1 || inner.toStep !== 1) return undefined;
  if (from % units !== 0 || to % units !== 0 || inner.count % units !== 0) return undefined;
  const outer = axes.slice(0, -1);
  const fits = outer.every(
    ({ fromStep, toStep, fromList, toList }) =>
      fromStep % units === 0 && toStep % units === 0 && isWhole(fromList, units) && isWhole(toList, units),
  );
  if (!fits) return undefined;
  const scaled = outer.map(({ count, fromStep, toStep, fromList, toList }) => ({
    count,
    fromStep: fromStep / units,
    toStep: toStep / units,
    ...(fromList && toList && { fromList: fromList.map((at) => at / units), toList: toList.map((at) => at / units) }),
  }));
  return {
    from: from / units,
    to: to / units,
    axes: [...scaled, { count: inner.count / units, fromStep: 1, toStep: 1 }],
  };
}

function isWhole(offsets: Float64Array | undefined, units: number): boolean {
  return offsets === undefined || offsets.every((offset) => offset % units === 0);
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
        for (; left > 0; left--, f++, t++) target[t] = source[f]!;
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
