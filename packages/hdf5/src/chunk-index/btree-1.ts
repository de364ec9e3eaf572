import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { walkBtree1 } from "../trees/btree1.ts";
import type { ChunkGrid } from "./chunk-grid.ts";
import type { VisitChunk } from "./chunk-index.ts";

/** Visits the chunks within the grid of a B-tree of version 1 (specification III.A.1, node type 1). */
export function readBtree1Chunks(
  bytes: FileBytes,
  address: number,
  chunks: readonly number[],
  grid: ChunkGrid,
  visit: VisitChunk,
): void {
  const keySize = 8 + 8 * (chunks.length + 1);
  const coordinates = chunks.map(() => 0);
  walkBtree1(bytes, address, { nodeType: 1, keySize }, (node, keyAt, child) => {
    const cursor = new Cursor(node, `B-tree of chunks at address ${address}`, keyAt);
    const length = cursor.uint(4);
    const filterMask = cursor.uint(4);
    let inside = true;
    for (let axis = 0; axis < chunks.length; axis++) {
      const offset = cursor.uint(8);
      const size = chunks[axis]!;
      if (offset % size !== 0)
        throw hdmfError("malformed", `${cursor.what} has a chunk at ${offset}, which is no multiple of ${size}`);
      coordinates[axis] = offset / size;
      if (coordinates[axis]! >= grid.counts[axis]!) inside = false;
    }
    if (inside) visit(grid.numberOf(coordinates), child, length, filterMask);
  });
}
