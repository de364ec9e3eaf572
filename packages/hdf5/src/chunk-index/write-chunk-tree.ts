import type { WrittenChunk } from "../datasets/write-parts.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import type { FileSpace } from "../writer/file-space.ts";
import { type StoredChunks, writeBtree1Chunks } from "./write-btree-1.ts";

/**
 * Writes the index of the chunks of a new dataset.
 * @param stored In C order of their coordinates.
 * @returns Its address; undefined where there are no chunks.
 */
export function writeChunkTree(
  space: FileSpace,
  stored: readonly WrittenChunk[],
  chunks: readonly number[],
  elementSize: number,
): number | undefined {
  return writeBtree1Chunks(space, newFileSizes, inColumns(stored, chunks), chunks, elementSize);
}

function inColumns(stored: readonly WrittenChunk[], chunks: readonly number[]): StoredChunks {
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
