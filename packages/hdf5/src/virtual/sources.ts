import { hdmfError } from "@hdmf-ts/errors";
import { datasetArray } from "../datasets/dataset-array.ts";
import type { DatasetParts } from "../datasets/dataset-source.ts";
import type { PatternAxis } from "../datatypes/dataspace-selection.ts";
import { type Place, withObject, withOther } from "../elsewhere/find-object.ts";
import type { LinkedFile, SourceDataset, VirtualDataset } from "../elsewhere/linked-file.ts";
import { readDataset } from "../headers/dataset.ts";
import { readObjectHeader } from "../headers/object-header.ts";
import { kindOf } from "../headers/object-kind.ts";
import { type Mapping, parseMappings } from "./mappings.ts";
import { checkPattern, countOnAxis, indexOnAxis } from "./numbered.ts";
import { axisEnd, endlessAxis, endsOf } from "./selection-ends.ts";
import { isNumbered, sourceName } from "./source-name.ts";
import { checkBlock, enter, spend, type Visit } from "./visit.ts";

/** Works with the source of a mapping, or with `undefined` where it does not exist. @param block The number that `%b` stands for. */
export function withSource<T>(
  self: LinkedFile,
  mapping: Mapping,
  block: number | undefined,
  visit: Visit,
  work: (source: SourceDataset | undefined) => Promise<T>,
): Promise<T> {
  const { call } = visit;
  return withOther(self, sourceName(mapping.file, block), call, async (file) => {
    if (file === undefined) return work(undefined);
    return withObject(file, sourceName(mapping.path, block), call, async (place) =>
      work(place && (await sourceAt(place, visit))),
    );
  });
}

async function sourceAt({ self, address }: Place, visit: Visit): Promise<SourceDataset | undefined> {
  const known = self.sources.get(address);
  if (known !== undefined) return known;
  const stored = await self.data.run(() => {
    const header = readObjectHeader(self.file.bytes, address);
    return kindOf(header) === "dataset" ? readDataset(self.file, header).parts : undefined;
  }, visit.call);
  if (stored === undefined) return undefined;
  const isVirtual = stored.layout.kind === "virtual" && stored.shape !== null;
  const shape = isVirtual ? (await virtualDataset(self, stored, enter(self, address, visit))).shape : stored.shape;
  const parts = { ...stored, shape };
  const source = { self, parts, array: datasetArray(self.data, parts) };
  self.sources.set(address, source);
  return source;
}

/**
 * Where the elements of a virtual dataset are, and its shape. Where a mapping has no end the dataset is, as in libhdf5 unless told
 * otherwise, as long as the last element of its sources, numbered ones up to the first that does not exist.
 *
 * @throws `malformed`; what opening the sources throws
 */
export async function virtualDataset(
  self: LinkedFile,
  parts: DatasetParts,
  visit: Visit = enter(self, parts.address, undefined),
): Promise<VirtualDataset> {
  const known = self.virtuals.get(parts.address);
  if (known !== undefined) return known;
  const mappings = await readMappings(self, parts, visit.call);
  const stored = parts.shape ?? [];
  const least = stored.map(() => 0);
  const found = stored.map((): number | undefined => undefined);
  const blocks: (number | undefined)[] = [];
  for (const mapping of mappings) {
    const { virtual, source } = mapping;
    const endless = endlessAxis(virtual);
    for (const [axis, end] of endsOf(virtual).entries()) {
      if (axis !== endless && axis < least.length) least[axis] = Math.max(least[axis]!, end);
    }
    let count: number | undefined;
    if (endless !== undefined && endless < stored.length && virtual.kind === "pattern") {
      const axis = virtual.axes[endless]!;
      checkPattern(axis, parts.what);
      if (endlessAxis(source) === undefined) count = await countBlocks(self, mapping, axis, visit);
      const length =
        count === undefined ? await lengthBySource(self, mapping, axis, visit) : axisEnd({ ...axis, count });
      found[endless] = Math.max(found[endless] ?? 0, length);
    }
    blocks.push(count);
  }
  const shape = stored.map((length, axis) => {
    if (found[axis] === undefined) return length;
    const now = Math.max(found[axis], least[axis]!);
    const most = parts.maxShape === undefined ? length : (parts.maxShape[axis] ?? Number.MAX_SAFE_INTEGER);
    if (now <= most) return now;
    const made = `make axis ${axis} ${now} long; ${most} is the most`;
    throw hdmfError("malformed", `The sources of the ${parts.what} ${made}`);
  });
  const virtual = { mappings, blocks, shape };
  self.virtuals.set(parts.address, virtual);
  return virtual;
}

async function readMappings(
  self: LinkedFile,
  { layout, what }: DatasetParts,
  call: Visit["call"],
): Promise<readonly Mapping[]> {
  if (layout.kind !== "virtual" || layout.mappings === undefined) return [];
  const { address, index } = layout.mappings;
  return self.data.run(() => {
    const block = self.file.decode.heapObject(address, index);
    return parseMappings(block, self.file.bytes.sizeOfLengths, `The mappings of the ${what}`);
  }, call);
}

/** How long a source without an end makes the axis that it is mapped to. */
function lengthBySource(self: LinkedFile, mapping: Mapping, axis: PatternAxis, visit: Visit): Promise<number> {
  const { source } = mapping;
  const endless = endlessAxis(source);
  spend(visit);
  return withSource(self, mapping, undefined, visit, async (dataset) => {
    const length = endless === undefined ? undefined : dataset?.parts.shape?.[endless];
    if (length === undefined || endless === undefined || source.kind !== "pattern") return 0;
    checkPattern(source.axes[endless]!, mapping.path);
    const count = countOnAxis(source.axes[endless]!, length);
    if (count === 0) return 0;
    return Number.isFinite(axis.block) ? indexOnAxis({ ...axis, count }, count - 1) + 1 : axis.start + count;
  });
}

async function countBlocks(self: LinkedFile, mapping: Mapping, axis: PatternAxis, visit: Visit): Promise<number> {
  if (!Number.isFinite(axis.block) || !(isNumbered(mapping.file) || isNumbered(mapping.path))) {
    throw hdmfError("malformed", `A virtual dataset has no end along an axis, and its source has one`);
  }
  for (let block = 0; ; block++) {
    checkBlock(block);
    spend(visit);
    if (!(await withSource(self, mapping, block, visit, async (dataset) => dataset !== undefined))) return block;
  }
}
