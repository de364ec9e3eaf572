import { hdmfError } from "@hdmf-ts/errors";
import type { Numbered } from "./numbered.ts";

const mostRows = 2 ** 22;

/** Numbers the elements of boxes that do not overlap: row after row, as the array has them. */
export function boxRows(coordinates: Float64Array, shape: readonly number[], what: string): Numbered {
  const rank = shape.length;
  const low = shape.slice();
  const high = shape.map(() => -1);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
  let total = 0;
  for (let box = 0; box < coordinates.length; box += 2 * rank) {
    let rows = 1;
    for (let axis = 0; axis < rank; axis++) {
      const [first, last] = [coordinates[box + axis]!, coordinates[box + rank + axis]!];
      if (last < first || last >= shape[axis]!) {
        throw hdmfError("malformed", `${what} selects from ${first} to ${last} of an axis of ${shape[axis]}`);
      }
      low[axis] = Math.min(low[axis]!, first);
      high[axis] = Math.max(high[axis]!, last);
      if (axis < rank - 1) rows *= last - first + 1;
    }
    total += rows;
  }
  if (total > mostRows) throw hdmfError("limit", `${what} selects boxes of ${total} rows; ${mostRows} are the most`);
  const rows: { readonly start: number; readonly length: number }[] = [];
  for (let box = 0; box < coordinates.length; box += 2 * rank) {
    const length = coordinates[box + 2 * rank - 1]! - coordinates[box + rank - 1]! + 1;
    const visit = (axis: number, start: number): void => {
      const [first, last] = [coordinates[box + axis]!, coordinates[box + rank + axis]!];
      if (axis === rank - 1) rows.push({ start: start + first, length });
      else for (let index = first; index <= last; index++) visit(axis + 1, start + index * strides[axis]!);
    };
    visit(0, 0);
  }
  rows.sort((a, b) => a.start - b.start);
  const starts = Float64Array.from(rows, ({ start }) => start);
  const numbers = new Float64Array(rows.length + 1);
  for (const [row, { start, length }] of rows.entries()) {
    if (start + length > (starts[row + 1] ?? Number.POSITIVE_INFINITY)) {
      throw hdmfError("malformed", `${what} has boxes that overlap`);
    }
    numbers[row + 1] = numbers[row]! + length;
  }
  return {
    count: numbers[rows.length]!,
    bounds: (axis) => [low[axis]!, high[axis]!],
    numberOf(indices) {
      const place = indices.reduce((sum, index, axis) => sum + index * strides[axis]!, 0);
      const row = lastUpTo(starts, rows.length, place);
      const within = row < 0 ? -1 : place - starts[row]!;
      return within >= 0 && within < rows[row]!.length ? numbers[row]! + within : -1;
    },
    indicesOf(number, indices) {
      const row = lastUpTo(numbers, rows.length, number);
      let rest = starts[row]! + number - numbers[row]!;
      for (let axis = 0; axis < rank; axis++) {
        const index = Math.floor(rest / strides[axis]!);
        indices[axis] = index;
        rest -= index * strides[axis]!;
      }
    },
  };
}

/** The last of ascending values that is not above `value`; -1 where none is. */
function lastUpTo(values: Float64Array, length: number, value: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
