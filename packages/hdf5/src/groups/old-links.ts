import { hdmfError } from "@hdmf-ts/errors";
import { type LocalHeap, readLocalHeap } from "../heaps/local-heap.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { each } from "../io/runner.ts";
import type { NamedLink } from "../messages/link.ts";
import { walkBtree1 } from "../trees/btree1.ts";
import { type Decode, readSymbolNode, symbolNodeRange } from "./symbol-node.ts";

/** The links of a group of the old style, from its symbol table message (specification IV.A.2.r). */
export function readOldLinks(bytes: FileBytes, body: Uint8Array, decode: Decode): NamedLink[] {
  const cursor = new Cursor(body, "A symbol table message");
  const tree = cursor.address(bytes.sizeOfOffsets);
  const heapAddress = cursor.address(bytes.sizeOfOffsets);
  if (tree === undefined) return [];
  if (heapAddress === undefined) throw hdmfError("malformed", "A symbol table message names no heap of the names");
  // The names and the index of the links are in different places, which are asked for at once.
  let heap: LocalHeap | undefined;
  let nodes: number[] = [];
  each([0, 1], (part) => {
    if (part === 0) heap = readLocalHeap(bytes, heapAddress);
    else nodes = findNodes(bytes, tree);
  });
  if (heap === undefined || nodes.length === 0) return [];
  const names = heap;
  if (nodes.length === 1) return readSymbolNode(bytes, nodes[0] as number, names, decode);
  return each(nodes, (node) => readSymbolNode(bytes, node, names, decode)).flat();
}

/** The symbol table nodes of a group, all asked for at once. */
function findNodes(bytes: FileBytes, tree: number): number[] {
  const nodes: number[] = [];
  walkBtree1(bytes, tree, { nodeType: 0, keySize: bytes.sizeOfLengths }, (_, __, child) => {
    nodes.push(child);
  });
  const ranges = nodes.map((node) => symbolNodeRange(bytes, node));
  bytes.want(ranges, "The symbol table nodes of a group");
  return nodes;
}
