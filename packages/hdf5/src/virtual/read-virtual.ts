import {
  allocate,
  assemble,
  checkInto,
  elementCount,
  type Grid,
  type NdArray,
  normalizeSelection,
  type ReadOptions,
  type Selection,
  sameShape,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { ReadableDataset } from "../datasets/dataset-source.ts";
import type { LinkedFile, SourceDataset, VirtualDataset } from "../elsewhere/linked-file.ts";
import { converterTo } from "./convert-elements.ts";
import type { Mapping } from "./mappings.ts";
import { countOnAxis, type Numbered, numberAxes, numberSelection } from "./numbered.ts";
import { piecesOf } from "./pieces.ts";
import { placesWithin, type Request, requestOf } from "./request.ts";
import { endlessAxis } from "./selection-ends.ts";
import { virtualDataset, withSource } from "./sources.ts";
import { enter, spend, type Visit } from "./visit.ts";

/** A read of a source that is itself virtual tells what it is part of. */
interface NestedOptions extends ReadOptions {
  readonly visit?: Visit;
}

/** Sources that are read at the same time; of those of a source one after the other. */
const together = 8;

/**
 * Reads what is selected of a virtual dataset from its sources; later mappings win. Where a source does not exist, and where none is
 * mapped, stands the fill value.
 *
 * @throws `denied` for sources that may not be opened, `unsupported` for sources of other types, `malformed`, `limit`
 */
export async function readVirtual(
  self: LinkedFile,
  dataset: ReadableDataset,
  selection: Selection | undefined,
  options: NestedOptions,
): Promise<NdArray> {
  const { dtype, shape, fill, address, what } = dataset;
  const { into, signal } = options;
  const { axes, shape: resultShape } = normalizeSelection(selection, shape);
  const count = elementCount(resultShape);
  const assembly = assemble(dtype, count, checkInto(dtype, count, into));
  const one = fill ?? allocate(dtype, 1);
  assembly.place(one, { from: 0, to: 0, axes: [{ count, fromStep: 0, toStep: 1 }] });
  const visit = enter(self, address, options.visit, signal ? { signal } : {});
  const virtual = await virtualDataset(self, dataset, visit);
  if (!sameShape(virtual.shape, shape)) {
    throw hdmfError("changed", `The sources of the ${what} changed, it is no longer as long`, {
      hint: "Ask for the dataset again",
    });
  }
  const request = requestOf(axes);
  let waiting: Promise<readonly Placed[]>[] = [];
  const placeAll = async (): Promise<void> => {
    const settled = await Promise.allSettled(waiting);
    waiting = [];
    for (const one of settled) {
      if (one.status === "rejected") throw one.reason;
      for (const { data, grid } of one.value) assembly.place(data, grid);
    }
  };
  for (const part of partsOf(dataset, virtual, request)) {
    signal?.throwIfAborted();
    waiting.push(readPart(self, dataset, part, request, visit));
    if (waiting.length === (options.visit ? 1 : together)) await placeAll();
  }
  await placeAll();
  return { dtype, shape: resultShape, data: assembly.finish() };
}

interface Placed {
  readonly data: NdArray["data"];
  readonly grid: Grid;
}

/** A mapping, or of one with numbered sources one block, that has elements of a request. */
interface Part {
  readonly mapping: Mapping;
  readonly block?: number;
  readonly pattern: Mapping["virtual"];
  readonly virtual: Numbered;
}

function* partsOf(
  { shape, what }: ReadableDataset,
  { mappings, blocks }: VirtualDataset,
  request: Request,
): Generator<Part> {
  const isTouched = (virtual: Numbered): boolean =>
    request.axes.every((axis, at) => {
      const [first, stop] = placesWithin(axis, ...virtual.bounds(at));
      return first < stop;
    });
  for (const [index, mapping] of mappings.entries()) {
    const { virtual: pattern, source } = mapping;
    const endless = endlessAxis(pattern);
    if (endless === undefined || pattern.kind !== "pattern" || endlessAxis(source) !== undefined) {
      const virtual = numberSelection(pattern, shape, nameOf(what));
      if (isTouched(virtual)) yield { mapping, pattern, virtual };
      continue;
    }
    const { start, stride, block } = pattern.axes[endless]!;
    const [low, high] = boundsOf(request, endless);
    // The last block may reach beyond the end.
    const open = shape.map((length, at) => (at === endless ? Number.MAX_SAFE_INTEGER : length));
    const first = Math.max(0, Math.floor((low - start - block) / stride));
    const stop = Math.min(blocks[index] ?? 0, Math.floor((high - start) / stride) + 1);
    for (let number = first; number < stop; number++) {
      const one = { start: start + number * stride, stride: block, count: 1, block };
      const axes = pattern.axes.map((axis, at) => (at === endless ? one : axis));
      const virtual = numberSelection({ kind: "pattern", axes }, open, nameOf(what));
      if (isTouched(virtual)) yield { mapping, block: number, pattern, virtual };
    }
  }
}

function nameOf(what: string): string {
  return `A mapping of the ${what}`;
}

/** The least and the greatest index that is asked for. */
function boundsOf({ axes }: Request, at: number): readonly [number, number] {
  const axis = axes[at]!;
  if ("start" in axis) return [axis.start, axis.start + (axis.count - 1) * axis.step];
  let [low, high] = [Number.POSITIVE_INFINITY, -1];
  for (const index of axis.indices) [low, high] = [Math.min(low, index), Math.max(high, index)];
  return [low, high];
}

async function readPart(
  self: LinkedFile,
  dataset: ReadableDataset,
  part: Part,
  request: Request,
  visit: Visit,
): Promise<readonly Placed[]> {
  const label = nameOf(dataset.what);
  return withSource(self, part.mapping, part.block, visit, async (source) => {
    if (source === undefined) return [];
    const convert = converterTo(dataset, source.parts, source.self === self);
    const numbered = numberSelection(
      part.mapping.source,
      source.parts.shape ?? [],
      `${label} into the ${source.parts.what}`,
    );
    const virtual = clipped(part, source) ?? part.virtual;
    if (virtual.count !== numbered.count) {
      const counts = `${virtual.count} elements are those of ${numbered.count}`;
      throw hdmfError("malformed", `${label} does not fit its source: ${counts}`);
    }
    const placed: Placed[] = [];
    for (const { selection, grid } of piecesOf(request, virtual, numbered)) {
      spend(
        visit,
        grid.axes.reduce((product, { count }) => product * count, 1),
      );
      const options: NestedOptions = { ...visit.call, visit };
      const { data } = await source.array.read(selection, options);
      placed.push({ data: convert(data), grid });
    }
    return placed;
  });
}

/** What has no end is as long as its source. */
function clipped({ mapping, pattern, virtual }: Part, source: SourceDataset): Numbered | undefined {
  const endless = endlessAxis(pattern);
  const ofSource = endlessAxis(mapping.source);
  if (endless === undefined || ofSource === undefined || mapping.source.kind !== "pattern") return undefined;
  const count = countOnAxis(mapping.source.axes[ofSource]!, source.parts.shape?.[ofSource] ?? 0);
  const axes = virtual.axes?.map((axis, at) =>
    at === endless ? { ...axis, count: Math.min(axis.count, count) } : axis,
  );
  return axes && numberAxes(axes);
}
