import { hdmfError } from "@hdmf-ts/errors";
import { allocate } from "./allocate.ts";
import { assemble } from "./assembly.ts";
import { checkChunks } from "./blocks.ts";
import { chunkParts } from "./chunk-parts.ts";
import { forEachConcurrently } from "./concurrency.ts";
import { dataLength } from "./data-length.ts";
import type { Dtype } from "./dtype.ts";
import type { Grid } from "./grid.ts";
import { checkInto } from "./into.ts";
import type { ArrayData, NdArray, NumberArray } from "./nd-array.ts";
import { normalizeSelection } from "./normalize-selection.ts";
import type { Selection } from "./selection.ts";
import { elementCount } from "./shape.ts";

/** How many chunks are read or written at the same time unless told. */
export const defaultConcurrency = 8;

/** What {@link readChunked} needs to know. */
export interface ReadChunkedOptions {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly selection?: Selection | undefined;
  readonly into?: NumberArray | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How many chunks are read at the same time; 8 unless told. */
  readonly concurrency?: number | undefined;
  /** The one element that chunks which were never written consist of; as {@link allocate}d unless told. */
  readonly fill?: ArrayData | undefined;
  /**
   * All elements of a chunk, at the edges too; `undefined` where it was never written. The data is read, but neither
   * changed nor kept. `coordinates` count chunks.
   */
  readChunk(coordinates: readonly number[]): Promise<ArrayData | undefined>;
}

/**
 * Reads what is selected of a chunked array, each chunk at most once. When it rejects, no chunk is being read any more.
 * @throws `invalid` for a selection, chunks or `into` that do not fit, `malformed` for a chunk that is too short, whatever
 * `readChunk` throws, and the reason of the signal.
 */
export async function readChunked(options: ReadChunkedOptions): Promise<NdArray> {
  const { dtype, shape, chunks, signal, into, concurrency = defaultConcurrency } = options;
  signal?.throwIfAborted();
  checkChunks(chunks, shape);
  const selection = normalizeSelection(options.selection, shape);
  const count = elementCount(selection.shape);
  const base = checkInto(dtype, count, into);
  const fill = options.fill ?? (base && allocate(dtype, 1));
  const assembly = assemble(dtype, count, base);
  const chunkLength = elementCount(chunks);
  await forEachConcurrently(chunkParts(selection, shape, chunks), concurrency, signal, async (part) => {
    const data = await options.readChunk(part.coordinates);
    if (data) {
      checkChunkLength(dtype, data, chunkLength, part.coordinates);
      assembly.place(data, part.grid);
    } else if (fill) assembly.place(fill, fillGrid(part.grid));
  });
  return { dtype, shape: selection.shape, data: assembly.finish() };
}

/** The same grid, but with all from the one element of a fill value. */
function fillGrid({ to, axes }: Grid): Grid {
  return {
    from: 0,
    to,
    axes: axes.map((axis) =>
      axis.fromList ? { ...axis, fromList: new Float64Array(axis.count) } : { ...axis, fromStep: 0 },
    ),
  };
}

/** @throws `malformed` for a chunk with fewer elements than it must have. */
export function checkChunkLength(dtype: Dtype, data: ArrayData, length: number, coordinates: readonly number[]): void {
  const found = dataLength(dtype, data);
  if (found >= length) return;
  throw hdmfError("malformed", `The chunk [${coordinates.join(", ")}] has ${found} elements instead of ${length}.`);
}
