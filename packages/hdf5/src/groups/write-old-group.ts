import { compareUtf8 } from "@hdmf-ts/array";
import type { FieldSizes } from "../datasets/data-layout.ts";
import type { Hdf5Link } from "../hdf5-file.ts";
import type { SymbolTable } from "../headers/encode-pointers.ts";
import { LocalHeapWriter } from "../heaps/write-local-heap.ts";
import type { ByteWriter } from "../io/byte-writer.ts";
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
 * Whether a group of the old style can keep a link: symbol tables know neither other kinds nor the character set of names; libhdf5 too changes
 * the group for such a one.
 */
export function fitsOldGroup(name: string, link: Hdf5Link): boolean {
  if (!("hard" in link || "soft" in link)) return false;
  for (let index = 0; index < name.length; index++) if (name.charCodeAt(index) > 127) return false;
  return true;
}

/** The links of a group of the old style, which knows hard and soft ones, and no order of creation. */
export interface OldLinks {
  /** ASCII in the eyes of libhdf5, each once, in any order. */
  readonly names: readonly string[];
  /** Of each name. */
  readonly targets: readonly OldLink[];
}

/**
 * Writes the links of a group of the old style (specification III.A to D).
 *
 * @throws `invalid` for a name or path with a NUL
 */
export function writeOldGroup(space: FileSpace, sizes: FieldSizes, links: OldLinks): SymbolTable {
  const { names, targets } = sorted(links);
  const { length } = names;
  const perNode = 2 * groupRanks.leaf;
  const nodeSize = 8 + perNode * (sizes.sizeOfLengths + sizes.sizeOfOffsets + 24);
  const count = Math.ceil(length / perNode);
  const heap = new LocalHeapWriter(sizes);
  const nameOffsets: number[] = [];
  for (let at = 0; at < length; at++) nameOffsets.push(heap.add(names[at]!, "The name of a link"));
  const nodes = space.allocate(count * nodeSize);
  if (count > 0) putNodes(space.open(nodes, count * nodeSize), nodeSize, names.length, targets, nameOffsets, heap);
  const keySize = sizes.sizeOfLengths;
  const maxEntries = 2 * groupRanks.internal;
  const btree = writeBtree1(space, sizes, {
    nodeType: 0,
    keySize,
    maxEntries,
    count,
    // A key is the greatest name to its left; the first is that of the empty text.
    putKey: (tree, index) => tree.length(index === 0 ? 0 : nameOffsets[Math.min(length, index * perNode) - 1]!),
    child: (index) => nodes + index * nodeSize,
  });
  return { btree, heap: heap.write(space) };
}

/** Symbol nodes (specification III.B), all but the last full. */
function putNodes(
  writer: ByteWriter,
  nodeSize: number,
  length: number,
  targets: readonly OldLink[],
  nameOffsets: readonly number[],
  heap: LocalHeapWriter,
): void {
  const perNode = 2 * groupRanks.leaf;
  for (let at = 0; at < length; at++) {
    if (at % perNode === 0) {
      writer.zeros((at / perNode) * nodeSize - writer.at);
      writer.ascii("SNOD");
      writer.uint(1, 2);
      writer.uint(Math.min(perNode, length - at), 2);
    }
    const target = targets[at]!;
    const path = "soft" in target ? heap.add(target.soft, "The path of a soft link") : undefined;
    putEntry(writer, nameOffsets[at]!, target, path);
  }
}

/** The same links in the order of the bytes of their names. */
function sorted(links: OldLinks): OldLinks {
  const { names, targets } = links;
  let inOrder = true;
  for (let at = 1; at < names.length && inOrder; at++) inOrder = compareUtf8(names[at - 1]!, names[at]!) < 0;
  if (inOrder) return links;
  const order = names.map((_, index) => index).sort((a, b) => compareUtf8(names[a]!, names[b]!));
  return { names: order.map((index) => names[index]!), targets: order.map((index) => targets[index]!) };
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
