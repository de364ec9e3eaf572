import type { Box } from "./blocks.ts";
import type { LazyArray } from "./lazy-array.ts";

/**
 * What was written of boxes that are made of whole chunks: a box as it is where that is all of it, else its chunks, those that follow each
 * other along the last axis together.
 */
export async function* writtenBoxes(
  array: LazyArray,
  boxes: Iterable<Box>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Box, void, undefined> {
  const { chunks, shape } = array;
  const call = signal ? { signal } : {};
  const isWritten = async (coordinates: readonly number[]) => (await array.isWritten?.(coordinates, call)) ?? true;
  if (chunks === undefined || shape === null) {
    if (await isWritten([])) yield* boxes;
    return;
  }
  for (const box of boxes) {
    const runs: Box[] = [];
    let missing = false;
    for (const { coordinates, row } of rowsOfChunks(box, chunks)) {
      let from: number | undefined;
      for (let at = 0; at <= row; at++) {
        signal?.throwIfAborted();
        const written = at < row && (await isWritten(along(coordinates, at)));
        if (written) from ??= at;
        else if (from !== undefined) {
          runs.push(boxOf(along(coordinates, from), at - from, chunks, shape));
          from = undefined;
        }
        if (at < row && !written) missing = true;
      }
    }
    if (missing) yield* runs;
    else yield box;
  }
}

/** Rows of chunks along the last axis: the coordinates of the first one, and how many there are. */
function* rowsOfChunks({ start, shape }: Box, chunks: readonly number[]) {
  const counts = shape.map((length, axis) => Math.ceil(length / chunks[axis]!));
  const row = counts.pop() ?? 1;
  const rows = counts.reduce((product, count) => product * count, 1);
  const first = start.map((at, axis) => at / chunks[axis]!);
  for (let index = 0; index < rows; index++) {
    const coordinates = [...first];
    let rest = index;
    for (let axis = counts.length - 1; axis >= 0; axis--) {
      coordinates[axis]! += rest % counts[axis]!;
      rest = Math.floor(rest / counts[axis]!);
    }
    yield { coordinates, row };
  }
}

const along = (coordinates: readonly number[], at: number): number[] =>
  coordinates.map((first, axis) => (axis === coordinates.length - 1 ? first + at : first));

function boxOf(
  coordinates: readonly number[],
  count: number,
  chunks: readonly number[],
  shape: readonly number[],
): Box {
  const last = coordinates.length - 1;
  const start = coordinates.map((at, axis) => at * chunks[axis]!);
  const lengths = start.map((from, axis) => {
    const length = chunks[axis]! * (axis === last ? count : 1);
    return Math.min(length, shape[axis]! - from);
  });
  return { start, shape: lengths };
}
