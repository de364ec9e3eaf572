import { hdmfError } from "@hdmf-ts/errors";
import { readLocalHeap } from "../heaps/local-heap.ts";
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
  const nodes: number[] = [];
  const [heap] = each(
    [
      () => readLocalHeap(bytes, heapAddress),
      () => {
        walkBtree1(bytes, tree, { nodeType: 0, keySize: bytes.sizeOfLengths }, (_, __, child) => {
          nodes.push(child);
        });
        bytes.want(
          nodes.map((node) => symbolNodeRange(bytes, node)),
          "The symbol table nodes of a group",
        );
        return undefined;
      },
    ],
    (part) => part(),
  );
  if (heap === undefined) return [];
  return each(nodes, (node) => readSymbolNode(bytes, node, heap, decode)).flat();
}
