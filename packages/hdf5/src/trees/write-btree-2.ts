import type { FieldSizes } from "../datasets/data-layout.ts";
import { byteWriter } from "../io/byte-writer.ts";
import { withChecksum } from "../io/with-checksum.ts";
import type { FileSpace } from "../writer/file-space.ts";
import { type NodeGeometry, nodeGeometry } from "./btree2-header.ts";

/** Bytes of a node of all indexes of links, attributes and huge objects, as libhdf5 sets it. */
const nodeSize = 512;

/** The parts of a tree that stay the same while it is built. */
interface Tree {
  readonly space: FileSpace;
  readonly sizes: FieldSizes;
  readonly type: number;
  readonly recordSize: number;
  readonly records: Uint8Array;
  readonly levels: NodeGeometry["levels"];
  readonly countSize: number;
  /** The most records of a node and all below it, by level. */
  readonly most: readonly number[];
}

/**
 * Writes a B-tree of version 2 (specification III.A.2), its nodes equally full.
 *
 * @param type What the records are: 1 huge objects, 5 and 6 links, 8 and 9 attributes.
 * @param records One behind the other, in the order of the tree.
 * @returns The address of its header.
 */
export function writeBtree2(
  space: FileSpace,
  sizes: FieldSizes,
  type: number,
  recordSize: number,
  records: Uint8Array,
): number {
  const count = records.length / recordSize;
  let geometry = nodeGeometry(sizes, { nodeSize, recordSize, depth: 0, what: "B-tree" });
  let depth = 0;
  for (; mostRecords(geometry).at(-1)! < count; depth++) {
    geometry = nodeGeometry(sizes, { nodeSize, recordSize, depth: depth + 1, what: "B-tree" });
  }
  const tree = { space, sizes, type, recordSize, records, ...geometry, most: mostRecords(geometry) };
  const address = space.allocate(22 + sizes.sizeOfOffsets + sizes.sizeOfLengths);
  const root = count === 0 ? undefined : writeNode(tree, depth, 0, count);
  const writer = byteWriter(sizes, 64);
  writer.ascii("BTHD");
  writer.uint(0, 1);
  writer.uint(type, 1);
  writer.uint(nodeSize, 4);
  writer.uint(recordSize, 2);
  writer.uint(depth, 2);
  // libhdf5 splits nodes that are full, and merges those that are 40 % full.
  writer.uint(100, 1);
  writer.uint(40, 1);
  writer.address(root?.address);
  writer.uint(root?.records ?? 0, 2);
  writer.length(count);
  space.put(address, withChecksum(writer));
  return address;
}

function mostRecords({ levels }: NodeGeometry): number[] {
  const most: number[] = [];
  for (const { maxRecords } of levels) most.push(maxRecords + (maxRecords + 1) * (most.at(-1) ?? 0));
  return most;
}

interface WrittenNode {
  readonly address: number;
  /** Of the node itself. */
  readonly records: number;
}

/** Writes the node of the records from `first` on, and all nodes below it. */
function writeNode(tree: Tree, level: number, first: number, count: number): WrittenNode {
  const { space, sizes, type, recordSize, records, levels, countSize, most } = tree;
  const writer = byteWriter(sizes, nodeSize);
  writer.ascii(level === 0 ? "BTLF" : "BTIN");
  writer.uint(0, 1);
  writer.uint(type, 1);
  const putRecords = (from: number, number: number): void =>
    writer.bytes(records.subarray(from * recordSize, (from + number) * recordSize));
  let own = count;
  if (level === 0) putRecords(first, count);
  else {
    // Between two children stands a record of the node itself.
    const children = Math.ceil((count + 1) / (most[level - 1]! + 1));
    own = children - 1;
    const pointers: (WrittenNode & { readonly total: number })[] = [];
    let at = first;
    for (let index = 0; index < children; index++) {
      const total = Math.floor((count - own + index) / children);
      pointers.push({ ...writeNode(tree, level - 1, at, total), total });
      at += total;
      if (index < own) putRecords(at++, 1);
    }
    for (const pointer of pointers) {
      writer.address(pointer.address);
      writer.uint(pointer.records, countSize);
      if (level > 1) writer.uint(pointer.total, levels[level - 1]!.totalSize);
    }
  }
  const node = new Uint8Array(nodeSize);
  node.set(withChecksum(writer));
  const address = space.allocate(nodeSize);
  space.put(address, node);
  return { address, records: own };
}
