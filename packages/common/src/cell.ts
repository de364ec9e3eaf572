import { type ArrayData, type Dtype, elementCount, type NdArray, sliceData } from "@hdmf-ts/array";
import type { ColumnData, TableRows } from "./table.ts";

/**
 * One cell; `row` counts from the first row that was read. `undefined` past the end of a column that is too short.
 *
 * | column | cell |
 * |---|---|
 * | one value a row | the value, of shape `elementShape` (`[]` for a scalar) |
 * | ragged | shape `[n, ...elementShape]` |
 * | doubly ragged | shape `[n]` of dtype `{ vlen }`; one more `vlen` for each further level |
 *
 * Its data may share memory with `data`.
 */
export function cellAt(data: ColumnData, row: number): NdArray | undefined {
  if (!Number.isInteger(row) || row < 0 || row >= data.count) return undefined;
  const { elementShape } = data.column;
  const [outer] = data.offsets;
  if (outer === undefined) {
    return { dtype: data.values.dtype, shape: elementShape, data: sliceValues(data, row, row + 1) };
  }
  const [start, stop] = [outer[row] ?? 0, outer[row + 1] ?? 0];
  if (data.offsets.length === 1) {
    return { dtype: data.values.dtype, shape: [stop - start, ...elementShape], data: sliceValues(data, start, stop) };
  }
  return { ...nested(data, 1, start, stop), shape: [stop - start] };
}

/** The cells of one row by column name, without those that a short column does not have. */
export function rowAt(rows: TableRows, row: number): ReadonlyMap<string, NdArray> {
  const cells = new Map<string, NdArray>();
  for (const [name, data] of rows.columns) {
    const cell = cellAt(data, row);
    if (cell !== undefined) cells.set(name, cell);
  }
  return cells;
}

/** The entries `start` to `stop` of a level as lists of what the next level holds. */
function nested(data: ColumnData, level: number, start: number, stop: number): { dtype: Dtype; data: ArrayData } {
  const offsets = data.offsets[level];
  if (offsets === undefined) {
    const { elementShape } = data.column;
    const base = data.values.dtype;
    return {
      dtype: elementShape.length === 0 ? base : { array: elementShape, base },
      data: sliceValues(data, start, stop),
    };
  }
  const [first, last] = [offsets[start] ?? 0, offsets[stop] ?? 0];
  const inner = nested(data, level + 1, first, last);
  const own = offsets.slice(start, stop + 1).map((offset) => offset - first);
  return { dtype: { vlen: inner.dtype }, data: { values: inner.data, offsets: own } };
}

function sliceValues(data: ColumnData, start: number, stop: number): ArrayData {
  const size = elementCount(data.column.elementShape);
  return sliceData(data.values.dtype, data.values.data, start * size, stop * size);
}
