import {
  type ArrayData,
  type Dtype,
  dataEquals,
  elementCount,
  isNumbers,
  type LazyArray,
  type NodeId,
  type NumberArray,
  sameDtype,
  sliceData,
} from "@hdmf-ts/array";
import { comparable } from "./diff-dtypes.ts";
import type { Finding } from "./difference.ts";
import { hasReferences, type ReferenceMap, remapReferences } from "./remap-references.ts";
import { elementsJson } from "./values-json.ts";

/** Replaces the ids of one tree by paths, so that references of two trees can be compared. */
export type Paths = ReadonlyMap<NodeId, string>;

const dangling = "(no path)";

/** The same elements with paths for ids. */
export function byPath(dtype: Dtype, data: ArrayData, paths: Paths): ArrayData {
  if (!hasReferences(dtype)) return data;
  const map: ReferenceMap = { numeric: false, target: (id) => paths.get(id) ?? dangling, outside: () => true };
  return remapReferences(dtype, data, map);
}

/** Elements of data by {@link byPath} as JSON. */
export function byPathJson(dtype: Dtype, data: ArrayData, count: number): unknown[] {
  return elementsJson(dtype, data, count, (id) => (id === dangling ? undefined : `${id}`));
}

/** The places where two runs of `count` elements differ: bit by bit in one type, by what they say in two. References by path. */
export function differing(dtypeA: Dtype, a: ArrayData, dtypeB: Dtype, b: ArrayData, count: number): number[] {
  const indices: number[] = [];
  if (!sameDtype(dtypeA, dtypeB)) {
    const [left, right] = [byPathJson(comparable(dtypeA), a, count), byPathJson(comparable(dtypeB), b, count)];
    for (let index = 0; index < count; index++)
      if (JSON.stringify(left[index]) !== JSON.stringify(right[index])) indices.push(index);
  } else if (!dataEquals(dtypeA, a, b)) {
    const same =
      isNumbers(a) && isNumbers(b) ? numbersAgree(a, b, count) : (index: number) => cellsAgree(dtypeA, a, b, index);
    for (let index = 0; index < count; index++) if (!same(index)) indices.push(index);
  }
  return indices;
}

function numbersAgree(a: NumberArray, b: NumberArray, count: number): (index: number) => boolean {
  const size = a.byteLength / count;
  const left = new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
  const right = new Uint8Array(b.buffer, b.byteOffset, b.byteLength);
  return (index) => {
    for (let at = index * size; at < (index + 1) * size; at++) if (left[at] !== right[at]) return false;
    return true;
  };
}

function cellsAgree(dtype: Dtype, a: ArrayData, b: ArrayData, index: number): boolean {
  return dataEquals(dtype, sliceData(dtype, a, index, index + 1), sliceData(dtype, b, index, index + 1));
}

/** One side of a comparison of values. */
export interface ValueSide {
  readonly array: LazyArray;
  readonly paths: Paths;
}

/** How the work goes on. */
export interface ValueOptions {
  readonly signal?: AbortSignal;
  /** Told how many elements were compared. */
  onElements?(count: number): void;
}

/** The first element that differs and how many do, of two arrays of one shape, read in blocks. */
export async function diffValues(a: ValueSide, b: ValueSide, options: ValueOptions): Promise<Finding | undefined> {
  const call = options.signal ? { signal: options.signal } : {};
  const [typeA, typeB] = [a.array.dtype, b.array.dtype];
  let first: { at: readonly number[]; a: unknown; b: unknown } | undefined;
  let count = 0;
  if (elementCount(a.array.shape) === 0) return undefined;
  for await (const { start, shape, data } of a.array.blocks(call)) {
    const box = start.map((from, axis) => ({ start: from, stop: from + (shape[axis] as number) }));
    const length = elementCount(shape);
    const left = byPath(typeA, data, a.paths);
    const right = byPath(typeB, (await b.array.read(box, call)).data, b.paths);
    const found = differing(typeA, left, typeB, right, length);
    const [index] = found;
    count += found.length;
    const at = index === undefined ? undefined : indexIn(index, start, shape);
    if (index !== undefined && at !== undefined && (first === undefined || before(at, first.at)))
      first = { at, a: elementAt(typeA, left, index), b: elementAt(typeB, right, index) };
    options.onElements?.(length);
  }
  return first && { kind: "value", ...first, count };
}

function elementAt(dtype: Dtype, data: ArrayData, index: number): unknown {
  return byPathJson(dtype, sliceData(dtype, data, index, index + 1), 1)[0];
}

function indexIn(index: number, start: readonly number[], shape: readonly number[]): number[] {
  const at = [...start];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] as number;
    at[axis] = (start[axis] as number) + (rest % length);
    rest = Math.floor(rest / length);
  }
  return at;
}

/** Whether one index comes before another in C order: blocks may come in the order of chunks. */
function before(a: readonly number[], b: readonly number[]): boolean {
  const axis = a.findIndex((place, index) => place !== b[index]);
  return axis >= 0 && (a[axis] as number) < (b[axis] as number);
}
