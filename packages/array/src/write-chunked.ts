import { hdmfError } from "@hdmf-ts/errors";
import { allocate } from "./allocate.ts";
import { assemble } from "./assembly.ts";
import { checkChunks } from "./blocks.ts";
import { type ChunkPart, chunkParts } from "./chunk-parts.ts";
import { forEachConcurrently } from "./concurrency.ts";
import { dataLength } from "./data-length.ts";
import type { Dtype } from "./dtype.ts";
import { repeatData } from "./gather.ts";
import { compactGrid, type Grid } from "./grid.ts";
import type { ArrayData } from "./nd-array.ts";
import { normalizeSelection } from "./normalize-selection.ts";
import { checkChunkLength, defaultConcurrency } from "./read-chunked.ts";
import type { Selection } from "./selection.ts";
import { elementCount } from "./shape.ts";
import { sliceData } from "./slice-data.ts";

/** What {@link writeChunked} needs to know. */
export interface WriteChunkedOptions {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly selection?: Selection | undefined;
  /** As many elements as are selected, in C order. Where a list names an index twice, the later element wins. */
  readonly data: ArrayData;
  readonly signal?: AbortSignal | undefined;
  /** How many chunks are written at the same time; 8 unless told. */
  readonly concurrency?: number | undefined;
  /** The one element that stands where nothing was written; as {@link allocate}d unless told. */
  readonly fill?: ArrayData | undefined;
  /** The chunk as it is, in memory that will be changed; `undefined` where it was never written. */
  readChunk(coordinates: readonly number[]): Promise<ArrayData | undefined>;
  /** Takes all elements of a chunk, at the edges too. They may share memory with `data`: not to be changed or kept. */
  writeChunk(coordinates: readonly number[], data: ArrayData): Promise<void>;
}

/**
 * Writes into a chunked array. Chunks that are selected whole are written without reading them, others are read, changed
 * and written, each once. When it rejects, no chunk is being written any more, but some may have been.
 * @throws `invalid` for a selection, chunks or data that do not fit, whatever the two functions throw, and the reason of
 * the signal.
 */
export async function writeChunked(options: WriteChunkedOptions): Promise<void> {
  const { dtype, shape, chunks, data, signal, concurrency = defaultConcurrency } = options;
  signal?.throwIfAborted();
  checkChunks(chunks, shape);
  const selection = normalizeSelection(options.selection, shape);
  const count = elementCount(selection.shape);
  if (dataLength(dtype, data) !== count) {
    throw hdmfError("invalid", `${dataLength(dtype, data)} elements were given to write, but ${count} are selected.`);
  }
  const length = elementCount(chunks);
  await forEachConcurrently(chunkParts(selection, shape, chunks), concurrency, signal, async (part) => {
    await options.writeChunk(part.coordinates, await chunkData(options, part, length));
  });
}

async function chunkData(options: WriteChunkedOptions, part: ChunkPart, length: number): Promise<ArrayData> {
  const { dtype, data, fill } = options;
  const grid = turnAround(part.grid);
  if (part.whole && part.inside) {
    const run = compactGrid(grid, 1);
    const axis = run?.axes[0];
    if (run && axis && run.axes.length === 1 && axis.count === length && axis.fromStep === 1 && axis.toStep === 1) {
      return sliceData(dtype, data, run.from, run.from + length);
    }
  }
  const before = part.whole ? undefined : await options.readChunk(part.coordinates);
  if (before) checkChunkLength(dtype, before, length, part.coordinates);
  const base = before ?? (fill && !(part.whole && part.inside) ? repeatData(dtype, fill, length) : undefined);
  const assembly = assemble(dtype, length, base ?? allocate(dtype, length));
  assembly.place(data, grid);
  return assembly.finish();
}

function turnAround({ from, to, axes }: Grid): Grid {
  return {
    from: to,
    to: from,
    axes: axes.map(({ count, fromStep, toStep, fromList, toList }) => ({
      count,
      fromStep: toStep,
      toStep: fromStep,
      ...(fromList && toList && { fromList: toList, toList: fromList }),
    })),
  };
}
