import { hdmfError } from "@hdmf-ts/errors";
import type { PatternAxis, StoredSelection } from "../datatypes/dataspace-selection.ts";
import { boxRows } from "./box-rows.ts";

/** The selected indices of one axis, numbered from 0: `block` from `start`, again `stride` later, `count` in all. */
export interface NumberedAxis {
  readonly start: number;
  readonly stride: number;
  readonly block: number;
  readonly count: number;
}

/** The elements of a selection, numbered in C order of the array. */
export interface Numbered {
  readonly count: number;
  /** Where each axis is selected by itself. */
  readonly axes?: readonly NumberedAxis[];
  /** The least and the greatest index of an axis. */
  bounds(axis: number): readonly [number, number];
  /** The number of an element; -1 where it is not selected. */
  numberOf(indices: readonly number[]): number;
  /** Puts the indices of an element into `indices`. */
  indicesOf(number: number, indices: number[]): void;
}

/** The number of an index of an axis; -1 where it is not selected. */
export function numberOnAxis({ start, stride, block, count }: NumberedAxis, index: number): number {
  if (index < start) return -1;
  const turn = Math.floor((index - start) / stride);
  const within = index - start - turn * stride;
  const number = turn * block + within;
  return within < block && number < count ? number : -1;
}

export function indexOnAxis({ start, stride, block }: NumberedAxis, number: number): number {
  const turn = Math.floor(number / block);
  return start + turn * stride + (number - turn * block);
}

/**
 * Numbers the elements of a selection. An endless pattern is cut off at the end of the array.
 *
 * @param what Names the selection in messages.
 * @throws `malformed` for what is not within the shape, `unsupported` for points, which libhdf5 does not allow either; `limit`
 */
export function numberSelection(selection: StoredSelection, shape: readonly number[], what: string): Numbered {
  const rank = shape.length;
  switch (selection.kind) {
    case "none":
      return numberAxes(shape.map(() => ({ start: 0, stride: 1, block: 1, count: 0 })));
    case "all":
      return numberAxes(shape.map((length) => ({ start: 0, stride: length, block: length, count: length })));
    case "pattern":
      checkRank(selection.axes.length, rank, what);
      return numberAxes(selection.axes.map((axis, at) => patternAxis(axis, shape[at]!, what)));
    case "boxes":
      checkRank(selection.rank, rank, what);
      return boxRows(selection.coordinates, shape, what);
    case "points":
      throw hdmfError("unsupported", `${what} selects single points`);
  }
}

/** How many indices of an axis of a given length a pattern selects, where it has no end. */
export function countOnAxis({ start, stride, count, block }: PatternAxis, length: number): number {
  if (length <= start) return 0;
  if (block === Number.POSITIVE_INFINITY || count === 1) return Math.min(block, length - start);
  const turns = Math.min(count, Math.floor((length - start) / stride));
  return turns * block + (turns === count ? 0 : Math.min(block, length - start - turns * stride));
}

function patternAxis(axis: PatternAxis, length: number, what: string): NumberedAxis {
  checkPattern(axis, what);
  const { start, stride, count, block } = axis;
  const selected = countOnAxis(axis, length);
  const endless = count === Number.POSITIVE_INFINITY || block === Number.POSITIVE_INFINITY;
  if (!endless && selected < count * block) {
    const last = start + (count - 1) * stride + block - 1;
    throw hdmfError("malformed", `${what} selects the index ${last} of an axis of ${length}`);
  }
  const single = count === 1 || block === Number.POSITIVE_INFINITY;
  const whole = single ? Math.max(1, selected) : block;
  return { start, stride: single ? whole : stride, block: whole, count: selected };
}

/** @throws `malformed` for blocks that overlap or have no elements */
export function checkPattern({ stride, count, block }: PatternAxis, what: string): void {
  const single = count <= 1 || block === Number.POSITIVE_INFINITY;
  if (block >= 1 && (single || stride >= block)) return;
  throw hdmfError("malformed", `${what} has blocks of ${block} elements each ${stride}`);
}

function checkRank(found: number, rank: number, what: string): void {
  if (found !== rank) throw hdmfError("malformed", `${what} selects along ${found} of ${rank} axes`);
}

export function numberAxes(axes: readonly NumberedAxis[]): Numbered {
  return {
    axes,
    count: axes.reduce((product, { count }) => product * count, 1),
    bounds(at) {
      const axis = axes[at]!;
      return [axis.start, axis.count === 0 ? axis.start - 1 : indexOnAxis(axis, axis.count - 1)];
    },
    numberOf(indices) {
      let number = 0;
      for (let at = 0; at < axes.length; at++) {
        const one = numberOnAxis(axes[at]!, indices[at]!);
        if (one < 0) return -1;
        number = number * axes[at]!.count + one;
      }
      return number;
    },
    indicesOf(number, indices) {
      let rest = number;
      for (let at = axes.length - 1; at >= 0; at--) {
        const { count } = axes[at]!;
        const next = Math.floor(rest / count);
        indices[at] = indexOnAxis(axes[at]!, rest - next * count);
        rest = next;
      }
    },
  };
}
