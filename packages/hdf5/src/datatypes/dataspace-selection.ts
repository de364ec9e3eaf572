import type { RegionSelection } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Cursor } from "../io/cursor.ts";

const maxRank = 32;
/** Numbers in a list of coordinates: 128 MiB. */
const maxCoordinates = 2 ** 24;

/** One axis of a pattern: `count` blocks of `block` elements, `stride` from the start of one to the next. */
export interface PatternAxis {
  readonly start: number;
  readonly stride: number;
  /** `Infinity` where the pattern has no end along the axis; so may be `block`. */
  readonly count: number;
  readonly block: number;
}

/** A dataspace selection as it is stored. */
export type StoredSelection =
  | { readonly kind: "none" | "all" }
  /** Of points `rank` numbers each; of boxes `rank` first and then `rank` last coordinates. */
  | { readonly kind: "points" | "boxes"; readonly rank: number; readonly coordinates: Float64Array }
  | { readonly kind: "pattern"; readonly axes: readonly PatternAxis[] };

/**
 * Takes a dataspace selection (specification VIII.A).
 * @throws `malformed`; `unsupported` for later versions; `limit` for more than 2^24 coordinates
 */
export function takeSelection(cursor: Cursor): StoredSelection {
  const kind = cursor.uint(4);
  const version = cursor.uint(4);
  if (kind === 0 || kind === 3) {
    cursor.skip(8);
    return { kind: kind === 0 ? "none" : "all" };
  }
  if (kind === 1 && version <= 2) return takePoints(cursor, version);
  if (kind === 2 && version <= 3) return takeHyperslabs(cursor, version);
  throw hdmfError("unsupported", `${cursor.what} has a selection of type ${kind} and version ${version}`);
}

/**
 * Reads the selection of a region reference: points, and hyperslabs as a list of boxes, also where they are stored as a pattern. `rank`
 * and `count` of `all` are 0: they are those of the dataset.
 *
 * @throws as {@link takeSelection}; `unsupported` for endless patterns
 */
export function parseSelection(cursor: Cursor): RegionSelection {
  const found = takeSelection(cursor);
  switch (found.kind) {
    case "none":
    case "all":
      return { kind: found.kind, rank: 0, coordinates: new Float64Array(), count: 0 };
    case "points":
      return { ...found, kind: "points", count: found.coordinates.length / found.rank };
    case "boxes":
      return { ...found, kind: "hyperslabs", count: countBoxes(cursor, found) };
    case "pattern":
      return boxesOf(cursor, found.axes);
  }
}

function takePoints(cursor: Cursor, version: number): StoredSelection {
  if (version === 1) cursor.skip(8);
  const width = version === 1 ? 4 : takeWidth(cursor);
  const rank = takeRank(cursor);
  const count = cursor.uint(width);
  return { kind: "points", rank, coordinates: takeCoordinates(cursor, count * rank, width) };
}

function takeHyperslabs(cursor: Cursor, version: number): StoredSelection {
  if (version === 1) {
    cursor.skip(8);
    return takeBoxes(cursor, takeRank(cursor), 4);
  }
  const regular = (cursor.uint(1) & 1) === 1;
  if (version === 2) cursor.skip(4);
  const width = version === 2 ? 8 : takeWidth(cursor);
  const rank = takeRank(cursor);
  return regular ? takePattern(cursor, rank, width) : takeBoxes(cursor, rank, width);
}

function takeWidth(cursor: Cursor): number {
  const width = cursor.uint(1);
  if (width === 2 || width === 4 || width === 8) return width;
  throw hdmfError("malformed", `${cursor.what} has coordinates of ${width} bytes`);
}

function takeRank(cursor: Cursor): number {
  const rank = cursor.uint(4);
  if (rank > 0 && rank <= maxRank) return rank;
  throw hdmfError("malformed", `${cursor.what} selects along ${rank} dimensions`);
}

function takeCoordinates(cursor: Cursor, length: number, width: number): Float64Array {
  if (length * width > cursor.left) {
    throw hdmfError("malformed", `${cursor.what} says that it has ${length} coordinates, more than there are`);
  }
  checkLimit(cursor, length);
  const coordinates = new Float64Array(length);
  for (let index = 0; index < length; index++) coordinates[index] = cursor.uint(width);
  return coordinates;
}

function checkLimit(cursor: Cursor, length: number): void {
  if (length <= maxCoordinates) return;
  throw hdmfError("limit", `${cursor.what} selects with ${length} coordinates; ${maxCoordinates} are the most`);
}

function takeBoxes(cursor: Cursor, rank: number, width: number): StoredSelection {
  const boxes = cursor.uint(width);
  return { kind: "boxes", rank, coordinates: takeCoordinates(cursor, boxes * 2 * rank, width) };
}

function takePattern(cursor: Cursor, rank: number, width: number): StoredSelection {
  const axes = Array.from({ length: rank }, (): PatternAxis => {
    const [start, stride] = [cursor.uint(width), cursor.uint(width)];
    return {
      start,
      stride,
      count: cursor.address(width) ?? Number.POSITIVE_INFINITY,
      block: cursor.address(width) ?? Number.POSITIVE_INFINITY,
    };
  });
  return { kind: "pattern", axes };
}

function countBoxes(
  cursor: Cursor,
  { rank, coordinates }: { readonly rank: number; readonly coordinates: Float64Array },
): number {
  let count = 0;
  for (let box = 0; box < coordinates.length; box += 2 * rank) {
    let elements = 1;
    for (let axis = box; axis < box + rank; axis++) {
      const length = coordinates[axis + rank]! - coordinates[axis]! + 1;
      if (length < 1) throw hdmfError("malformed", `${cursor.what} has a box that ends before it starts`);
      elements *= length;
    }
    count += elements;
  }
  return count;
}

function boxesOf(cursor: Cursor, axes: readonly PatternAxis[]): RegionSelection {
  const rank = axes.length;
  const boxes = axes.reduce((product, { count }) => product * count, 1);
  if (axes.some(({ count, block }) => count === Number.POSITIVE_INFINITY || block === Number.POSITIVE_INFINITY)) {
    throw hdmfError("unsupported", `${cursor.what} selects without an end`);
  }
  checkLimit(cursor, boxes * 2 * rank);
  const coordinates = new Float64Array(boxes * 2 * rank);
  for (let box = 0; box < boxes; box++) {
    let rest = box;
    for (let axis = rank - 1; axis >= 0; axis--) {
      const { start, stride, count, block } = axes[axis]!;
      const first = start + (rest % count) * stride;
      rest = Math.floor(rest / count);
      coordinates[box * 2 * rank + axis] = first;
      coordinates[box * 2 * rank + rank + axis] = first + block - 1;
    }
  }
  return { kind: "hyperslabs", rank, coordinates, count: axes.reduce((product, { block }) => product * block, boxes) };
}
