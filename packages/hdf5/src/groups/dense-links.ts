import type { ObjectHeader } from "../headers/object-header.ts";
import { openFractalHeap } from "../heaps/fractal-heap.ts";
import { checkObjects } from "../heaps/object-budget.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { linkCursor, type NamedLink, readLink } from "../messages/link.ts";
import { readBtree2Records } from "../trees/btree2.ts";
import type { Decode } from "./symbol-node.ts";

/** Links that are kept outside of their header. */
export function readDenseLinks(
  bytes: FileBytes,
  heapAddress: number,
  names: number,
  header: ObjectHeader,
  decode: Decode,
): NamedLink[] {
  const { records } = readBtree2Records(bytes, names);
  const heap = openFractalHeap(bytes, heapAddress);
  // A record is the hash of the name and the id in the heap.
  const bodies = heap.readAll(records.map((record) => record.subarray(4)));
  checkObjects(bytes, bodies, `The group at ${header.address}`);
  return bodies.map((body) => readLink(linkCursor(body, header.address), bytes.sizeOfOffsets, decode));
}
