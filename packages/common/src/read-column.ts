import { type ArrayData, elementCount, type NdArray, selectFrom, takeData } from "@hdmf-ts/array";
import { type HdmfError, hdmfError } from "@hdmf-ts/errors";
import type { CallOptions, DatasetNode } from "@hdmf-ts/storage";
import type { Column, ColumnData } from "./table.ts";

/** A column and the datasets that it is read from. */
export interface ColumnSource {
  readonly column: Column;
  readonly values: DatasetNode;
  /** The indices, the outermost first: one a level. */
  readonly indices: readonly { readonly name: string; readonly node: DatasetNode }[];
  /** Of an enum: what its numbers mean. */
  readonly elements?: DatasetNode;
}

/** Reads rows `start` to `stop` of a column, as far as it has them: for each level the slice of its index, then the values. */
export async function readColumn(
  source: ColumnSource,
  start: number,
  stop: number,
  options: CallOptions,
): Promise<ColumnData> {
  const { column } = source;
  const end = Math.min(stop, column.length);
  let [first, last] = [Math.min(start, end), end];
  const count = last - first;
  const offsets: Float64Array[] = [];
  for (const [level, index] of source.indices.entries()) {
    const next = source.indices[level + 1]?.node ?? source.values;
    const bounds = await readBounds(column, index, first, last, next.array.shape?.[0] ?? 0, options);
    const base = bounds[0] ?? 0;
    [first, last] = [base, bounds[bounds.length - 1] ?? base];
    offsets.push(bounds.map((bound) => bound - base));
  }
  const values = await readSlice(source.values, first, last, options);
  return { column, count, offsets, values: await meaningOf(source, values, options) };
}

/**
 * Where the entries `first` to `last` of an index begin, and where the last one ends: an index holds the end of each
 * entry, so the first one begins where the one before ends.
 */
async function readBounds(
  column: Column,
  index: { readonly name: string; readonly node: DatasetNode },
  first: number,
  last: number,
  length: number,
  options: CallOptions,
): Promise<Float64Array> {
  if (first === last) return new Float64Array(1);
  const from = Math.max(first - 1, 0);
  const ends = numbersOf((await readSlice(index.node, from, last, options)).data);
  if (ends === undefined) throw broken(column, `its index ${index.name} holds no integers`);
  const bounds = new Float64Array(last - first + 1);
  bounds.set(ends, from === first ? 1 : 0);
  for (let entry = 0; entry < bounds.length; entry++) {
    const bound = bounds[entry] ?? 0;
    const where = `entry ${first + entry - 1} of its index ${index.name}`;
    if (!Number.isSafeInteger(bound) || bound < 0) throw broken(column, `${where} is ${bound}`);
    if (bound > length) throw broken(column, `${where} is ${bound}, but only ${length} values are there`);
    const before = bounds[entry - 1] ?? 0;
    if (bound < before) throw broken(column, `${where} is ${bound}, less than ${before} before it`);
  }
  return bounds;
}

async function readSlice(node: DatasetNode, start: number, stop: number, options: CallOptions): Promise<NdArray> {
  const selection = [{ start, stop }];
  return node.value === undefined ? await node.array.read(selection, options) : selectFrom(node.value, selection);
}

/** Enumerated values: each number replaced by the element it stands for. */
async function meaningOf(source: ColumnSource, values: NdArray, options: CallOptions): Promise<NdArray> {
  const { column, elements } = source;
  if (elements === undefined) return values;
  const codes = numbersOf(values.data);
  if (codes === undefined) throw broken(column, "its values are no integers, as those of an enumeration must be");
  const all = elements.value ?? (await elements.array.read(undefined, options));
  const count = elementCount(all.shape);
  const wrong = codes.find((code) => code < 0 || code >= count);
  if (wrong !== undefined) throw broken(column, `the value ${wrong} stands for none of its ${count} elements`);
  return { dtype: all.dtype, shape: values.shape, data: takeData(all.dtype, all.data, codes) };
}

/** Integers of any width as numbers; those beyond 2^53 lose their last digits, but none is a right index. */
function numbersOf(data: ArrayData): Float64Array | undefined {
  if (!ArrayBuffer.isView(data) || data instanceof Float32Array || data instanceof Float64Array) return undefined;
  return Float64Array.from(data as ArrayLike<number | bigint>, Number);
}

function broken(column: Column, what: string): HdmfError {
  return hdmfError("malformed", `Column ${column.name} of ${parentOf(column.path)} cannot be read: ${what}`, {
    path: column.path,
  });
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 1));
}
