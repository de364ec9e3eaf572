import { compareUtf8 } from "@hdmf-ts/array";
import type { Hdf5Link } from "../hdf5-file.ts";
import { messageType } from "../headers/message-type.ts";
import type { ObjectHeader } from "../headers/object-header.ts";
import { openFractalHeap } from "../heaps/fractal-heap.ts";
import { checkObjects } from "../heaps/object-budget.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { type NamedLink, readLink } from "../messages/link.ts";
import { readLinkInfo } from "../messages/link-info.ts";
import { readBtree2Records } from "../trees/btree2.ts";
import { readOldLinks } from "./old-links.ts";
import type { Decode } from "./symbol-node.ts";

/** The links of a group and their order: that of creation where the file keeps an index of it, else by name. */
export interface GroupLinks {
  readonly links: Map<string, Hdf5Link>;
  readonly creationOrder: boolean;
}

/** @throws `malformed`, `unsupported` */
export function readLinks(bytes: FileBytes, header: ObjectHeader, decode: Decode): GroupLinks {
  const found: NamedLink[] = [];
  let creationOrder = false;
  for (const { type, body } of header.messages) {
    if (type === messageType.symbolTable) found.push(...readOldLinks(bytes, body, decode));
    else if (type === messageType.link) found.push(readLink(linkCursor(body, header), bytes.sizeOfOffsets, decode));
    else if (type === messageType.linkInfo) {
      const info = readLinkInfo(body, bytes.sizeOfOffsets);
      creationOrder = info.creationOrder;
      if (info.heap !== undefined && info.names !== undefined) {
        found.push(...readDense(bytes, info.heap, info.names, header, decode));
      }
    }
  }
  // Most groups stand in order already; comparing is cheaper than sorting.
  if (creationOrder) found.sort((a, b) => a.order - b.order);
  else if (!isSorted(found)) found.sort((a, b) => compareUtf8(a.name, b.name));
  return { links: new Map(found.map(({ name, link }) => [name, link])), creationOrder };
}

function readDense(
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
  return bodies.map((body) => readLink(linkCursor(body, header), bytes.sizeOfOffsets, decode));
}

function linkCursor(body: Uint8Array, { address }: ObjectHeader): Cursor {
  return new Cursor(body, `A link of the group at ${address}`);
}

function isSorted(links: readonly NamedLink[]): boolean {
  for (let index = 1; index < links.length; index++) {
    if (compareUtf8((links[index - 1] as NamedLink).name, (links[index] as NamedLink).name) > 0) return false;
  }
  return true;
}
