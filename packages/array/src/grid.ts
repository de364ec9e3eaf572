/**
 * One axis of a copy, counted in elements: the element `i` of it lies `i * step` (or as listed) from the start on either
 * side. A `fromStep` of 0 repeats one element.
 */
export interface GridAxis {
  readonly count: number;
  readonly fromStep: number;
  readonly toStep: number;
  /** Offsets that take the place of `fromStep` and `toStep`; both or none. */
  readonly fromList?: Float64Array;
  readonly toList?: Float64Array;
}

/** Which elements go where: the axes, outermost first, from the element `from` to the element `to`. */
export interface Grid {
  readonly from: number;
  readonly to: number;
  readonly axes: readonly GridAxis[];
}

/** Copies `rows` runs of `count` items. */
export type Move = (
  from: number,
  to: number,
  rows: number,
  fromRow: number,
  toRow: number,
  count: number,
  fromStep: number,
  toStep: number,
) => void;

/** A grid that copies `count` neighbouring elements. */
export function runGrid(from: number, to: number, count: number, fromStep = 1): Grid {
  return { from, to, axes: [{ count, fromStep, toStep: 1 }] };
}

/** The same grid for elements of `units` items each, with as few axes as it takes; `undefined` where it copies nothing. */
export function compactGrid(grid: Grid, units: number): Grid | undefined {
  if (units === 0) return undefined;
  const axes: GridAxis[] = [];
  let from = grid.from * units;
  let to = grid.to * units;
  let inner: GridAxis = { count: units, fromStep: 1, toStep: 1 };
  for (const axis of [...grid.axes].reverse()) {
    const { count, fromStep, toStep, fromList, toList } = axis;
    if (count === 0) return undefined;
    if (fromList && toList) {
      if (count === 1) {
        from += fromList[0]! * units;
        to += toList[0]! * units;
        continue;
      }
      if (inner.count !== 1) axes.unshift(inner);
      inner = {
        count,
        fromStep: 0,
        toStep: 0,
        fromList: units === 1 ? fromList : fromList.map((offset) => offset * units),
        toList: units === 1 ? toList : toList.map((offset) => offset * units),
      };
      continue;
    }
    if (count === 1) continue;
    const next = { count, fromStep: fromStep * units, toStep: toStep * units };
    const joins =
      !inner.fromList && next.fromStep === inner.fromStep * inner.count && next.toStep === inner.toStep * inner.count;
    if (joins) inner = { count: count * inner.count, fromStep: inner.fromStep, toStep: inner.toStep };
    else {
      if (inner.count !== 1) axes.unshift(inner);
      inner = next;
    }
  }
  axes.unshift(inner);
  return { from, to, axes };
}

/** Calls `move` for all of a compact grid, with the two innermost axes at once. */
export function walkGrid({ from, to, axes }: Grid, move: Move): void {
  visit(0, from, to);

  function visit(depth: number, from: number, to: number): void {
    const axis = axes[depth]!;
    const next = axes[depth + 1];
    const last = depth + 1 === axes.length || (depth + 2 === axes.length && !next!.fromList);
    const { count, fromStep, toStep } = axis;
    if (axis.fromList) {
      if (last) walkList(axis, next, from, to, move);
      else for (let i = 0; i < count; i++) visit(depth + 1, from + axis.fromList[i]!, to + axis.toList![i]!);
    } else if (!last) for (let i = 0; i < count; i++) visit(depth + 1, from + i * fromStep, to + i * toStep);
    else if (next) move(from, to, count, fromStep, toStep, next.count, next.fromStep, next.toStep);
    else move(from, to, 1, 0, 0, count, fromStep, toStep);
  }
}

/** Lists often hold evenly spaced stretches, which are copied at once. */
function walkList(axis: GridAxis, next: GridAxis | undefined, from: number, to: number, move: Move): void {
  const fromList = axis.fromList!;
  const toList = axis.toList!;
  for (let i = 0; i < axis.count; ) {
    const fromStep = i + 1 < axis.count ? fromList[i + 1]! - fromList[i]! : 0;
    const toStep = i + 1 < axis.count ? toList[i + 1]! - toList[i]! : 0;
    let end = i + 1;
    while (
      end < axis.count &&
      fromList[end]! - fromList[end - 1]! === fromStep &&
      toList[end]! - toList[end - 1]! === toStep
    )
      end++;
    const [f, t] = [from + fromList[i]!, to + toList[i]!];
    if (next) move(f, t, end - i, fromStep, toStep, next.count, next.fromStep, next.toStep);
    else move(f, t, 1, 0, 0, end - i, fromStep, toStep);
    i = end;
  }
}
