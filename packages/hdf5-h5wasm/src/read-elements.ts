import {
  type ArrayData,
  allocate,
  concatData,
  elementBytes,
  elementCount,
  isNumbers,
  type NdArray,
  type NormalizedAxis,
  type NumberArray,
  normalizeSelection,
  planBlocks,
  type ReadOptions,
  type Selection,
  selectFrom,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { decode } from "./decode.ts";
import { readRegion } from "./global-heap.ts";
import { checkOpen, type OpenFile } from "./open-file.ts";
import { byteOrderOf, type StoredType, toDtype } from "./stored-type.ts";
import { memoryElements, withMemory } from "./wasm-memory.ts";

/** A dataset, as far as reading its elements needs it. */
export interface ReadableDataset {
  readonly file: OpenFile;
  readonly path: string;
  readonly type: StoredType;
  readonly shape: readonly number[];
  readonly chunks?: readonly number[] | undefined;
}

/** What one call into h5wasm may fill of its memory; more is read in parts. */
const partBytes = 32 * 2 ** 20;

/** Lists with gaps up to this many rows are read as one slice. */
const maxGap = 64;

interface Slice {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** Reads what is selected, in parts that keep h5wasm's memory (which never shrinks) small. */
export async function readElements(
  dataset: ReadableDataset,
  selection: Selection | undefined,
  options: ReadOptions,
): Promise<NdArray> {
  const { file, type, shape } = dataset;
  checkOpen(file);
  options.signal?.throwIfAborted();
  checkReadable(dataset.file, type, `dataset "${dataset.path}"`);
  const dtype = toDtype(type);
  const { axes, shape: resultShape } = normalizeSelection(selection, shape);
  if (axes.every((axis) => !("indices" in axis))) {
    const data = await readSlices(dataset, axes as readonly Slice[], options);
    return { dtype, shape: resultShape, data };
  }
  return readLists(dataset, axes, options);
}

async function readSlices(
  dataset: ReadableDataset,
  axes: readonly Slice[],
  { into, signal }: ReadOptions,
): Promise<ArrayData> {
  const dtype = toDtype(dataset.type);
  const counts = axes.map(({ count }) => count);
  if (elementCount(counts) === 0) return intoOr(allocate(dtype, 0), into);
  const perElement = Math.max(elementBytes(dtype), dataset.type.memorySize);
  const chunks = partChunks(dataset, axes, perElement);
  const plan = { shape: counts, elementBytes: perElement, maxBytes: partBytes, ...(chunks && { chunks }) };
  const parts: ArrayData[] = [];
  let whole: NumberArray | undefined;
  let filled = 0;
  for (const box of planBlocks(plan)) {
    if (parts.length > 0 || whole !== undefined) await breathe();
    signal?.throwIfAborted();
    checkOpen(dataset.file);
    const offset = axes.map(({ start, step }, axis) => start + (box.start[axis] ?? 0) * step);
    const data = readBox(
      dataset,
      box.shape,
      offset,
      axes.map(({ step }) => step),
    );
    if (elementCount(box.shape) === elementCount(counts)) return intoOr(data, into);
    if (!isNumbers(data)) {
      parts.push(data);
      continue;
    }
    whole ??= wholeFor(data, elementCount(counts), elementCount(box.shape), into);
    (whole as Uint8Array).set(data as Uint8Array, filled);
    filled += data.length;
  }
  return whole ?? concatData(dtype, parts);
}

/** Parts are whole rows of chunks where that stays in bounds, so that no chunk is decoded twice; they follow one another. */
function partChunks(dataset: ReadableDataset, axes: readonly Slice[], perElement: number): number[] | undefined {
  const [rows] = dataset.chunks ?? [];
  if (rows === undefined || axes.some(({ step }) => step !== 1)) return undefined;
  const counts = axes.map(({ count }) => count);
  const rest = elementCount(counts.slice(1));
  if (rows * rest * perElement > 8 * partBytes) return undefined;
  return [Math.min(rows, counts[0] ?? 1), ...counts.slice(1)];
}

function wholeFor(part: NumberArray, count: number, partCount: number, into: NumberArray | undefined): NumberArray {
  const length = (part.length / partCount) * count;
  const type = part.constructor as new (length: number) => NumberArray;
  if (into !== undefined) return checkInto(into, part, length);
  try {
    return new type(length);
  } catch (cause) {
    throw hdmfError("limit", `There is no memory for ${length} numbers`, { cause, hint: "Read the dataset in blocks" });
  }
}

function intoOr(data: ArrayData, into: NumberArray | undefined): ArrayData {
  if (into === undefined || !isNumbers(data)) return data;
  const target = checkInto(into, data, data.length);
  (target as Uint8Array).set(data as Uint8Array);
  return target;
}

function checkInto(into: NumberArray, like: NumberArray, length: number): NumberArray {
  if (into.constructor.name === like.constructor.name && into.length === length) return into;
  const wanted = `${like.constructor.name} of ${length}`;
  throw hdmfError("invalid", `"into" must be a ${wanted}, not a ${into.constructor.name} of ${into.length}`);
}

/** Lets the event loop run between long parts, so that an abort gets through. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function readBox(
  { file, path, type, shape }: ReadableDataset,
  counts: readonly number[],
  offset: readonly number[],
  steps: readonly number[],
): ArrayData {
  const count = elementCount(counts);
  const [counts64, offset64, steps64] = [counts, offset, steps].map((list) => list.map(BigInt));
  const scalar = shape.length === 0;
  return withMemory(
    file.wasm,
    count * type.memorySize,
    (pointer) =>
      file.wasm.call(`read dataset "${path}" of ${file.label}`, (module) =>
        module.get_dataset_data(
          file.id,
          path,
          scalar ? null : (counts64 ?? null),
          scalar ? null : (offset64 ?? null),
          scalar ? null : (steps64 ?? null),
          pointer,
        ),
      ),
    (bytes) => decode(type, bytes, count, elementsOf(file, type)),
  );
}

function elementsOf(file: OpenFile, type: StoredType): ReturnType<typeof memoryElements> {
  return memoryElements(file.wasm, type, (bytes, at) => readRegion(file, bytes, at));
}

/** Lists of indices: rows are read in neighbouring groups, other axes from the first to the last index. */
async function readLists(
  dataset: ReadableDataset,
  axes: readonly NormalizedAxis[],
  options: ReadOptions,
): Promise<NdArray> {
  const dtype = toDtype(dataset.type);
  const outer = axes.map((axis) => ("indices" in axis ? boundsOf(axis.indices) : axis));
  const [first] = axes;
  const groups = first !== undefined && "indices" in first ? groupsOf(first.indices) : outer.slice(0, 1);
  const parts: ArrayData[] = [];
  const rows: number[] = [];
  for (const group of groups) {
    const slices = [group, ...outer.slice(1)];
    parts.push(await readSlices(dataset, slices, options.signal ? { signal: options.signal } : {}));
    for (let row = 0; row < group.count; row++) rows.push(group.start + row * group.step);
  }
  const shape = [rows.length, ...outer.slice(1).map(({ count }) => count)];
  const place = new Map(rows.map((row, index) => [row, index]));
  const relative = axes.map((axis, index) => {
    if (!("indices" in axis)) return axis.keep ? null : 0;
    if (index === 0) return { indices: axis.indices.map((row) => place.get(row) ?? 0) };
    const start = outer[index]?.start ?? 0;
    return { indices: axis.indices.map((at) => at - start) };
  });
  return selectFrom({ dtype, shape, data: concatData(dtype, parts) }, relative, options.into);
}

function boundsOf(indices: Float64Array): Slice {
  if (indices.length === 0) return { start: 0, step: 1, count: 0 };
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const index of indices) {
    low = Math.min(low, index);
    high = Math.max(high, index);
  }
  return { start: low, step: 1, count: high - low + 1 };
}

function groupsOf(indices: Float64Array): Slice[] {
  const groups: { start: number; step: number; count: number }[] = [];
  for (const row of Float64Array.from(indices).sort()) {
    const last = groups.at(-1);
    if (last !== undefined && row - (last.start + last.count - 1) <= maxGap) last.count = row - last.start + 1;
    else groups.push({ start: row, step: 1, count: 1 });
  }
  return groups;
}

/** Reads a small value whole: of an attribute. */
export function readAttributeElements(
  file: OpenFile,
  path: string,
  name: string | Uint8Array,
  type: StoredType,
  count: number,
): ArrayData {
  const label = typeof name === "string" ? name : new TextDecoder().decode(name);
  const what = `attribute "${label}" of "${path}" of ${file.label}`;
  checkReadable(file, type, what);
  if (count === 0) return allocate(toDtype(type), 0);
  return withMemory(
    file.wasm,
    count * type.memorySize,
    (pointer) =>
      // embind takes bytes for a text too, for names that are no UTF-8.
      file.wasm.call(`read ${what}`, (module) => module.get_attribute_data(file.id, path, name as string, pointer)),
    (bytes) => decode(type, bytes, count, elementsOf(file, type)),
  );
}

/** h5wasm asks the library to turn big-endian types round, which goes wrong or fails for these. */
function checkReadable(file: OpenFile, type: StoredType, what: string): void {
  if (file.block.offsetBytes !== 8 && hasReferences(type)) {
    throw hdmfError(
      "unsupported",
      `The ${what} holds references of ${file.block.offsetBytes} bytes, which h5wasm misreads`,
    );
  }
  if (byteOrderOf(type) !== "big") return;
  const found = type.kind === "enum" ? "enum" : oddWhenTurned(type);
  if (found === undefined) return;
  throw hdmfError("unsupported", `The ${what} holds big-endian ${found} values, which h5wasm cannot read`);
}

function hasReferences(type: StoredType): boolean {
  if (type.kind === "compound") return type.fields.some((field) => hasReferences(field.type));
  if (type.kind === "vlen" || type.kind === "array") return hasReferences(type.base);
  return type.kind === "reference" || type.kind === "region";
}

function oddWhenTurned(type: StoredType): string | undefined {
  switch (type.kind) {
    case "enum":
      return type.size > 1 ? "enum" : undefined;
    case "complex":
      return "complex";
    case "vlen":
    case "array":
      return oddWhenTurned(type.base);
    case "compound":
      return type.fields.map((field) => oddWhenTurned(field.type)).find((found) => found !== undefined);
    default:
      return undefined;
  }
}
