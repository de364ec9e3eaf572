import {
  type ArrayData,
  allocate,
  concatData,
  elementCount,
  isNumbers,
  type NdArray,
  type NormalizedAxis,
  normalizeSelection,
  type ReadOptions,
  readChunked,
  type Selection,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { usesHeap } from "../datatypes/stored-type.ts";
import type { ReadableDataset } from "./dataset-source.ts";
import { gatherPacked, onlyRun, type PackedArray, readStretch } from "./gather.ts";
import { bytesOf } from "./plain-numbers.ts";

const partElements = 131_072;

/** Where the elements of a contiguous dataset are; without an address they were never written. */
export interface ContiguousPlace {
  readonly address?: number;
  readonly size?: number;
}

/** Reads what is selected of a contiguous dataset: the bytes of the selection, neighbours together. */
export async function readContiguous(
  dataset: ReadableDataset,
  { address, size }: ContiguousPlace,
  selection: Selection | undefined,
  options: ReadOptions,
): Promise<NdArray> {
  const { dtype, shape, type, file, what } = dataset;
  const needed = elementCount(shape) * type.size;
  if (address === undefined) return readUnwritten(dataset, selection, options);
  if ((size ?? needed) < needed)
    throw hdmfError("malformed", `the ${what} has ${size} bytes, its elements take ${needed}`);
  if (address + needed > file.bytes.end)
    throw hdmfError(
      "malformed",
      `the ${what} would take ${needed} bytes at ${address}, but the file ends at ${file.bytes.end}`,
    );
  const { axes, shape: resultShape } = normalizeSelection(selection, shape);
  const count = elementCount(resultShape);
  const packed = { data: file.data, address, size: type.size, shape };
  return { dtype, shape: resultShape, data: await readPacked(dataset, packed, axes, count, options) };
}

async function readPacked(
  dataset: ReadableDataset,
  packed: PackedArray,
  axes: readonly NormalizedAxis[],
  count: number,
  { into, signal }: ReadOptions,
): Promise<ArrayData> {
  if (dataset.plain) {
    const target = checkInto(dataset, count, into) ?? allocate(dataset.dtype, count);
    if (isNumbers(target)) await gatherPacked(packed, axes, bytesOf(target), signal);
    return target;
  }
  if (dataset.type.kind === "compound") {
    const { readColumns } = await import("./contiguous-columns.ts");
    const columns = await readColumns(dataset, packed, axes, count, signal);
    if (columns) return columns;
  }
  if (count > partElements && usesHeap(dataset.type)) return decodeParts(dataset, packed, axes, count, signal);
  const raw = allocate("uint8", count * dataset.type.size) as Uint8Array;
  await gatherPacked(packed, axes, raw, signal);
  const data = await dataset.file.run(() => dataset.decode(raw, count), signal ? { signal } : {});
  return copiedInto(dataset, data, count, into);
}

/** Elements whose content is elsewhere in the file are decoded in parts, since all that a part needs is fetched, and kept, at once. */
async function decodeParts(
  { type, dtype, decode, file }: ReadableDataset,
  packed: PackedArray,
  axes: readonly NormalizedAxis[],
  count: number,
  signal: AbortSignal | undefined,
): Promise<ArrayData> {
  const stretch = onlyRun(packed, axes);
  const rawCount = stretch === undefined ? count : partElements;
  const raw = allocate("uint8", rawCount * type.size) as Uint8Array;
  if (stretch === undefined) await gatherPacked(packed, axes, raw, signal);
  const parts: ArrayData[] = [];
  for (let first = 0; first < count; first += partElements) {
    signal?.throwIfAborted();
    const size = Math.min(partElements, count - first);
    const start = stretch === undefined ? first * type.size : 0;
    const bytes = raw.subarray(start, start + size * type.size);
    if (stretch !== undefined) await readStretch(packed.data, stretch + first * type.size, bytes, signal);
    parts.push(await file.run(() => decode(bytes, size), signal ? { signal } : {}));
  }
  return concatData(dtype, parts);
}

/** Elements that were never written are the fill value. */
function readUnwritten(
  { dtype, shape, fill }: ReadableDataset,
  selection: Selection | undefined,
  { into, signal }: ReadOptions,
): Promise<NdArray> {
  const chunks = shape.map((length) => Math.max(1, length));
  return readChunked({ dtype, shape, chunks, selection, into, signal, fill, readChunk: async () => undefined });
}

/** `into` where it holds these elements. @throws `invalid` where it is of another type or length */
function checkInto(dataset: ReadableDataset, count: number, into: ReadOptions["into"]): ReadOptions["into"] {
  const none = into && allocate(dataset.dtype, 0);
  if (!into || !isNumbers(none!)) return undefined;
  const length = count * elementUnits(dataset);
  const [found, wanted] = [nameOf(into), nameOf(none)];
  if (found === wanted && into.length === length) return into;
  throw hdmfError("invalid", `The memory to read into must be a ${wanted} of ${length} numbers.`);
}

function copiedInto(dataset: ReadableDataset, data: ArrayData, count: number, into: ReadOptions["into"]): ArrayData {
  const target = checkInto(dataset, count, into);
  if (!target || !isNumbers(data)) return data;
  (target as Uint8Array).set(data as Uint8Array);
  return target;
}

/** Numbers an element. */
function elementUnits({ dtype }: ReadableDataset): number {
  const one = allocate(dtype, 1);
  return isNumbers(one) ? one.length : 1;
}

/** Subclasses such as Node's `Buffer` are of the type that they extend. */
function nameOf(numbers: object): string {
  return Object.prototype.toString.call(numbers).slice(8, -1);
}
