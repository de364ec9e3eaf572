import { hdmfError } from "@hdmf-ts/errors";
import { asSelection } from "./as-selection.ts";
import type { Numbered } from "./numbered.ts";
import { indexAt, type Piece, placesWithin, type Request } from "./request.ts";

/** So many elements are looked up one by one in a read. */
const mostElements = 2 ** 24;

/** A stretch of the source's last axis, and the elements of it in order: numbers of `found`. */
interface Stretch {
  /** The indices of the axes before. */
  readonly before: readonly number[];
  readonly start: number;
  length: number;
  readonly first: number;
}

/** As `piecesOf`, where elements do not go together axis by axis: looks up each, and reads neighbours of the source together. */
export function* scatteredPieces(request: Request, virtual: Numbered, source: Numbered): Generator<Piece> {
  const found = lookUp(request, virtual);
  const groups = new Map<string, Stretch[]>();
  for (const stretch of stretchesOf(found.numbers, source)) {
    // Of an array of one axis all stretches are one read, of others those that are rows of one box.
    const { before, start, length } = stretch;
    const key = before.length === 0 ? "" : JSON.stringify([before.slice(0, -1), start, length]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [stretch]);
    else group.push(stretch);
  }
  for (const group of groups.values()) {
    const [{ before, start, length }] = group as [Stretch];
    const last =
      before.length === 0
        ? asSelection(concat(group.map((one) => rangeFrom(one.start, one.length))))
        : { start, stop: start + length };
    const rows = before.length === 0 ? [] : [asSelection(Float64Array.from(group, (one) => one.before.at(-1)!))];
    const selection = [...before.slice(0, -1).map((index) => ({ start: index, stop: index + 1 })), ...rows, last];
    const fromList: number[] = [];
    const toList: number[] = [];
    let from = 0;
    for (const one of group) {
      // Elements that are asked for more than once have the same number.
      for (let at = one.first; at < found.numbers.length; at++) {
        const within = found.numbers[at]! - found.numbers[one.first]!;
        if (within >= one.length) break;
        fromList.push(from + within);
        toList.push(found.places[at]!);
      }
      from += one.length;
    }
    const axis = { count: toList.length, fromStep: 0, toStep: 0 };
    const lists = { fromList: Float64Array.from(fromList), toList: Float64Array.from(toList) };
    yield { selection, grid: { from: 0, to: 0, axes: [{ ...axis, ...lists }] } };
  }
}

/** The selected elements that are asked for, ascending by number, with their places in the result. */
function lookUp({ axes, strides }: Request, virtual: Numbered): { numbers: Float64Array; places: Float64Array } {
  const spans = axes.map((axis, at) => placesWithin(axis, ...virtual.bounds(at)));
  const most = spans.reduce((product, [first, stop]) => product * Math.max(0, stop - first), 1);
  if (most > mostElements) {
    throw hdmfError("limit", `${most} elements of a virtual dataset would be looked up one by one`, {
      hint: "Read it in parts",
    });
  }
  const numbers = new Float64Array(most);
  const places = new Float64Array(most);
  const indices = axes.map(() => 0);
  let found = 0;
  const visit = (at: number, place: number): void => {
    if (at === axes.length) {
      const number = virtual.numberOf(indices);
      if (number < 0) return;
      numbers[found] = number;
      places[found++] = place;
      return;
    }
    const [first, stop] = spans[at]!;
    for (let index = first; index < stop; index++) {
      indices[at] = indexAt(axes[at]!, index);
      visit(at + 1, place + index * strides[at]!);
    }
  };
  visit(0, 0);
  const order = Uint32Array.from({ length: found }, (_, index) => index).sort((a, b) => numbers[a]! - numbers[b]!);
  return {
    numbers: Float64Array.from(order, (index) => numbers[index]!),
    places: Float64Array.from(order, (index) => places[index]!),
  };
}

function* stretchesOf(numbers: Float64Array, source: Numbered): Generator<Stretch> {
  let open: Stretch | undefined;
  let last = -1;
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at]!;
    if (number === last) continue;
    const indices: number[] = [];
    source.indicesOf(number, indices);
    const start = indices.pop() ?? 0;
    const goesOn =
      open !== undefined &&
      number === last + 1 &&
      start === open.start + open.length &&
      indices.every((index, axis) => index === open?.before[axis]);
    if (goesOn && open) open.length++;
    else {
      if (open) yield open;
      open = { before: indices, start, length: 1, first: at };
    }
    last = number;
  }
  if (open) yield open;
}

function rangeFrom(start: number, length: number): Float64Array {
  return Float64Array.from({ length }, (_, index) => start + index);
}

function concat(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
