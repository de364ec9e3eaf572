import {
  type ArrayData,
  allocate,
  type EncodedChunk,
  elementBytes,
  elementCount,
  type LazyArray,
  type NdArray,
  type NormalizedAxis,
  type NumberArray,
  normalizeSelection,
  type ReadOptions,
  readChunked,
  type Selection,
} from "@hdmf-ts/array";
import { decodeChunk, hasCodec } from "@hdmf-ts/codecs";
import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import { presentGrid } from "../chunk-index/chunk-grid.ts";
import { type ChunkIndex, readChunkIndex } from "../chunk-index/chunk-index.ts";
import type { ChunkedLayout } from "./data-layout.ts";
import type { ReadableDataset } from "./dataset-source.ts";
import { readStretch } from "./gather.ts";
import { bytesOf, plainNumbers } from "./plain-numbers.ts";

/** Reads the chunks of a dataset. */
export interface ChunkReader {
  read(selection: Selection | undefined, options: ReadOptions): Promise<NdArray>;
  /** A chunk as stored; `undefined` where it was never written. */
  readStored(coordinates: readonly number[], signal: AbortSignal | undefined): Promise<EncodedChunk | undefined>;
  isWritten: NonNullable<LazyArray["isWritten"]>;
}

const unknownFilter = "give openHdf5File a decoder in the option filters, or open the file with @hdmf-ts/hdf5-h5wasm";
const allFilters = 0xffffffff;
/** Chunks without filters that are larger are read in part, and not kept. */
const largeBytes = 2 ** 20;

/** @throws `malformed` for chunks that do not fit the dataset */
export function chunkReader(dataset: ReadableDataset, layout: ChunkedLayout): ChunkReader {
  const { dtype, shape, type, file, filters, what, fill, plain } = dataset;
  const { chunks } = layout;
  if (chunks.length !== shape.length || layout.elementSize !== type.size) {
    const found = `chunks of [${chunks.join(", ")}] with elements of ${layout.elementSize} bytes`;
    throw hdmfError("malformed", `the ${what} has ${found}, its own have ${type.size} bytes and ${shape.length} axes`);
  }
  const length = elementCount(chunks);
  const chunkBytes = length * type.size;
  const { numberOf } = presentGrid(shape, chunks);
  const cache = file.cache.forDataset();
  const decodedBytes = Math.max(chunkBytes, elementBytes(dtype) * length);
  let index: ChunkIndex | undefined;

  function findChunks(signal: AbortSignal | undefined): ChunkIndex | Promise<ChunkIndex> {
    if (index) return index;
    const maxShape = dataset.maxShape ?? shape;
    const array = { layout, shape, maxShape, chunkBytes };
    const found = file.run(() => readChunkIndex(file.bytes, array), signal ? { signal } : {});
    if ("find" in found) {
      index = found;
      return found;
    }
    return found.then((read) => {
      index = read;
      return read;
    });
  }

  async function locate(coordinates: readonly number[], signal: AbortSignal | undefined) {
    const chunk = (index ?? (await findChunks(signal))).find(coordinates);
    if (chunk === undefined) return undefined;
    const { address } = chunk;
    if (address + chunk.length > file.bytes.end) {
      const place = `would take ${chunk.length} bytes at ${address}, but the file ends at ${file.bytes.end}`;
      throw hdmfError("malformed", `${nameOf(coordinates)} ${place}`);
    }
    const atEdge = layout.plainEdges && coordinates.some((at, axis) => (at + 1) * chunks[axis]! > shape[axis]!);
    return atEdge ? { ...chunk, filterMask: allFilters } : chunk;
  }

  async function readStored(
    coordinates: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<EncodedChunk | undefined> {
    const chunk = await locate(coordinates, signal);
    if (chunk === undefined) return undefined;
    const bytes = await file.data.read(chunk.address, chunk.length, signal ? { signal } : {});
    return { bytes, filterMask: chunk.filterMask };
  }

  async function readElements(
    coordinates: readonly number[],
    keep: boolean,
    signal: AbortSignal | undefined,
  ): Promise<ArrayData | undefined> {
    const number = numberOf(coordinates);
    const kept = cache.get(number);
    if (kept !== undefined) return kept;
    const stored = await readStored(coordinates, signal);
    if (stored === undefined) return undefined;
    const raw = await decoded(coordinates, stored, signal);
    const data = plain
      ? plainNumbers(dtype, raw)
      : await file.run(() => dataset.decode(raw, length), signal ? { signal } : {});
    if (keep) cache.set(number, data, decodedBytes);
    return data;
  }

  /** Of a large chunk without filters, only the rows that are selected; the rest is zeros, which nobody looks at. */
  async function readRows(
    coordinates: readonly number[],
    rows: NormalizedAxis,
    signal: AbortSignal | undefined,
  ): Promise<ArrayData | undefined> {
    const chunk = await locate(coordinates, signal);
    if (chunk === undefined) return undefined;
    checkLength(coordinates, chunk.length);
    const height = chunks[0]!;
    const [first, last] = rowsWithin(rows, coordinates[0]! * height, height);
    const rowBytes = chunkBytes / height;
    const data = allocate(dtype, length);
    const part = bytesOf(data as NumberArray).subarray(first * rowBytes, (last + 1) * rowBytes);
    await readStretch(file.data, chunk.address + first * rowBytes, part, signal);
    return data;
  }

  async function decoded(
    coordinates: readonly number[],
    { bytes, filterMask }: EncodedChunk,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array> {
    let raw: Uint8Array;
    try {
      raw = await decodeChunk(filters, bytes, {
        size: chunkBytes,
        filterMask,
        ...(file.decoders && { decoders: file.decoders }),
        ...(file.pool && { pool: file.pool }),
        ...(signal && { signal }),
      });
    } catch (cause) {
      if (!isHdmfError(cause)) throw cause;
      const isUnknown = cause.tag === "unsupported" && !filters.every(({ name }) => hasCodec(name));
      const hint = isUnknown ? unknownFilter : cause.hint;
      throw hdmfError(cause.tag, `${nameOf(coordinates)}: ${cause.message}`, { cause, ...(hint && { hint }) });
    }
    checkLength(coordinates, raw.length);
    return raw;
  }

  function checkLength(coordinates: readonly number[], found: number): void {
    if (found === chunkBytes) return;
    throw hdmfError("malformed", `${nameOf(coordinates)} has ${found} bytes, expected ${chunkBytes}`);
  }

  function nameOf(coordinates: readonly number[]): string {
    return `the chunk [${coordinates.join(", ")}] of the ${what}`;
  }

  return {
    readStored,
    isWritten: async (coordinates, options) =>
      (index ?? (await findChunks(options?.signal))).find(coordinates) !== undefined,
    async read(selection, { into, signal }) {
      signal?.throwIfAborted();
      const none = shape.includes(0) || (await findChunks(signal)).empty;
      const options = { dtype, shape, selection, into, signal, fill };
      if (none) {
        const whole = shape.map((length) => Math.max(1, length));
        return readChunked({ ...options, chunks: whole, readChunk: async () => undefined });
      }
      const { axes } = normalizeSelection(selection, shape);
      const keep = !takesWholeChunks(axes, shape, chunks);
      const [rows] = axes;
      const inRows = keep && plain && filters.length === 0 && chunkBytes > largeBytes && rows;
      const readChunk = (coordinates: readonly number[]) =>
        inRows ? readRows(coordinates, inRows, signal) : readElements(coordinates, keep, signal);
      return readChunked({ ...options, chunks, readChunk });
    },
  };
}

/** The first and last row of a chunk that are selected. */
function rowsWithin(rows: NormalizedAxis, start: number, height: number): [number, number] {
  if ("start" in rows) {
    const first = Math.max(0, rows.start - start);
    const last = Math.min(height - 1, rows.start + (rows.count - 1) * rows.step - start);
    return [first, last];
  }
  let [first, last] = [height - 1, 0];
  for (const index of rows.indices) {
    const row = index - start;
    if (row < 0 || row >= height) continue;
    first = Math.min(first, row);
    last = Math.max(last, row);
  }
  return [first, last];
}

/** Reads that take each chunk whole, such as block after block, would only drive others out of the cache. */
function takesWholeChunks(
  axes: readonly NormalizedAxis[],
  shape: readonly number[],
  chunks: readonly number[],
): boolean {
  return axes.every((axis, at) => {
    if (!("start" in axis) || axis.step !== 1) return false;
    const stop = axis.start + axis.count;
    return axis.start % chunks[at]! === 0 && (stop % chunks[at]! === 0 || stop === shape[at]);
  });
}
