import { compareUtf8, encodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { readOldLinks } from "../groups/old-links.ts";
import { needsDenseLinks } from "../groups/write-new-group.ts";
import { fitsOldGroup, type OldLink, writeOldGroup } from "../groups/write-old-group.ts";
import type { Hdf5Link } from "../hdf5-file.ts";
import { encodeSymbolTable, type SymbolTable } from "../headers/encode-pointers.ts";
import { messageType } from "../headers/message-type.ts";
import type { OpenFile } from "../headers/open-file.ts";
import { messageFlag } from "../headers/write-object-header.ts";
import { openFractalHeap } from "../heaps/fractal-heap.ts";
import { linkHeap, writeFractalHeap } from "../heaps/write-fractal-heap.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import { Cursor } from "../io/cursor.ts";
import { encodeLinks } from "../messages/encode-link.ts";
import { encodeGroupInfo, encodeLinkInfo } from "../messages/encode-link-info.ts";
import { readLink } from "../messages/link.ts";
import { readLinkInfo } from "../messages/link-info.ts";
import { readBtree2Records } from "../trees/btree2.ts";
import { writeNameIndex, writeOrderIndex } from "../trees/write-indexes.ts";
import type { EditedGroup, EditedLink } from "./edit-objects.ts";
import type { EditSpace } from "./edit-space.ts";
import { ownMessages, type RawHeader, type RawMessage } from "./raw-header.ts";
import { recordingSpace } from "./recording-space.ts";

const sizes = newFileSizes;

/** The links of a group, and its symbol table where it is of the old style. @throws `malformed`, `unsupported` */
export function readEditedLinks(
  file: OpenFile,
  header: RawHeader,
): { readonly links: Map<string, EditedLink>; readonly table: SymbolTable | undefined } {
  const decode = (bytes: Uint8Array): string => file.decode.texts.text(bytes, 0, bytes.length);
  const parse = (body: Uint8Array) => readLink(new Cursor(body, `A link of the group at ${header.address}`), 8, decode);
  const found: [string, EditedLink][] = [];
  let table: SymbolTable | undefined;
  let ordered = false;
  for (const message of ownMessages(header)) {
    const { type, body } = message;
    if (type === messageType.symbolTable) {
      table = readSymbolTable(body);
      for (const { name, link } of readOldLinks(file.bytes, body, decode)) found.push([name, { link, order: 0 }]);
    } else if (type === messageType.link) {
      const { name, link, order } = parse(body);
      found.push([name, { link, order, body, message }]);
    } else if (type === messageType.linkInfo) {
      ordered = isTracked(body);
      const { heap, names } = readLinkInfo(body, 8);
      if (heap === undefined || names === undefined) continue;
      const { records } = readBtree2Records(file.bytes, names);
      const bodies = openFractalHeap(file.bytes, heap).readAll(records.map((record) => record.subarray(4)));
      for (const view of bodies) {
        const own = view.slice();
        const { name, link, order } = parse(own);
        found.push([name, { link, order, body: own }]);
      }
    }
  }
  if (ordered) found.sort(([, a], [, b]) => a.order - b.order);
  else found.sort(([a], [b]) => compareUtf8(a, b));
  return { links: new Map(found), table };
}

function readSymbolTable(body: Uint8Array): SymbolTable | undefined {
  const cursor = new Cursor(body, "A symbol table message");
  const btree = cursor.address(8);
  const heap = cursor.address(8);
  return btree === undefined || heap === undefined ? undefined : { btree, heap };
}

function isTracked(info: Uint8Array): boolean {
  return (info[1]! & 1) !== 0;
}

/**
 * The messages of a group's links as they go into its header; what they lead to is written.
 * @param before The messages of the links as they are; none for a new group.
 */
export function linkMessages(group: EditedGroup, before: readonly RawMessage[], space: EditSpace): RawMessage[] {
  const { links } = group;
  const wasNew = before.some(({ type }) => type === messageType.linkInfo);
  if (!wasNew && !group.creationOrder && (fitsAll(links) || isAsBefore(group)))
    return oldMessages(group, before, space);
  group.table = undefined;
  const info = before.find(({ type }) => type === messageType.linkInfo);
  const groupInfo = before.find(({ type }) => type === messageType.groupInfo);
  const flags = info === undefined ? (group.creationOrder ? 3 : 0) : info.body[1]!;
  const tracked = (flags & 1) !== 0;
  const bodies = [...links].map(
    ([name, one]) => one.body ?? encodeLink(name, one.link, tracked ? one.order : undefined),
  );
  const recorded = recordingSpace(space);
  const isDense = needsDenseLinks(bodies);
  const dense = isDense ? writeDense(recorded, group, bodies, tracked, (flags & 2) !== 0) : undefined;
  group.linkRanges = recorded.ranges;
  const next = [...links.values()].reduce((most, { order }) => Math.max(most, order + 1), previousNext(info));
  const body = patchedInfo(
    encodeLinkInfo({ ...(flags === 3 && { nextOrder: next }), ...(dense && { dense }) }, sizes),
    flags,
    next,
  );
  const messages: RawMessage[] = [
    { type: messageType.linkInfo, flags: info?.flags ?? 0, order: 0, body },
    groupInfo ?? { type: messageType.groupInfo, flags: messageFlag.constant, order: 0, body: encodeGroupInfo() },
  ];
  if (isDense) return messages;
  for (const [index, { message }] of [...links.values()].entries())
    messages.push(message ?? { type: messageType.link, flags: 0, order: 0, body: bodies[index]! });
  return messages;
}

function fitsAll(links: EditedGroup["links"]): boolean {
  for (const [name, { link }] of links) if (!fitsOldGroup(name, link)) return false;
  return true;
}

/** Names of other letters were there in a symbol table already. */
function isAsBefore({ table, links }: EditedGroup): boolean {
  if (table === undefined) return false;
  for (const { link } of links.values()) if (!("hard" in link || "soft" in link)) return false;
  return true;
}

function oldMessages(group: EditedGroup, before: readonly RawMessage[], space: EditSpace): RawMessage[] {
  const names = [...group.links.keys()];
  const targets = [...group.links.values()].map(({ link }) => link as OldLink);
  const recorded = recordingSpace(space);
  group.table = writeOldGroup(recorded, sizes, { names, targets });
  group.linkRanges = recorded.ranges;
  const was = before.find(({ type }) => type === messageType.symbolTable);
  return [
    { type: messageType.symbolTable, flags: was?.flags ?? 0, order: 0, body: encodeSymbolTable(group.table, sizes) },
  ];
}

/** The order of creation that the next link gets. */
export function previousNext(info: RawMessage | undefined): number {
  return info !== undefined && isTracked(info.body) ? new Cursor(info.body, "A link info message", 2).uint(8) : 0;
}

/** An order of creation that is tracked without an index has no address of one. */
function patchedInfo(body: Uint8Array, flags: number, next: number): Uint8Array {
  if (flags === 3 || flags === 0) return body;
  const patched = new Uint8Array(26);
  patched[1] = 1;
  new DataView(patched.buffer).setBigUint64(2, BigInt(next), true);
  patched.set(body.subarray(2, 18), 10);
  return patched;
}

function encodeLink(name: string, link: Hdf5Link, order: number | undefined): Uint8Array {
  const [body] = encodeLinks(new Map([[name, link]]), order !== undefined, sizes) as [Uint8Array];
  const own = body.slice();
  if (order !== undefined) new DataView(own.buffer).setBigUint64((own[1]! & 8) === 0 ? 2 : 3, BigInt(order), true);
  return own;
}

function writeDense(
  space: ReturnType<typeof recordingSpace>,
  { links }: EditedGroup,
  bodies: readonly Uint8Array[],
  tracked: boolean,
  indexed: boolean,
) {
  const heap = writeFractalHeap(space, sizes, linkHeap, bodies);
  const names = writeNameIndex(space, sizes, 5, [...links.keys()].map(encodeUtf8), (writer, hash, index) => {
    writer.uint(hash, 4);
    writer.bytes(heap.ids[index]!);
  });
  if (!tracked || !indexed) return { heap: heap.address, names };
  const all = [...links.values()];
  const byOrder = all.map((_, index) => index).sort((a, b) => all[a]!.order - all[b]!.order);
  const orders = writeOrderIndex(space, sizes, 6, bodies.length, (writer, place) => {
    const index = byOrder[place]!;
    writer.uint(all[index]!.order, 8);
    writer.bytes(heap.ids[index]!);
  });
  return { heap: heap.address, names, orders };
}

/** @throws `unsupported` for a file whose symbol tables have other sizes than ours */
export function checkRanks(ranks: { readonly leaf: number; readonly group: number }, path: string): void {
  if (ranks.leaf === 4 && ranks.group === 16) return;
  throw hdmfError(
    "unsupported",
    `${path}: its links cannot be changed, since the file has symbol tables of other sizes (K ${ranks.leaf} and ${ranks.group})`,
  );
}
