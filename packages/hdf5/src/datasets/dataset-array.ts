import {
  allocate,
  type BlockOptions,
  type LazyArray,
  type NdArray,
  type ReadOptions,
  readBlocks,
  readChunked,
  type Selection,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { type ChunkReader, chunkReader } from "./chunked.ts";
import { readContiguous } from "./contiguous.ts";
import type { DatasetFile, DatasetParts, ReadableDataset } from "./dataset-source.ts";
import { isPlain, plainNumbers } from "./plain-numbers.ts";

/**
 * The elements of a dataset. What cannot be read (other files that are not there, unknown filters) is found out by reads only, so that the
 * rest of the dataset stays readable.
 *
 * @throws `malformed` for a layout that does not fit the shape and type.
 */
export function datasetArray(file: DatasetFile, parts: DatasetParts): LazyArray {
  const { type, layout, shape, fillHidden } = parts;
  const { dtype } = type;
  const read = shape === null ? undefined : readerOf({ ...parts, file, dtype, shape, plain: isPlain(type) });
  const array: LazyArray = {
    dtype,
    shape,
    ...(parts.maxShape && { maxShape: parts.maxShape }),
    ...(layout.kind === "chunked" && shape && { chunks: layout.chunks }),
    async read(selection, options = {}) {
      options.signal?.throwIfAborted();
      if (read) return read.read(selection, options);
      if (selection && selection.length > 0)
        throw hdmfError("invalid", `The ${parts.what} has no elements, and no axes to select from.`);
      return { dtype, shape, data: allocate(dtype, 0) };
    },
    blocks: (options?: BlockOptions) => readBlocks(array, options),
    ...(read?.isWritten && !fillHidden && { isWritten: read.isWritten }),
    ...(read?.readStored &&
      !fillHidden &&
      type.kind === "number" && { encoded: encodedChunks(parts, read.readStored, type.big) }),
  };
  return array;
}

type Reader = Pick<ChunkReader, "read"> & Partial<Pick<ChunkReader, "readStored" | "isWritten">>;

function readerOf(dataset: ReadableDataset): Reader {
  const { layout } = dataset;
  const { external, file } = dataset;
  if (external)
    return { read: (selection, options) => file.elsewhere.readExternal(dataset, external, selection, options) };
  if (layout.kind === "virtual")
    return { read: (selection, options) => file.elsewhere.readVirtual(dataset, selection, options) };
  if (layout.kind === "chunked") return chunkReader(dataset, layout);
  if (layout.kind === "contiguous")
    return {
      read: (selection, options) => readContiguous(dataset, layout, selection, options),
      ...(layout.address === undefined && { isWritten: neverWritten }),
    };
  return { read: (selection, options) => readCompact(dataset, layout.bytes, selection, options) };
}

const neverWritten = async (): Promise<boolean> => false;

/** The elements stand in the object header itself. */
async function readCompact(
  dataset: ReadableDataset,
  bytes: Uint8Array,
  selection: Selection | undefined,
  { into, signal }: ReadOptions,
): Promise<NdArray> {
  const { dtype, shape, type, what, fill } = dataset;
  const count = shape.reduce((product, length) => product * length, 1);
  const needed = count * type.size;
  if (bytes.length > 0 && bytes.length < needed)
    throw hdmfError("malformed", `the ${what} has ${bytes.length} bytes, its elements take ${needed}`);
  const chunks = shape.map((length) => Math.max(1, length));
  async function readChunk() {
    if (bytes.length === 0) return undefined;
    const raw = bytes.subarray(0, needed);
    if (dataset.plain) return plainNumbers(dtype, raw);
    return dataset.file.run(() => dataset.decode(raw, count), signal ? { signal } : {});
  }
  return readChunked({ dtype, shape, chunks, selection, into, signal, fill, readChunk });
}

function encodedChunks(
  { filters }: DatasetParts,
  readStored: ChunkReader["readStored"],
  big: boolean,
): NonNullable<LazyArray["encoded"]> {
  return {
    filters,
    byteOrder: big ? "big" : "little",
    readChunk: (coordinates, options) => readStored(coordinates, options?.signal),
  };
}
