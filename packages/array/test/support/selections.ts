import fc from "fast-check";
import type { AxisSelection, Selection } from "../../src/index.ts";

/** What a selection takes of an axis: the plainest possible reading of its meaning. */
export function chosen(part: AxisSelection, length: number): { indices: number[]; keep: boolean } {
  const all = Array.from({ length }, (_, i) => i);
  if (part === null) return { indices: all, keep: true };
  if (typeof part === "number") return { indices: [all.at(part)!], keep: false };
  if ("indices" in part) return { indices: Array.from(part.indices, (index) => all.at(index)!), keep: true };
  if ("mask" in part) return { indices: all.filter((i) => part.mask[i]), keep: true };
  const { start, stop, step = 1 } = part;
  return { indices: all.slice(start ?? 0, stop ?? length).filter((_, i) => i % step === 0), keep: true };
}

/** The places of the selected elements in C order, and the shape of the result. */
export function select(shape: readonly number[], selection: Selection): { places: number[]; shape: number[] } {
  const axes = shape.map((length, axis) => chosen(selection[axis] ?? null, length));
  let places = [0];
  for (const [axis, { indices }] of axes.entries()) {
    places = places.flatMap((place) => indices.map((index) => place * shape[axis]! + index));
  }
  return { places, shape: axes.filter((axis) => axis.keep).map((axis) => axis.indices.length) };
}

const axisSelection = (length: number): fc.Arbitrary<AxisSelection> => {
  const bound = fc.integer({ min: -length - 2, max: length + 2 });
  const slice = fc.record(
    { start: bound, stop: bound, step: fc.integer({ min: 1, max: 4 }) },
    { requiredKeys: [] },
  ) as fc.Arbitrary<{ start?: number; stop?: number; step?: number }>;
  const mask = fc.array(fc.boolean(), { minLength: length, maxLength: length });
  const always: fc.Arbitrary<AxisSelection>[] = [
    fc.constant(null),
    slice,
    mask.map((mask) => ({ mask })),
    mask.map((mask) => ({ mask: Uint8Array.from(mask, Number) })),
  ];
  if (length === 0) return fc.oneof(...always, fc.constant({ indices: [] }));
  const index = fc.integer({ min: -length, max: length - 1 });
  const indices = fc.array(index, { maxLength: 6 });
  return fc.oneof(
    ...always,
    index,
    indices.map((indices) => ({ indices })),
    indices.map((indices) => ({ indices: Int32Array.from(indices) })),
  );
};

const selectionOf = (shape: readonly number[]): fc.Arbitrary<Selection> =>
  fc
    .integer({ min: 0, max: shape.length })
    .chain((rank) => fc.tuple(...shape.slice(0, rank).map((length) => axisSelection(length))));

const shape: fc.Arbitrary<number[]> = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 4 });

/** A shape, scalars and empty axes included, and a selection of it. */
export const shapeAndSelection: fc.Arbitrary<{ shape: number[]; selection: Selection }> = shape.chain((shape) =>
  selectionOf(shape).map((selection) => ({ shape, selection })),
);

/** The same with a chunk shape, chunks larger than the array included. */
export const chunkedCase: fc.Arbitrary<{ shape: number[]; selection: Selection; chunks: number[] }> =
  shapeAndSelection.chain(({ shape, selection }) =>
    fc
      .array(fc.integer({ min: 1, max: 5 }), { minLength: shape.length, maxLength: shape.length })
      .map((chunks) => ({ shape, selection, chunks })),
  );
