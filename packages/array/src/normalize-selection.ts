import { hdmfError } from "@hdmf-ts/errors";
import type { AxisSelection, Selection } from "./selection.ts";

/** What is taken of one axis, all numbers within it; `keep` says whether the axis stays in the result. */
export type NormalizedAxis =
  | { readonly start: number; readonly step: number; readonly count: number; readonly keep: boolean }
  | { readonly indices: Float64Array; readonly count: number; readonly keep: boolean };

/** A {@link Selection} with nothing left out, checked against a shape. */
export interface NormalizedSelection {
  /** One for each axis of the array. */
  readonly axes: readonly NormalizedAxis[];
  /** The shape of the result: the axes that are kept. */
  readonly shape: readonly number[];
}

/**
 * Checks a selection against the shape of an array and fills in what was left out. Single indices and lists may count
 * from the end, like numpy's.
 * @throws `invalid` for more axes than there are, an index outside its axis, a step below 1, a mask of another length.
 */
export function normalizeSelection(selection: Selection | undefined, shape: readonly number[]): NormalizedSelection {
  if (selection && selection.length > shape.length) {
    throw hdmfError("invalid", `The selection has ${selection.length} axes, the array has ${shape.length}.`);
  }
  const axes = shape.map((length, axis) => normalizeAxis(selection?.[axis] ?? null, length, axis));
  return { axes, shape: axes.filter((axis) => axis.keep).map((axis) => axis.count) };
}

function normalizeAxis(part: AxisSelection, length: number, axis: number): NormalizedAxis {
  if (part === null) return { start: 0, step: 1, count: length, keep: true };
  if (typeof part === "number") return { start: within(part, length, axis), step: 1, count: 1, keep: false };
  if ("indices" in part) {
    const indices = Float64Array.from(part.indices);
    for (let i = 0; i < indices.length; i++) indices[i] = within(indices[i]!, length, axis);
    return { indices, count: indices.length, keep: true };
  }
  if ("mask" in part) {
    const { mask } = part;
    if (mask.length !== length) {
      throw hdmfError("invalid", `The mask of axis ${axis} is ${mask.length} long, the axis ${length}.`);
    }
    let count = 0;
    for (let i = 0; i < length; i++) if (mask[i]) count++;
    const indices = new Float64Array(count);
    for (let i = 0, next = 0; i < length; i++) if (mask[i]) indices[next++] = i;
    return { indices, count, keep: true };
  }
  const step = part.step ?? 1;
  if (!Number.isSafeInteger(step) || step < 1) {
    throw hdmfError("invalid", `The step of axis ${axis} is ${step}, but must be a whole number of at least 1.`);
  }
  const start = clip(part.start ?? 0, length, axis);
  const stop = clip(part.stop ?? length, length, axis);
  return { start, step, count: Math.max(0, Math.ceil((stop - start) / step)), keep: true };
}

function within(index: number, length: number, axis: number): number {
  const place = index < 0 ? index + length : index + 0;
  if (Number.isSafeInteger(index) && place >= 0 && place < length) return place;
  throw hdmfError("invalid", `Index ${index} is outside axis ${axis}, which is ${length} long.`);
}

function clip(bound: number, length: number, axis: number): number {
  if (!Number.isInteger(bound)) {
    throw hdmfError("invalid", `The bound ${bound} of axis ${axis} is no whole number.`);
  }
  return Math.min(length, Math.max(0, bound < 0 ? bound + length : bound));
}
