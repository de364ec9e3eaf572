import type { NormalizedAxis } from "@hdmf-ts/array";

/** Neighbouring elements of an array that are all selected, run after run in the order of the selection. */
export interface Runs {
  /** How many elements each run has. */
  readonly length: number;
  readonly count: number;
  /** Puts the first elements of the next runs into `starts`; how many it put. */
  next(starts: Float64Array): number;
}

/** Cuts a selection of an array in C order into runs as long as can be. */
export function selectionRuns(axes: readonly NormalizedAxis[], shape: readonly number[]): Runs {
  let stride = 1;
  let length = 1;
  let base = 0;
  let joined = true;
  const outer: { readonly axis: NormalizedAxis; readonly stride: number }[] = [];
  for (let at = axes.length - 1; at >= 0; at--) {
    const axis = axes[at]!;
    if (joined && "start" in axis && (axis.step === 1 || axis.count === 1)) {
      length *= axis.count;
      base += axis.start * stride;
      joined = axis.count === shape[at];
    } else {
      outer.unshift({ axis, stride });
      joined = false;
    }
    stride *= shape[at]!;
  }
  const count = outer.reduce((product, { axis }) => product * axis.count, 1);
  const places = outer.map(() => 0);
  const inner = outer.at(-1);
  let done = 0;

  function offset({ axis, stride }: (typeof outer)[number], index: number): number {
    return stride * ("start" in axis ? axis.start + index * axis.step : axis.indices[index]!);
  }

  return {
    length,
    count: length === 0 ? 0 : count,
    next(starts) {
      let filled = 0;
      while (filled < starts.length && done < count) {
        if (inner === undefined) {
          starts[filled++] = base;
          done++;
          break;
        }
        let from = base;
        for (let at = 0; at < outer.length - 1; at++) from += offset(outer[at]!, places[at]!);
        const last = outer.length - 1;
        const stop = Math.min(inner.axis.count, places[last]! + starts.length - filled);
        done += stop - places[last]!;
        for (let index = places[last]!; index < stop; index++) starts[filled++] = from + offset(inner, index);
        places[last] = stop;
        for (let at = last; at > 0 && places[at] === outer[at]!.axis.count; at--) {
          places[at] = 0;
          places[at - 1]!++;
        }
      }
      return filled;
    },
  };
}
