import { allocate } from "./allocate.ts";
import { dataLength } from "./data-length.ts";
import type { Dtype } from "./dtype.ts";
import { runGrid } from "./grid.ts";
import { hasRagged, layoutOf } from "./layout.ts";
import type { ArrayData, Columns, Ragged } from "./nd-array.ts";
import { allocateNumbers, checkListLength } from "./new-memory.ts";
import { sliceData } from "./slice-data.ts";
import { transfer } from "./transfer.ts";

/** The elements at `indices`, in that order, repeats included, in new memory. The indices must be within the data. */
export function takeData(dtype: Dtype, data: ArrayData, indices: ArrayLike<number>): ArrayData {
  const count = indices.length;
  if (hasRagged(dtype)) return takeRagged(dtype, data, indices);
  const target = allocate(dtype, count);
  const fromList = Float64Array.from(indices);
  const toList = fromList.map((_, index) => index);
  transfer(dtype, data, target, { from: 0, to: 0, axes: [{ count, fromStep: 0, toStep: 0, fromList, toList }] });
  return target;
}

/** All elements of the parts, one part after the other, in new memory. */
export function concatData(dtype: Dtype, parts: readonly ArrayData[]): ArrayData {
  const layout = layoutOf(dtype);
  const lengths = parts.map((part) => dataLength(dtype, part));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (layout.kind === "columns" && hasRagged(dtype)) {
    return new Map(
      layout.fields.map(({ name, dtype }) => [
        name,
        concatData(
          dtype,
          parts.map((part) => (part as Columns).get(name)!),
        ),
      ]),
    );
  }
  if (layout.kind === "ragged") return concatRagged(layout.base, parts as readonly Ragged[]);
  if (layout.kind === "text") return concatTexts(parts as readonly (readonly string[])[], total);
  const target = allocate(dtype, total);
  let start = 0;
  for (const [index, part] of parts.entries()) {
    transfer(dtype, part, target, runGrid(0, start, lengths[index]!));
    start += lengths[index]!;
  }
  return target;
}

/** `count` copies of the one element of `one`, in new memory: what a fill value stands for. */
export function repeatData(dtype: Dtype, one: ArrayData, count: number): ArrayData {
  if (hasRagged(dtype)) return takeRagged(dtype, one, allocateNumbers(Float64Array, count));
  const target = allocate(dtype, count);
  transfer(dtype, one, target, runGrid(0, 0, count, 0));
  return target;
}

function takeRagged(dtype: Dtype, data: ArrayData, indices: ArrayLike<number>): ArrayData {
  const layout = layoutOf(dtype);
  if (layout.kind === "columns") {
    const rows = expand(indices, layout.units);
    return new Map(layout.fields.map(({ name, dtype }) => [name, takeData(dtype, (data as Columns).get(name)!, rows)]));
  }
  if (layout.kind !== "ragged") return takeData(dtype, data, indices);
  const { values, offsets } = data as Ragged;
  const rows = expand(indices, layout.units);
  const ends = allocateNumbers(Float64Array, rows.length + 1);
  for (let i = 0; i < rows.length; i++) {
    ends[i + 1] = ends[i]! + (offsets[rows[i]! + 1]! - offsets[rows[i]!]!);
  }
  const members = allocateNumbers(Float64Array, ends[rows.length]!);
  for (let i = 0; i < rows.length; i++) {
    const shift = offsets[rows[i]!]! - ends[i]!;
    for (let k = ends[i]!; k < ends[i + 1]!; k++) members[k] = k + shift;
  }
  return { values: takeData(layout.base, values, members), offsets: ends };
}

function concatTexts(parts: readonly (readonly string[])[], total: number): readonly string[] {
  checkListLength(total);
  // The platform copies lists at once.
  const texts: string[] = [];
  return texts.concat(...parts);
}

function concatRagged(base: Dtype, parts: readonly Ragged[]): Ragged {
  const rows = parts.reduce((sum, part) => sum + Math.max(0, part.offsets.length - 1), 0);
  const offsets = allocateNumbers(Float64Array, rows + 1);
  let row = 0;
  let end = 0;
  for (const part of parts) {
    const first = part.offsets[0] ?? 0;
    for (let i = 1; i < part.offsets.length; i++) offsets[++row] = end + part.offsets[i]! - first;
    end = offsets[row]!;
  }
  const values = parts.map((part) => {
    const [first, last] = [part.offsets[0] ?? 0, part.offsets.at(-1) ?? 0];
    return sliceData(base, part.values, first, last);
  });
  return { values: concatData(base, values), offsets };
}

function expand(indices: ArrayLike<number>, units: number): ArrayLike<number> {
  if (units === 1) return indices;
  const all = allocateNumbers(Float64Array, indices.length * units);
  for (let i = 0; i < all.length; i++) all[i] = indices[Math.floor(i / units)]! * units + (i % units);
  return all;
}
