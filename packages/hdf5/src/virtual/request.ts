import type { Grid, NormalizedAxis, Selection } from "@hdmf-ts/array";

/** What is to be read of a source, and where it goes in the result. */
export interface Piece {
  readonly selection: Selection;
  readonly grid: Grid;
}

/** What a read of the virtual dataset asks for. */
export interface Request {
  readonly axes: readonly NormalizedAxis[];
  /** Elements of the result from one place of an axis to the next. */
  readonly strides: readonly number[];
}

export function requestOf(axes: readonly NormalizedAxis[]): Request {
  const strides = axes.map((_, at) => axes.slice(at + 1).reduce((product, { count }) => product * count, 1));
  return { axes, strides };
}

/** The places of an axis of a request, `[first, stop)`, whose indices may lie from `low` to `high`. */
export function placesWithin(axis: NormalizedAxis, low: number, high: number): readonly [number, number] {
  if (!("start" in axis)) return [0, axis.count];
  const { start, step, count } = axis;
  return [Math.max(0, Math.ceil((low - start) / step)), Math.min(count, Math.floor((high - start) / step) + 1)];
}

/** The index that a place of an axis asks for. */
export function indexAt(axis: NormalizedAxis, place: number): number {
  return "start" in axis ? axis.start + place * axis.step : axis.indices[place]!;
}
