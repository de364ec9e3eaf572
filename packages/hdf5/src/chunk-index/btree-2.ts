import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { readBtree2Records } from "../trees/btree2.ts";
import type { ChunkGrid } from "./chunk-grid.ts";
import type { VisitChunk } from "./chunk-index.ts";

/** Visits the chunks within the grid of a B-tree of version 2 (specification III.A.2, types 10 and 11). */
export function readBtree2Chunks(bytes: FileBytes, address: number, grid: ChunkGrid, visit: VisitChunk): void {
  const what = `B-tree of chunks at address ${address}`;
  const { type, recordSize, records } = readBtree2Records(bytes, address);
  if (type !== 10 && type !== 11) throw hdmfError("malformed", `${what} is of type ${type}, expected 10 or 11`);
  const rank = grid.counts.length;
  const lengthBytes = type === 10 ? 0 : recordSize - bytes.sizeOfOffsets - 4 - 8 * rank;
  const least = bytes.sizeOfOffsets + 8 * rank;
  if (type === 10 ? recordSize !== least : lengthBytes < 1 || lengthBytes > 8)
    throw hdmfError("malformed", `${what} has records of ${recordSize} bytes for ${rank} axes`);
  const coordinates = grid.counts.map(() => 0);
  for (const record of records) {
    const cursor = new Cursor(record, what);
    const chunk = cursor.address(bytes.sizeOfOffsets);
    const length = type === 11 ? cursor.uint(lengthBytes) : undefined;
    const filterMask = type === 11 ? cursor.uint(4) : 0;
    let inside = chunk !== undefined;
    for (let axis = 0; axis < rank; axis++) {
      coordinates[axis] = cursor.uint(8);
      if (coordinates[axis]! >= grid.counts[axis]!) inside = false;
    }
    if (inside) visit(grid.numberOf(coordinates), chunk!, length, filterMask);
  }
}
