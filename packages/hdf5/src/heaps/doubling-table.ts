import { hdmfError } from "@hdmf-ts/errors";
import type { FractalHeapHeader } from "./fractal-heap-header.ts";

/** Where an offset lies in the doubling table of a fractal heap's indirect block (specification III.G). */
export interface TableEntry {
  /** Counted over all rows. */
  readonly entry: number;
  /** The entry's own first offset, from that of the indirect block. */
  readonly start: number;
  readonly size: number;
  /** Rows of the indirect block that the entry leads to; 0 for a direct block. */
  readonly rows: number;
}

/** Rows of an indirect block whose entries are direct blocks; those below are indirect. */
export function directRows({ maxDirectSize, startSize }: FractalHeapHeader): number {
  return Math.round(Math.log2(maxDirectSize / startSize)) + 2;
}

/**
 * Finds the entry that holds `offset`, counted from the start of an indirect block of `rows` rows.
 *
 * @throws `malformed` where the block does not reach so far.
 */
export function findEntry(heap: FractalHeapHeader, rows: number, offset: number): TableEntry {
  const firstRow = heap.width * heap.startSize;
  let row = 0;
  while (offset >= firstRow * 2 ** row && row < rows) row++;
  if (row >= rows) throw hdmfError("malformed", `${heap.what} has no block for the offset ${offset}`);
  const rowStart = row === 0 ? 0 : firstRow * 2 ** (row - 1);
  const size = row === 0 ? heap.startSize : heap.startSize * 2 ** (row - 1);
  const column = Math.floor((offset - rowStart) / size);
  const found = { entry: row * heap.width + column, start: rowStart + column * size, size };
  if (row < directRows(heap)) return { ...found, rows: 0 };
  const below = Math.round(Math.log2(size / firstRow)) + 1;
  if (below < 1) throw hdmfError("malformed", `${heap.what} has a doubling table that cannot be`);
  return { ...found, rows: below };
}
