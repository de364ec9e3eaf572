import type { FieldSizes } from "../datasets/data-layout.ts";
import type { ByteWriter } from "../io/byte-writer.ts";
import type { FileSpace } from "../writer/file-space.ts";

/** What a tree of version 1 is made of. */
export interface Btree1Content {
  /** 0: symbol nodes of a group; 1: chunks of a dataset. */
  readonly nodeType: 0 | 1;
  readonly keySize: number;
  /** Entries of a full node: twice the K of the tree. */
  readonly maxEntries: number;
  /** Entries of all leaves. */
  readonly count: number;
  /** Puts key 0 to `count`: entry n lies between the keys n and n + 1. */
  putKey(writer: ByteWriter, index: number): void;
  /** The address that an entry leads to. */
  child(index: number): number;
}

/**
 * Writes a B-tree of version 1 (specification III.A.1), full nodes from the leaves up, as many levels as it takes. Nodes have full size, as
 * libhdf5 demands.
 *
 * @returns The address of its root; of a leaf without entries where there are none.
 */
export function writeBtree1(space: FileSpace, sizes: FieldSizes, content: Btree1Content): number {
  const { sizeOfOffsets } = sizes;
  const { nodeType, keySize, maxEntries, count, putKey, child } = content;
  const nodeSize = 8 + 2 * sizeOfOffsets + maxEntries * (keySize + sizeOfOffsets) + keySize;
  const total = nodeSize * nodeCount(count, maxEntries);
  const start = space.allocate(total);
  const writer = space.open(start, total);
  let below = start;
  // How many entries of the leaves an entry of the level holds.
  let span = 1;
  for (let level = 0; writer.at < total; level++) {
    const first = start + writer.at;
    const entries = Math.ceil(count / span);
    const nodes = Math.max(1, Math.ceil(entries / maxEntries));
    for (let node = 0; node < nodes; node++) {
      const end = writer.at + nodeSize;
      const used = Math.min(maxEntries, entries - node * maxEntries);
      writer.ascii("TREE");
      writer.uint(nodeType, 1);
      writer.uint(level, 1);
      writer.uint(used, 2);
      writer.address(node === 0 ? undefined : first + (node - 1) * nodeSize);
      writer.address(node === nodes - 1 ? undefined : first + (node + 1) * nodeSize);
      for (let entry = node * maxEntries; entry < node * maxEntries + used; entry++) {
        putKey(writer, entry * span);
        writer.address(level === 0 ? child(entry) : below + entry * nodeSize);
      }
      putKey(writer, Math.min(count, (node * maxEntries + used) * span));
      writer.zeros(end - writer.at);
    }
    below = first;
    span *= maxEntries;
  }
  return start + total - nodeSize;
}

/** Nodes of all levels. */
function nodeCount(count: number, maxEntries: number): number {
  let nodes = Math.max(1, Math.ceil(count / maxEntries));
  let sum = nodes;
  while (nodes > 1) {
    nodes = Math.ceil(nodes / maxEntries);
    sum += nodes;
  }
  return sum;
}
