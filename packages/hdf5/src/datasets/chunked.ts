import {
  type ArrayData,
  type EncodedChunk,
  elementBytes,
  elementCount,
  type NdArray,
  normalizeSelection,
  type ReadOptions,
  readChunked,
  type Selection,
} from "@hdmf-ts/array";
import { decodeChunk } from "@hdmf-ts/codecs";
import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import { presentGrid } from "../chunk-index/chunk-grid.ts";
import { type ChunkIndex, readChunkIndex } from "../chunk-index/chunk-index.ts";
import type { ChunkedLayout } from "./data-layout.ts";
import type { ReadableDataset } from "./dataset-source.ts";
import { plainNumbers } from "./plain-numbers.ts";

/** Reads the chunks of a dataset. */
export interface ChunkReader {
  read(selection: Selection | undefined, options: ReadOptions): Promise<NdArray>;
  /** A chunk as stored; `undefined` where it was never written. */
  readStored(coordinates: readonly number[], signal: AbortSignal | undefined): Promise<EncodedChunk | undefined>;
}

const allFilters = 0xffffffff;

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
    if (typeof found === "function") {
      index = found;
      return found;
    }
    return found.then((read) => {
      index = read;
      return read;
    });
  }

  async function readStored(
    coordinates: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<EncodedChunk | undefined> {
    const chunk = (index ?? (await findChunks(signal)))(coordinates);
    if (chunk === undefined) return undefined;
    const { address, filterMask } = chunk;
    if (address + chunk.length > file.bytes.end)
      throw hdmfError(
        "malformed",
        `the chunk [${coordinates.join(", ")}] of the ${what} would take ${chunk.length} bytes at ${address}, but the file ends at ${file.bytes.end}`,
      );
    const bytes = await file.data.read(address, chunk.length, signal ? { signal } : {});
    const atEdge = layout.plainEdges && coordinates.some((at, axis) => (at + 1) * chunks[axis]! > shape[axis]!);
    return { bytes, filterMask: atEdge ? allFilters : filterMask };
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

  async function decoded(
    coordinates: readonly number[],
    { bytes, filterMask }: EncodedChunk,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array> {
    let raw: Uint8Array;
    try {
      raw = await decodeChunk(filters, bytes, { size: chunkBytes, filterMask, ...(signal && { signal }) });
    } catch (cause) {
      if (!isHdmfError(cause, "malformed")) throw cause;
      const where = `the chunk [${coordinates.join(", ")}] of the ${what}`;
      throw hdmfError("malformed", `${where}: ${cause.message}`, { cause });
    }
    if (raw.length === chunkBytes) return raw;
    const where = `the chunk [${coordinates.join(", ")}] of the ${what}`;
    throw hdmfError("malformed", `${where} has ${raw.length} bytes, expected ${chunkBytes}`);
  }

  return {
    readStored,
    async read(selection, { into, signal }) {
      signal?.throwIfAborted();
      if (!shape.includes(0)) await findChunks(signal);
      const keep = !takesWholeChunks(selection, shape, chunks);
      const readChunk = (coordinates: readonly number[]) => readElements(coordinates, keep, signal);
      return readChunked({ dtype, shape, chunks, selection, into, signal, fill, readChunk });
    },
  };
}

/** Reads that take each chunk whole, such as block after block, would only drive others out of the cache. */
function takesWholeChunks(
  selection: Selection | undefined,
  shape: readonly number[],
  chunks: readonly number[],
): boolean {
  if (selection === undefined) return true;
  return normalizeSelection(selection, shape).axes.every((axis, at) => {
    if (!("start" in axis) || axis.step !== 1) return false;
    const stop = axis.start + axis.count;
    return axis.start % chunks[at]! === 0 && (stop % chunks[at]! === 0 || stop === shape[at]);
  });
}
