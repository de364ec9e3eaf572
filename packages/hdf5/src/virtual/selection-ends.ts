import type { PatternAxis, StoredSelection } from "../datatypes/dataspace-selection.ts";

/** The axis along which a pattern has no end. */
export function endlessAxis(selection: StoredSelection): number | undefined {
  if (selection.kind !== "pattern") return undefined;
  const at = selection.axes.findIndex(({ count, block }) => !Number.isFinite(count) || !Number.isFinite(block));
  return at < 0 ? undefined : at;
}

/** The end along each axis of what has one. */
export function endsOf(selection: StoredSelection): readonly number[] {
  if (selection.kind === "pattern") return selection.axes.map(axisEnd);
  if (selection.kind !== "boxes") return [];
  const { rank, coordinates } = selection;
  const ends = Array.from({ length: rank }, () => 0);
  for (let box = 0; box < coordinates.length; box += 2 * rank) {
    for (let axis = 0; axis < rank; axis++) ends[axis] = Math.max(ends[axis]!, coordinates[box + rank + axis]! + 1);
  }
  return ends;
}

/** Behind the last index; 0 where there is none. */
export function axisEnd({ start, stride, count, block }: PatternAxis): number {
  return count === 0 ? 0 : start + (count - 1) * stride + block;
}
