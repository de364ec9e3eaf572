import { allocate } from "./allocate.ts";
import { dataLength } from "./data-length.ts";
import type { Dtype } from "./dtype.ts";
import { concatData, takeData } from "./gather.ts";
import { compactGrid, type Grid, walkGrid } from "./grid.ts";
import { hasRagged } from "./layout.ts";
import type { ArrayData } from "./nd-array.ts";
import { allocateNumbers } from "./new-memory.ts";
import { transfer } from "./transfer.ts";

/** Data that is put together from pieces; later pieces win. */
export interface Assembly {
  place(from: ArrayData, grid: Grid): void;
  finish(): ArrayData;
}

/** Starts with `base`, which is overwritten where that is possible, or with {@link allocate}d elements. */
export function assemble(dtype: Dtype, count: number, base?: ArrayData): Assembly {
  if (!hasRagged(dtype)) {
    const target = base ?? allocate(dtype, count);
    return { place: (from, grid) => transfer(dtype, from, target, grid), finish: () => target };
  }
  const parts = [base ?? allocate(dtype, 1)];
  const order = allocateNumbers(Float64Array, count);
  if (base) for (let i = 0; i < count; i++) order[i] = i;
  let total = base ? dataLength(dtype, base) : 1;
  return {
    place(from, grid) {
      const compact = compactGrid(grid, 1);
      if (!compact) return;
      const taken: number[] = [];
      walkGrid(compact, (f, t, rows, fromRow, toRow, length, fromStep, toStep) => {
        for (let row = 0; row < rows; row++) {
          for (let i = 0; i < length; i++) {
            order[t + row * toRow + i * toStep] = total + taken.length;
            taken.push(f + row * fromRow + i * fromStep);
          }
        }
      });
      parts.push(takeData(dtype, from, taken));
      total += taken.length;
    },
    finish: () => takeData(dtype, concatData(dtype, parts), order),
  };
}
