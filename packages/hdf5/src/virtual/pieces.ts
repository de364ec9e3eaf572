import type { GridAxis, NormalizedAxis, Selection } from "@hdmf-ts/array";
import { asSelection } from "./as-selection.ts";
import { indexOnAxis, type Numbered, type NumberedAxis, numberOnAxis } from "./numbered.ts";
import { indexAt, type Piece, placesWithin, type Request } from "./request.ts";
import { scatteredPieces } from "./scattered-pieces.ts";

/**
 * The elements of a request that a mapping tells, as reads of its source.
 * @throws `limit` where single elements are to be looked up, and are too many
 */
export function* piecesOf(request: Request, virtual: Numbered, source: Numbered): Generator<Piece> {
  if (virtual.count === 0) return;
  const pairs = pairAxes(virtual.axes, source.axes);
  if (pairs === undefined || source.axes === undefined) {
    yield* scatteredPieces(request, virtual, source);
    return;
  }
  const selection: Selection[number][] = source.axes.map(({ start }) => ({ start, stop: start + 1 }));
  const axes: GridAxis[] = [];
  const chosen = pairs.map(({ virtual, source, at }) => choose(request.axes[at]!, virtual, source));
  if (chosen.some(({ places }) => places.length === 0)) return;
  let below = chosen.reduce((product, { places, sourceAt }) => product * (sourceAt ? places.length : 1), 1);
  for (const [index, { places, sourceAt }] of chosen.entries()) {
    const stride = request.strides[pairs[index]!.at]!;
    if (sourceAt !== undefined) {
      below /= places.length;
      selection[pairs[index]!.sourceAt!] = asSelection(sourceAt);
    }
    const step = sourceAt === undefined ? 0 : below;
    const fromList = places.map((_, number) => number * step);
    const toList = places.map((place) => place * stride);
    axes.push({ count: places.length, fromStep: 0, toStep: 0, fromList, toList });
  }
  yield { selection, grid: { from: 0, to: 0, axes } };
}

interface Pair {
  /** The axis of the virtual dataset. */
  readonly at: number;
  readonly virtual: NumberedAxis;
  readonly source?: NumberedAxis;
  readonly sourceAt?: number;
}

/**
 * The axes of the two that go together: as many of the same length in the same order, those of one index left out. Then the same
 * number on each axis is the same element.
 */
function pairAxes(
  virtual: readonly NumberedAxis[] | undefined,
  source: readonly NumberedAxis[] | undefined,
): readonly Pair[] | undefined {
  if (virtual === undefined || source === undefined) return undefined;
  const others = [...source.entries()].filter(([, { count }]) => count !== 1);
  const pairs = virtual.map((axis, at): Pair | undefined => {
    if (axis.count === 1) return { at, virtual: axis };
    const other = others.shift();
    return other?.[1].count === axis.count ? { at, virtual: axis, source: other[1], sourceAt: other[0] } : undefined;
  });
  return others.length === 0 && pairs.every((pair) => pair !== undefined) ? pairs : undefined;
}

/** The places of a request that an axis has, and the indices of the source that go there. */
function choose(asked: NormalizedAxis, virtual: NumberedAxis, source: NumberedAxis | undefined) {
  const [first, stop] = placesWithin(asked, virtual.start, indexOnAxis(virtual, virtual.count - 1));
  const most = Math.max(0, stop - first);
  const places = new Float64Array(most);
  const sourceAt = source && new Float64Array(most);
  let found = 0;
  for (let place = first; place < stop; place++) {
    const number = numberOnAxis(virtual, indexAt(asked, place));
    if (number < 0) continue;
    if (source && sourceAt) sourceAt[found] = indexOnAxis(source, number);
    places[found++] = place;
  }
  return { places: places.subarray(0, found), sourceAt: sourceAt?.subarray(0, found) };
}
