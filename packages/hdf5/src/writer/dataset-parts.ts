import { elementCount } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { writeBtree1Chunks } from "../chunk-index/write-btree-1.ts";
import { datasetWriter } from "../datasets/dataset-writer.ts";
import type { WrittenLayout } from "../datasets/encode-data-layout.ts";
import type { WrittenChunk } from "../datasets/write-parts.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import type { PendingBase, PendingDataset } from "./edit-nodes.ts";
import { type ElementCodec, holdsReferences } from "./element-codec.ts";
import type { FileOutput } from "./file-output.ts";
import type { FileSpace } from "./file-space.ts";
import type { Hdf5DatasetWishes } from "./hdf5-edit.ts";

/** Elements of so many bytes stand with the metadata, where they come with the first read of a remote file. */
const smallBytes = 4096;

/** @throws `invalid`, `unsupported`, `limit`, naming the dataset, for wishes that do not go together */
export function newDataset(
  object: PendingBase,
  wishes: Hdf5DatasetWishes,
  type: StoredType,
  out: FileOutput,
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
  const writer = datasetWriter(
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
    {
      late,
      encode: (data, count) => codec.encode(type, data, count, path),
      decode: (raw, count) => codec.decode(type, raw, count),
    },
    out,
  );
  return { ...object, kind: "dataset", wishes, type, writer, late };
}

/** What the layout message will say, before it is known where the elements are: as long as the true one. */
export function blankLayout({ writer, type }: PendingDataset): WrittenLayout {
  const { plan } = writer;
  const size = elementCount(writer.shape()) * type.size;
  switch (plan.layout) {
    case "compact":
      return { kind: "compact", bytes: new Uint8Array(size) };
    case "contiguous":
      return { kind: "contiguous", size };
    case "chunked":
      return { kind: "chunked", chunks: plan.chunks, elementSize: type.size };
  }
}

/** Where the elements are; the index of chunks is written. The writer is finished. */
export function writeLayout({ writer }: PendingDataset, space: FileSpace): WrittenLayout {
  const stored = writer.stored();
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
