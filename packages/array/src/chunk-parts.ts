import type { Grid, GridAxis } from "./grid.ts";
import type { NormalizedAxis, NormalizedSelection } from "./normalize-selection.ts";
import { stridesOf } from "./shape.ts";

/** What a selection and one chunk have in common. */
export interface ChunkPart {
  readonly coordinates: readonly number[];
  /** From the elements of the chunk, which is always of full size, to those of the selection. */
  readonly grid: Grid;
  /** Whether all elements of the chunk that lie in the array are selected. */
  readonly whole: boolean;
  /** Whether the chunk lies in the array with all its elements. */
  readonly inside: boolean;
}

/** The parts of an axis, made when asked for: a stranger's array may have more chunks than fit in memory. */
interface AxisParts {
  readonly length: number;
  at(index: number): AxisPart | undefined;
}

interface AxisPart {
  readonly chunk: number;
  readonly from: number;
  readonly to: number;
  readonly axis: GridAxis;
  readonly whole: boolean;
  readonly inside: boolean;
}

/** The chunks that a selection touches, each once, in C order. */
export function* chunkParts(
  selection: NormalizedSelection,
  shape: readonly number[],
  chunks: readonly number[],
): Generator<ChunkPart> {
  const fromStrides = stridesOf(chunks);
  const toStrides = stridesOf(selection.axes.map((axis) => axis.count));
  const parts = selection.axes.map((axis, index) =>
    axisParts(axis, shape[index]!, chunks[index]!, fromStrides[index]!, toStrides[index]!),
  );
  if (parts.some((list) => list.length === 0)) return;
  const at = parts.map(() => 0);
  for (;;) {
    const current = parts.map((list, axis) => list.at(at[axis]!)!);
    yield {
      coordinates: current.map((part) => part.chunk),
      grid: {
        from: current.reduce((sum, part) => sum + part.from, 0),
        to: current.reduce((sum, part) => sum + part.to, 0),
        axes: current.map((part) => part.axis),
      },
      whole: current.every((part) => part.whole),
      inside: current.every((part) => part.inside),
    };
    let axis = parts.length - 1;
    for (; axis >= 0; axis--) {
      at[axis]!++;
      if (at[axis]! < parts[axis]!.length) break;
      at[axis] = 0;
    }
    if (axis < 0) return;
  }
}

function axisParts(
  axis: NormalizedAxis,
  length: number,
  size: number,
  fromStride: number,
  toStride: number,
): AxisParts {
  if ("indices" in axis) return listParts(axis.indices, length, size, fromStride, toStride);
  const { start, step, count } = axis;
  const firstChunk = Math.floor(start / size);
  const lastChunk = Math.floor((start + (count - 1) * step) / size);
  const jumps = step >= size;
  return {
    length: jumps || count === 0 ? count : lastChunk - firstChunk + 1,
    at(index) {
      const chunk = jumps ? Math.floor((start + index * step) / size) : firstChunk + index;
      const next = Math.max(0, Math.ceil((chunk * size - start) / step));
      const taken = Math.min(count, Math.ceil(((chunk + 1) * size - start) / step)) - next;
      return {
        chunk,
        from: (start + next * step - chunk * size) * fromStride,
        to: next * toStride,
        axis: { count: taken, fromStep: step * fromStride, toStep: toStride },
        whole: taken === Math.min(size, length - chunk * size),
        inside: (chunk + 1) * size <= length,
      };
    },
  };
}

function listParts(
  indices: Float64Array,
  length: number,
  size: number,
  fromStride: number,
  toStride: number,
): readonly AxisPart[] {
  const places = new Map<number, number[]>();
  for (let i = 0; i < indices.length; i++) {
    const chunk = Math.floor(indices[i]! / size);
    const list = places.get(chunk);
    if (list) list.push(i);
    else places.set(chunk, [i]);
  }
  return [...places.keys()]
    .sort((a, b) => a - b)
    .map((chunk) => {
      const toList = Float64Array.from(places.get(chunk)!);
      const within = toList.map((place) => indices[place]! - chunk * size);
      return {
        chunk,
        from: 0,
        to: 0,
        axis: {
          count: toList.length,
          fromStep: 0,
          toStep: 0,
          fromList: within.map((index) => index * fromStride),
          toList: toList.map((place) => place * toStride),
        },
        whole: new Set(within).size === Math.min(size, length - chunk * size),
        inside: (chunk + 1) * size <= length,
      };
    });
}
