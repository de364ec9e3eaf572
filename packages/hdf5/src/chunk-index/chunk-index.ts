import { hdmfError } from "@hdmf-ts/errors";
import type { ChunkedLayout } from "../datasets/data-layout.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { readBtree1Chunks } from "./btree-1.ts";
import { readBtree2Chunks } from "./btree-2.ts";
import { presentGrid, storedGrid } from "./chunk-grid.ts";
import { chunkTable } from "./chunk-table.ts";
import { readExtensibleArray } from "./extensible-array.ts";
import { readFixedArray } from "./fixed-array.ts";

/** Where a chunk is stored, and how. */
export interface StoredChunk {
  readonly address: number;
  /** In bytes, as stored. */
  readonly length: number;
  /** A bit for each filter that was left out, the first filter lowest. */
  readonly filterMask: number;
}

/** Finds chunks by their coordinates, which count chunks; `undefined` for a chunk that was never written. */
export type ChunkIndex = (coordinates: readonly number[]) => StoredChunk | undefined;

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

/** Reads all of a chunk index, once for each dataset: looking chunks up one by one would read the same nodes again and again. */
export function readChunkIndex(bytes: FileBytes, array: IndexedArray): ChunkIndex {
  const { layout, shape, maxShape, chunkBytes } = array;
  const { address, index, chunks } = layout;
  const grid = presentGrid(shape, chunks);
  if (address === undefined || grid.end === 0) return () => undefined;
  if (index.kind === "single") {
    const chunk = { address, length: index.length ?? chunkBytes, filterMask: index.filterMask };
    return (coordinates) => (coordinates.every((at) => at === 0) ? chunk : undefined);
  }
  if (index.kind === "implicit") {
    const { numberOf } = storedGrid(shape, maxShape, chunks);
    return (coordinates) => ({
      address: address + numberOf(coordinates) * chunkBytes,
      length: chunkBytes,
      filterMask: 0,
    });
  }
  if (index.kind === "btree1" || index.kind === "btree2") {
    const table = chunkTable(chunkBytes);
    if (index.kind === "btree1") readBtree1Chunks(bytes, address, chunks, grid, table.add);
    else readBtree2Chunks(bytes, address, grid, table.add);
    const find = table.finish();
    return (coordinates) => find(grid.numberOf(coordinates));
  }
  const slots = storedGrid(shape, maxShape, chunks);
  const table = chunkTable(chunkBytes);
  if (index.kind === "fixedArray") readFixedArray(bytes, address, slots.end, table.add);
  else {
    if (maxShape.filter((length) => length === null).length !== 1)
      throw hdmfError(
        "malformed",
        `the extensible array at ${address} indexes an array without one axis to grow along`,
      );
    readExtensibleArray(bytes, address, slots.end, table.add);
  }
  const find = table.finish();
  return (coordinates) => find(slots.numberOf(coordinates));
}
