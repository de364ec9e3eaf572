import { compareUtf8 } from "@hdmf-ts/array";
import type { FieldSizes } from "../datasets/data-layout.ts";
import type { SymbolTable } from "../headers/encode-pointers.ts";
import { localHeapWriter } from "../heaps/write-local-heap.ts";
import { type ByteWriter, byteWriter } from "../io/byte-writer.ts";
import { encodeTerminated } from "../messages/encode-text.ts";
import { writeBtree1 } from "../trees/write-btree-1.ts";
import type { FileSpace } from "../writer/file-space.ts";

/** K of the symbol nodes and of the B-trees of groups, as the superblock says. */
export const groupRanks = { leaf: 4, internal: 16 } as const;

/** A link that a group of the old style can keep. */
export type OldLink =
  | {
      /** The address of an object header. */
      readonly hard: number;
      /** Where the object is a group of the old style itself: repeated beside the link, as libhdf5 does. */
      readonly group?: SymbolTable;
    }
  | { readonly soft: string };

/**
 * Writes the links of a group of the old style (specification III.A to D): hard and soft ones, without an order of creation, with ASCII
 * names in the eyes of libhdf5.
 *
 * @throws `invalid` for a name or path with a NUL
 */
export function writeOldGroup(space: FileSpace, sizes: FieldSizes, links: ReadonlyMap<string, OldLink>): SymbolTable {
  const sorted = [...links].sort(([a], [b]) => compareUtf8(a, b));
  const perNode = 2 * groupRanks.leaf;
  const entryBytes = sizes.sizeOfLengths + sizes.sizeOfOffsets + 24;
  const nodeSize = 8 + perNode * entryBytes;
  const count = Math.ceil(sorted.length / perNode);
  const heap = localHeapWriter(sizes);
  const offsets = sorted.map(([name]) => heap.add(encodeTerminated(name, "The name of a link")));
  const writer = byteWriter(sizes, count * nodeSize);
  for (let node = 0; node < count; node++) {
    const first = node * perNode;
    const end = Math.min(sorted.length, first + perNode);
    writer.ascii("SNOD");
    writer.uint(1, 2);
    writer.uint(end - first, 2);
    for (let index = first; index < end; index++) {
      const link = sorted[index]![1];
      putEntry(
        writer,
        offsets[index]!,
        link,
        "soft" in link ? heap.add(encodeTerminated(link.soft, "The path of a soft link")) : undefined,
      );
    }
    writer.zeros((node + 1) * nodeSize - writer.at);
  }
  const nodes = space.allocate(writer.at);
  space.put(nodes, writer.finish());
  const btree = writeBtree1(space, sizes, {
    nodeType: 0,
    keySize: sizes.sizeOfLengths,
    maxEntries: 2 * groupRanks.internal,
    count,
    // A key is the greatest name to its left; the first is that of the empty text.
    putKey: (tree, index) => tree.length(index === 0 ? 0 : offsets[Math.min(sorted.length, index * perNode) - 1]!),
    child: (index) => nodes + index * nodeSize,
  });
  return { btree, heap: heap.write(space) };
}

/** A symbol table entry (specification III.C). Its kind tells what is kept beside the address: 1 a symbol table, 2 a path. */
export function putEntry(writer: ByteWriter, nameOffset: number, link: OldLink, pathOffset?: number): void {
  // The offset of the name has the size of lengths, against the specification; so libhdf5 writes it.
  writer.length(nameOffset);
  const end = writer.at + writer.sizeOfOffsets + 24;
  if ("soft" in link) {
    writer.address(undefined);
    writer.uint(2, 4);
    writer.zeros(4);
    writer.uint(pathOffset ?? 0, 4);
  } else {
    writer.address(link.hard);
    writer.uint(link.group === undefined ? 0 : 1, 4);
    writer.zeros(4);
    if (link.group !== undefined) {
      writer.address(link.group.btree);
      writer.address(link.group.heap);
    }
  }
  writer.zeros(end - writer.at);
}
