import { elementCount } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { storedGrid } from "../chunk-index/chunk-grid.ts";
import { readChunkIndex } from "../chunk-index/chunk-index.ts";
import type { ChunkedLayout } from "../datasets/data-layout.ts";
import type { DatasetParts } from "../datasets/dataset-source.ts";
import { readDataset } from "../headers/dataset.ts";
import { readObjectHeader } from "../headers/object-header.ts";
import type { ChunkChange } from "./chunk-tree.ts";
import { chunkedStore, type ExistingChunks } from "./chunked-store.ts";
import { compactStore } from "./compact-store.ts";
import { contiguousStore } from "./contiguous-store.ts";
import type { EditReader } from "./edit-reader.ts";
import type { ElementStore, ElementsOf, ElementTools } from "./element-store.ts";

const allFilters = 0xffffffff;

/** The elements of a dataset that is in the file. To be called within a parse. */
export function existingElements(
  { file, run, bytes }: EditReader,
  address: number,
  path: string,
  tools: ElementTools,
): { readonly elements: ElementStore; readonly type: DatasetParts["type"] } {
  const { parts, fillValue } = readDataset(file, readObjectHeader(bytes, address));
  const { type, shape, maxShape, layout, filters, external } = parts;
  const dataset: ElementsOf = { path, type, shape, maxShape, filters, fill: fillValue?.data };
  const make = (): ElementStore => {
    if (external !== undefined) return unsupportedStore(dataset, "external");
    switch (layout.kind) {
      case "compact":
        return compactStore(dataset, tools, layout.bytes);
      case "contiguous":
        return contiguousStore(dataset, tools, layout);
      case "virtual":
        return unsupportedStore(dataset, "virtual");
      case "chunked": {
        const chunks: ExistingChunks =
          layout.index.kind === "btree1"
            ? layout.address === undefined
              ? {}
              : { root: layout.address }
            : { others: async () => run(() => otherChunks(bytes, parts, layout)) };
        return chunkedStore({ ...dataset, chunks: layout.chunks }, tools, chunks);
      }
    }
  };
  return { elements: make(), type };
}

/** All chunks of an index of another kind, in the order of a B-tree. */
function otherChunks(bytes: EditReader["bytes"], parts: DatasetParts, layout: ChunkedLayout): ChunkChange[] {
  const { shape, type } = parts;
  const { chunks } = layout;
  const list: ChunkChange[] = [];
  if (shape === null) return list;
  const chunkBytes = elementCount(chunks) * type.size;
  const maxShape = parts.maxShape ?? shape;
  const index = readChunkIndex(bytes, { layout, shape, maxShape, chunkBytes });
  if (index.empty) return list;
  const { counts } = storedGrid(shape, maxShape, chunks);
  const at = counts.map(() => 0);
  for (;;) {
    const found = index.find(at);
    const isEdge = layout.plainEdges && at.some((place, axis) => (place + 1) * chunks[axis]! > shape[axis]!);
    if (found !== undefined) {
      const chunk = isEdge ? { ...found, filterMask: allFilters } : found;
      list.push({ offsets: at.map((place, axis) => place * chunks[axis]!), chunk });
    }
    let axis = counts.length - 1;
    while (axis >= 0 && ++at[axis]! === counts[axis]) at[axis--] = 0;
    if (axis < 0) return list;
  }
}

function unsupportedStore({ path, shape, maxShape }: ElementsOf, layout: "virtual" | "external"): ElementStore {
  const refuse = async (): Promise<never> => {
    throw hdmfError(
      "unsupported",
      `${path}: its elements are in other datasets or files (${layout} storage), and are not written`,
      {
        path,
      },
    );
  };
  const none = { publish: [], after: [], freed: [], done: () => undefined };
  return { layout, maxShape, shape, write: refuse, resize: refuse, finish: async () => none, ranges: async () => [] };
}
