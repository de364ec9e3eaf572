import { hdmfError } from "@hdmf-ts/errors";

/** How chunks are numbered in an index: row by row over a grid of chunks. */
export interface ChunkGrid {
  /** Chunks of the present shape along each axis. */
  readonly counts: readonly number[];
  /** The number of the chunk at these coordinates. */
  numberOf(coordinates: readonly number[]): number;
  /** One more than the greatest number of the present shape. */
  readonly end: number;
}

/** Numbers the chunks of the present shape, as our own tables do. */
export function presentGrid(shape: readonly number[], chunks: readonly number[]): ChunkGrid {
  return gridOf(
    shape,
    chunks,
    countsOf(shape, chunks),
    shape.map((_, axis) => axis),
  );
}

/**
 * Numbers the chunks of the greatest shape, as the arrays of the file do: there the one axis without limit is the slowest
 * (specification, appendix C; the order of the axes is that of the library).
 */
export function storedGrid(
  shape: readonly number[],
  maxShape: readonly (number | null)[],
  chunks: readonly number[],
): ChunkGrid {
  const free = maxShape.indexOf(null);
  const order = shape.map((_, axis) => axis);
  if (free > 0) order.unshift(...order.splice(free, 1));
  const most = maxShape.map((length, axis) => length ?? shape[axis]!);
  return gridOf(shape, chunks, countsOf(most, chunks), order);
}

function countsOf(shape: readonly number[], chunks: readonly number[]): number[] {
  return shape.map((length, axis) => Math.ceil(length / chunks[axis]!));
}

function gridOf(
  shape: readonly number[],
  chunks: readonly number[],
  lengths: readonly number[],
  order: readonly number[],
): ChunkGrid {
  const strides = shape.map(() => 1);
  let stride = 1;
  for (const [place, axis] of [...order.entries()].reverse()) {
    strides[axis] = stride;
    // The slowest axis may have no limit, and its length decides nothing.
    if (place > 0) stride *= Math.max(1, lengths[axis]!);
  }
  const counts = countsOf(shape, chunks);
  function numberOf(coordinates: readonly number[]): number {
    let number = 0;
    for (let axis = 0; axis < strides.length; axis++) number += coordinates[axis]! * strides[axis]!;
    return number;
  }
  const end = counts.includes(0) ? 0 : numberOf(counts.map((count) => count - 1)) + 1;
  if (!Number.isSafeInteger(end))
    throw hdmfError(
      "unsupported",
      `an array of shape [${shape.join(", ")}] has more chunks than can be counted exactly`,
    );
  return { counts, numberOf, end };
}
