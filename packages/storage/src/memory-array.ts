import {
  type ArrayData,
  allocate,
  type Block,
  type BlockOptions,
  bytesFromNumbers,
  type EncodedChunks,
  elementCount,
  type FloatName,
  type IntegerName,
  type LazyArray,
  type NdArray,
  type NumberArray,
  normalizeSelection,
  type ReadOptions,
  readBlocks,
  readChunked,
  type Selection,
  writeChunked,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { copyData } from "./copy-values.ts";
import { fillOf, type MemoryDataset } from "./memory-state.ts";

/** The name of a dtype whose elements are numbers of a fixed size, as chunks can be passed on as stored for. */
export function numberName(dtype: LazyArray["dtype"]): IntegerName | FloatName | undefined {
  return typeof dtype === "string" && /^(u?int(8|16|32|64)|float(16|32|64))$/.test(dtype)
    ? (dtype as IntegerName | FloatName)
    : undefined;
}

/** The elements of a dataset as they are now; `check` throws once the storage is closed. */
export function memoryArray(dataset: MemoryDataset, check: () => void): LazyArray {
  const { dtype, maxShape, chunks, filters } = dataset.wishes;
  const { shape } = dataset;
  const number = numberName(dtype);
  const array: LazyArray = {
    dtype,
    shape,
    ...(maxShape ? { maxShape } : {}),
    ...(chunks ? { chunks } : {}),
    async read(selection?: Selection, options: ReadOptions = {}): Promise<NdArray> {
      check();
      options.signal?.throwIfAborted();
      return readPieces(dataset, check, selection, options);
    },
    async *blocks(options: BlockOptions = {}): AsyncGenerator<Block, void, undefined> {
      check();
      if (shape !== null) yield* readBlocks(array, options);
    },
    ...(number !== undefined && chunks !== undefined && !filters?.length
      ? { encoded: encodedPieces(dataset, number, check) }
      : {}),
  };
  return array;
}

function encodedPieces(dataset: MemoryDataset, number: IntegerName | FloatName, check: () => void): EncodedChunks {
  return {
    filters: [],
    byteOrder: "little",
    async readChunk(coordinates, options) {
      check();
      options?.signal?.throwIfAborted();
      const piece = dataset.pieces.get(coordinates.join());
      if (piece === undefined) return undefined;
      return { bytes: bytesFromNumbers(number, piece as NumberArray), filterMask: 0 };
    },
  };
}

async function readPieces(
  dataset: MemoryDataset,
  check: () => void,
  selection: Selection | undefined,
  options: ReadOptions,
): Promise<NdArray> {
  const { dtype } = dataset.wishes;
  const { shape, grid, pieces } = dataset;
  if (shape === null) {
    if (selection?.length) throw hdmfError("invalid", "A null space has no axes to be selected");
    return { dtype, shape, data: allocate(dtype, 0) };
  }
  return readChunked({
    dtype,
    shape,
    chunks: grid,
    ...(selection ? { selection } : {}),
    ...options,
    fill: fillOf(dataset.wishes),
    async readChunk(coordinates) {
      check();
      return pieces.get(coordinates.join());
    },
  });
}

/** Writes what is selected; `dataset` is the edit's own clone. @throws `invalid` for a null space or data of another length. */
export async function writePieces(
  dataset: MemoryDataset,
  selection: Selection,
  data: ArrayData,
  signal?: AbortSignal,
): Promise<void> {
  const { shape, grid, pieces } = dataset;
  const { dtype } = dataset.wishes;
  if (shape === null) throw hdmfError("invalid", "A null space has no elements to write");
  if (elementCount(normalizeSelection(selection, shape).shape) === 0) return;
  await writeChunked({
    dtype,
    shape,
    chunks: grid,
    selection,
    data,
    ...(signal ? { signal } : {}),
    fill: fillOf(dataset.wishes),
    async readChunk(coordinates) {
      const piece = pieces.get(coordinates.join());
      return piece && copyData(dtype, piece);
    },
    async writeChunk(coordinates, piece) {
      pieces.set(coordinates.join(), copyData(dtype, piece));
    },
  });
}
