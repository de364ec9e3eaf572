import { hdmfError } from "@hdmf-ts/errors";
import type { LocalHeap } from "../heaps/local-heap.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes, Range } from "../io/file-bytes.ts";
import { checkName, type NamedLink } from "../messages/link.ts";
import { takeSignature, takeVersion } from "../signature.ts";

const nodeName = "symbol table node";

/** How the link texts of a group are decoded. */
export type Decode = (bytes: Uint8Array) => string;

/** What a node of usual size takes, to be asked for with others; it may be longer. */
export function symbolNodeRange(bytes: FileBytes, address: number): Range {
  return { address, length: Math.min(8 + 8 * entryBytes(bytes), Math.max(8, bytes.end - address)) };
}

/** The links of a symbol table node (specification III.B and C). */
export function readSymbolNode(bytes: FileBytes, address: number, heap: LocalHeap, decode: Decode): NamedLink[] {
  const head = new Cursor(bytes.at(address, 8, nodeName), nodeName, 0, address);
  takeSignature(head, "SNOD");
  takeVersion(head, 1);
  head.skip(1);
  const count = head.uint(2);
  const cursor = new Cursor(bytes.at(address + 8, count * entryBytes(bytes), nodeName), nodeName, 0, address);
  const links: NamedLink[] = [];
  for (let index = 0; index < count; index++) {
    const name = checkName(decode(heap.text(cursor.uint(bytes.sizeOfLengths))), cursor);
    const hard = cursor.address(bytes.sizeOfOffsets);
    const cached = cursor.uint(4);
    cursor.skip(4);
    const soft = cursor.uint(4);
    cursor.skip(12);
    if (cached === 2) links.push({ name, link: { soft: decode(heap.text(soft)) }, order: 0 });
    else if (hard !== undefined) links.push({ name, link: { hard }, order: 0 });
    else throw hdmfError("malformed", `The link ${JSON.stringify(name)} in the ${cursor.what} leads nowhere`);
  }
  return links;
}

function entryBytes(bytes: FileBytes): number {
  // The offset of the name has the size of lengths, against the specification; so libhdf5 writes it.
  return bytes.sizeOfLengths + bytes.sizeOfOffsets + 24;
}
