import { hdmfError } from "@hdmf-ts/errors";
import type { ChunkedLayout } from "../datasets/data-layout.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { type LazyPart, lazyPart } from "../io/lazy-part.ts";
import { readBtree1Chunks } from "./btree-1.ts";
import { presentGrid, storedGrid } from "./chunk-grid.ts";
import { chunkTable } from "./chunk-table.ts";

/** Where a chunk is stored, and how. */
export interface StoredChunk {
  readonly address: number;
  /** In bytes, as stored. */
  readonly length: number;
  /** A bit for each filter that was left out, the first filter lowest. */
  readonly filterMask: number;
}

/** The chunks of a dataset. */
export interface ChunkIndex {
  /** Whether no chunk was ever written. */
  readonly empty: boolean;
  /** A chunk by its coordinates, which count chunks; `undefined` where it was never written. */
  find(coordinates: readonly number[]): StoredChunk | undefined;
}

/** What an index says of a chunk; the length is absent where all chunks are stored without filters. */
export type VisitChunk = (number: number, address: number, length: number | undefined, filterMask: number) => void;

/** The array whose chunks are indexed. */
export interface IndexedArray {
  readonly layout: ChunkedLayout;
  readonly shape: readonly number[];
  readonly maxShape: readonly (number | null)[];
  /** Of a chunk without filters, in bytes. */
  readonly chunkBytes: number;
}

export const later: LazyPart<typeof import("./later-indexes.ts")> = /* @__PURE__ */ lazyPart(
  () => import("./later-indexes.ts"),
);

/** Reads all of a chunk index, once for each dataset: looking chunks up one by one would read the same nodes again and again. */
export function readChunkIndex(bytes: FileBytes, array: IndexedArray): ChunkIndex {
  const { layout, shape, maxShape, chunkBytes } = array;
  const { address, index, chunks } = layout;
  const grid = presentGrid(shape, chunks);
  if (address === undefined || grid.end === 0) return { empty: true, find: () => undefined };
  if (index.kind === "single") {
    const chunk = { address, length: index.length ?? chunkBytes, filterMask: index.filterMask };
    return { empty: false, find: (coordinates) => (coordinates.every((at) => at === 0) ? chunk : undefined) };
  }
  if (index.kind === "implicit") {
    const { numberOf } = storedGrid(shape, maxShape, chunks);
    return {
      empty: false,
      find: (at) => ({ address: address + numberOf(at) * chunkBytes, length: chunkBytes, filterMask: 0 }),
    };
  }
  const isTree = index.kind === "btree1" || index.kind === "btree2";
  const numbering = isTree ? grid : storedGrid(shape, maxShape, chunks);
  const table = chunkTable(chunkBytes);
  if (index.kind === "btree1") readBtree1Chunks(bytes, address, chunks, grid, table.add);
  else if (index.kind === "btree2") later().readBtree2Chunks(bytes, address, grid, table.add);
  else if (index.kind === "fixedArray") later().readFixedArray(bytes, address, numbering.end, table.add);
  else {
    if (maxShape.filter((length) => length === null).length !== 1)
      throw hdmfError(
        "malformed",
        `extensible array at address ${address} indexes an array without one axis to grow along`,
      );
    later().readExtensibleArray(bytes, address, numbering.end, table.add);
  }
  const find = table.finish();
  return { empty: table.count() === 0, find: (coordinates) => find(numbering.numberOf(coordinates)) };
}
