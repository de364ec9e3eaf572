import { elementCount } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { writeBtree1Chunks } from "../chunk-index/write-btree-1.ts";
import { type DatasetWriter, datasetWriter } from "../datasets/dataset-writer.ts";
import type { WrittenLayout } from "../datasets/encode-data-layout.ts";
import type { WrittenChunk } from "../datasets/write-parts.ts";
import { planDataset } from "../datasets/write-plan.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import type { PendingBase, PendingDataset } from "./edit-nodes.ts";
import { type ElementCodec, holdsReferences } from "./element-codec.ts";
import type { FileOutput } from "./file-output.ts";
import type { FileSpace } from "./file-space.ts";
import type { Hdf5DatasetWishes } from "./hdf5-edit.ts";
import { putWhole } from "./small-dataset.ts";

/** Elements of so many bytes stand with the metadata, where they come with the first read of a remote file. */
const smallBytes = 4096;

/** @throws `invalid`, `unsupported`, `limit`, naming the dataset, for wishes that do not go together */
export function newDataset(
  object: PendingBase,
  wishes: Hdf5DatasetWishes,
  type: StoredType,
  codec: ElementCodec,
): PendingDataset {
  const { path } = object;
  const { layout, shape, maxShape, chunks, filters, fillValue } = wishes;
  if (layout === "virtual" || layout === "external") {
    throw hdmfError("unsupported", `${path}: ${layout} storage is not written`, {
      path,
      hint: "leave the layout out, and write the elements",
    });
  }
  const isSmall = layout !== "chunked" && !chunks && !maxShape && !filters?.length;
  const late = holdsReferences(type) || (isSmall && elementCount(shape) * type.size <= smallBytes);
  const plan = planDataset(
    {
      path,
      type,
      shape,
      ...(maxShape && { maxShape }),
      ...(layout && { layout }),
      ...(chunks && { chunks }),
      ...(filters && { filters }),
      ...(fillValue && { fill: fillValue.data }),
    },
    (fill) => codec.encode(type, fill, 1, path),
  );
  return {
    kind: "dataset",
    id: object.id,
    path,
    creationOrder: object.creationOrder,
    comment: object.comment,
    names: object.names,
    wishes,
    type,
    plan,
    late,
  };
}

/** What writes the elements of a dataset; from now on it has one. */
export function writerOf(dataset: PendingDataset, out: FileOutput, codec: ElementCodec): DatasetWriter {
  if (dataset.writer !== undefined) return dataset.writer;
  const { plan, type, path, late, whole } = dataset;
  const writer = datasetWriter(
    plan,
    {
      late,
      encode: (data, count) => codec.encode(type, data, count, path),
      decode: (raw, count) => codec.decode(type, raw, count),
    },
    out,
  );
  // It holds that too; what is asked for next comes after it.
  if (whole !== undefined) writer.write(undefined, whole).catch(() => undefined);
  delete dataset.whole;
  dataset.writer = writer;
  return writer;
}

/** Writes the elements that are left. Nothing is to be awaited where there is no promise. */
export function finishDataset(
  dataset: PendingDataset,
  out: FileOutput,
  codec: ElementCodec,
  signal: AbortSignal | undefined,
): Promise<void> | undefined {
  if (dataset.writer === undefined && dataset.plan.layout !== "chunked") {
    putWhole(dataset, codec, out);
    return undefined;
  }
  const writer = writerOf(dataset, out, codec);
  return writer.finish(signal).then(() => {
    dataset.stored = writer.stored();
  });
}

/** How long the body of the layout message will be. */
export function layoutLength({ plan, type }: PendingDataset): number {
  const { sizeOfOffsets, sizeOfLengths } = newFileSizes;
  switch (plan.layout) {
    case "compact":
      return 4 + elementCount(plan.shape) * type.size;
    case "contiguous":
      return 2 + sizeOfOffsets + sizeOfLengths;
    case "chunked":
      return 3 + sizeOfOffsets + 4 * (plan.chunks.length + 1);
  }
}

/** Where the elements are; the index of chunks is written. The dataset is finished. */
export function writeLayout({ stored, path }: PendingDataset, space: FileSpace): WrittenLayout {
  if (stored === undefined) throw new TypeError(`${path} was not finished`);
  if (stored.kind !== "chunked") return stored;
  const { kind, chunks, elementSize } = stored;
  const address = writeBtree1Chunks(space, newFileSizes, inColumns(stored.stored, chunks), chunks, elementSize);
  return { kind, chunks, elementSize, ...(address !== undefined && { address }) };
}

function inColumns(
  stored: readonly WrittenChunk[],
  chunks: readonly number[],
): Parameters<typeof writeBtree1Chunks>[2] {
  const rank = chunks.length;
  const offsets = new Float64Array(stored.length * rank);
  const addresses = new Float64Array(stored.length);
  const lengths = new Float64Array(stored.length);
  const filterMasks = new Uint32Array(stored.length);
  for (const [index, { coordinates, address, length, filterMask }] of stored.entries()) {
    for (let axis = 0; axis < rank; axis++) offsets[index * rank + axis] = coordinates[axis]! * chunks[axis]!;
    addresses[index] = address;
    lengths[index] = length;
    filterMasks[index] = filterMask;
  }
  return { count: stored.length, offsets, addresses, lengths, filterMasks };
}
