import { hdmfError } from "@hdmf-ts/errors";
import type { FieldSizes } from "../datasets/data-layout.ts";
import { writeBtree1 } from "../trees/write-btree-1.ts";
import type { FileSpace } from "../writer/file-space.ts";

/** The chunks of a dataset that were stored, in any order, by columns: there may be millions of them. */
export interface StoredChunks {
  readonly count: number;
  /** The first element of each chunk: `count` times the rank, in elements. */
  readonly offsets: ArrayLike<number>;
  readonly addresses: ArrayLike<number>;
  /** In bytes, as stored. */
  readonly lengths: ArrayLike<number>;
  /** A bit for each filter that was left out, the first filter lowest. */
  readonly filterMasks: ArrayLike<number>;
}

/** K of the B-trees of chunks, which a superblock of version 0 cannot change. */
const chunkRank = 32;

/**
 * Writes the index of a dataset's chunks as a B-tree of version 1 (specification III.A.1, node type 1).
 *
 * @param chunks The shape of a chunk.
 * @returns The address of its root; `undefined` where no chunk was stored.
 * @throws `limit` for a chunk of 4 GiB or more; `invalid` for two chunks at one place
 */
export function writeBtree1Chunks(
  space: FileSpace,
  sizes: FieldSizes,
  stored: StoredChunks,
  chunks: readonly number[],
  elementSize: number,
): number | undefined {
  const { count, offsets, addresses, lengths, filterMasks } = stored;
  if (count === 0) return undefined;
  const rank = chunks.length;
  const order = sorted(stored, rank);
  return writeBtree1(space, sizes, {
    nodeType: 1,
    keySize: 8 + 8 * (rank + 1),
    maxEntries: 2 * chunkRank,
    count,
    putKey(writer, index) {
      if (index === count) {
        // The chunk that would follow the last one on all axes, and the element that would follow the first.
        const last = order[count - 1]! * rank;
        writer.zeros(8);
        for (let axis = 0; axis < rank; axis++) writer.uint(offsets[last + axis]! + chunks[axis]!, 8);
        writer.uint(elementSize, 8);
        return;
      }
      const chunk = order[index]!;
      const length = lengths[chunk]!;
      if (length > 0xffff_ffff) throw hdmfError("limit", `A chunk has ${length} bytes; HDF5 cannot keep 4 GiB or more`);
      writer.uint(length, 4);
      writer.uint(filterMasks[chunk]!, 4);
      for (let axis = 0; axis < rank; axis++) writer.uint(offsets[chunk * rank + axis]!, 8);
      writer.zeros(8);
    },
    child: (index) => addresses[order[index]!]!,
  });
}

/** The chunks by their place, row by row. */
function sorted({ count, offsets }: StoredChunks, rank: number): Uint32Array {
  const compare = (a: number, b: number): number => {
    for (let axis = 0; axis < rank; axis++) {
      const difference = offsets[a * rank + axis]! - offsets[b * rank + axis]!;
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  if (!order.every((chunk) => chunk === 0 || compare(chunk - 1, chunk) < 0)) order.sort(compare);
  for (let index = 1; index < count; index++) {
    if (compare(order[index - 1]!, order[index]!) !== 0) continue;
    const place = Array.from({ length: rank }, (_, axis) => offsets[order[index]! * rank + axis]);
    throw hdmfError("invalid", `Two chunks are stored at [${place.join(", ")}]`);
  }
  return order;
}
