import { elementCount } from "@hdmf-ts/array";
import { type DatasetWriter, datasetWriter } from "../datasets/dataset-writer.ts";
import type { WrittenLayout } from "../datasets/encode-data-layout.ts";
import { formedStorage } from "../datasets/formed-storage.ts";
import { planContiguous } from "../datasets/plan-contiguous.ts";
import type { LayoutPlan } from "../datasets/write-plan.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import type { ByteArena } from "./byte-arena.ts";
import { type PendingDataset, type PendingPlace, pathOf } from "./edit-nodes.ts";
import { type ElementCodec, holdsReferences } from "./element-codec.ts";
import type { FileOutput } from "./file-output.ts";
import type { Hdf5DatasetWishes } from "./hdf5-edit.ts";
import { heldData, putWhole } from "./small-dataset.ts";

/** Elements of so many bytes stand with the metadata, where they come with the first read of a remote file. */
const smallBytes = 4096;

/**
 * @throws `invalid`, `unsupported`, `limit`, naming the dataset, for wishes that do not go together; `AbsentBytes` until what plans and writes
 *   chunks is loaded
 */
export function pendingDataset(
  place: PendingPlace,
  wishes: Hdf5DatasetWishes,
  type: StoredType,
  codec: ElementCodec,
): PendingDataset {
  const plan = planOf(() => pathOf(place), wishes, type, codec);
  const isSmall = plan.layout !== "chunked" && elementCount(plan.shape) * type.size <= smallBytes;
  return {
    kind: "dataset",
    id: place.id,
    parent: place.parent,
    name: place.name,
    creationOrder: wishes.creationOrder ?? false,
    comment: wishes.comment,
    names: 0,
    attributes: undefined,
    form: undefined,
    address: -1,
    headerLength: 0,
    type,
    datatype: wishes.datatype,
    fillValue: wishes.fillValue,
    plan,
    late: isSmall || holdsReferences(type),
    writer: undefined,
    held: -1,
    whole: undefined,
    stored: undefined,
  };
}

function planOf(namePath: () => string, wishes: Hdf5DatasetWishes, type: StoredType, codec: ElementCodec): LayoutPlan {
  const { layout, shape, maxShape, chunks, filters, fillValue } = wishes;
  const isPlain = !layout && !maxShape && !chunks && !filters && !fillValue;
  if (isPlain) return planContiguous(type, shape, namePath);
  const path = namePath();
  const { datasetDraft, planDataset } = formedStorage();
  return planDataset(datasetDraft(wishes, type, path), (fill) => codec.encode(type, fill, 1, path));
}

/** What elements are written with. */
export interface DataTools {
  readonly codec: ElementCodec;
  readonly out: FileOutput;
  /** Where elements of small datasets wait. */
  readonly arena: ByteArena;
}

/** What writes the elements of a dataset; from now on it has one. */
export function writerOf(dataset: PendingDataset, { codec, out, arena }: DataTools): DatasetWriter {
  if (dataset.writer !== undefined) return dataset.writer;
  const { plan, type, late } = dataset;
  const path = pathOf(dataset);
  const writer = datasetWriter(
    { ...plan, path },
    {
      late,
      encode: (data, count) => codec.encode(type, data, count, path),
      decode: (raw, count) => codec.decode(type, raw, count),
    },
    out,
  );
  // It holds that too; what is asked for next comes after it.
  const data = heldData(dataset, arena);
  if (data !== undefined) writer.write(undefined, data).catch(() => undefined);
  dataset.whole = undefined;
  dataset.held = -1;
  dataset.writer = writer;
  return writer;
}

/** Writes the elements that are left; those of small datasets have no writer, and are written with the header. */
export async function finishDataset(
  dataset: PendingDataset,
  tools: DataTools,
  signal: AbortSignal | undefined,
): Promise<void> {
  const writer = writerOf(dataset, tools);
  await writer.finish(signal);
  dataset.stored = writer.stored();
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

/** Where the elements are; the index of chunks is written. The dataset is finished, or needs no writer. */
export function writeLayout(dataset: PendingDataset, { codec, out, arena }: DataTools): WrittenLayout {
  const stored = dataset.stored ?? putWhole(dataset, codec, arena, out);
  if (stored.kind !== "chunked") return stored;
  const { kind, chunks, elementSize } = stored;
  const address = formedStorage().writeChunkTree(out, stored.stored, chunks, elementSize);
  return { kind, chunks, elementSize, ...(address !== undefined && { address }) };
}
