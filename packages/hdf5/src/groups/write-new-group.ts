import { encodeUtf8 } from "@hdmf-ts/array";
import type { FieldSizes } from "../datasets/data-layout.ts";
import type { Hdf5Link } from "../hdf5-file.ts";
import { messageType } from "../headers/message-type.ts";
import { messageFlag, mostMessageBytes, type WrittenMessage } from "../headers/write-object-header.ts";
import { linkHeap, writeFractalHeap } from "../heaps/write-fractal-heap.ts";
import { encodeLinks } from "../messages/encode-link.ts";
import { type DenseStorage, encodeGroupInfo, encodeLinkInfo } from "../messages/encode-link-info.ts";
import { writeNameIndex, writeOrderIndex } from "../trees/write-indexes.ts";
import type { FileSpace } from "../writer/file-space.ts";

/** The most links that a header keeps itself, unless it says otherwise. */
const mostCompact = 8;

/**
 * The messages of a group of the new style, as they go into its header: links in it where they are few and short, else in dense storage,
 * which is written then.
 *
 * @param links Hard ones name addresses of object headers. With `creationOrder` they are in the order of creation.
 * @throws as {@link encodeLinks}
 */
export function writeNewGroup(
  space: FileSpace,
  sizes: FieldSizes,
  links: ReadonlyMap<string, Hdf5Link>,
  creationOrder: boolean,
): WrittenMessage[] {
  const bodies = encodeLinks(links, creationOrder, sizes);
  const names = [...links.keys()];
  return groupMessages(sizes, bodies, creationOrder, () => writeDense(space, sizes, names, bodies, creationOrder));
}

/** The lengths of those messages' bodies, which do not depend on addresses: hard links may name anything here. */
export function newGroupLengths(
  sizes: FieldSizes,
  links: ReadonlyMap<string, Hdf5Link>,
  creationOrder: boolean,
): number[] {
  const bodies = encodeLinks(links, creationOrder, sizes);
  const messages = groupMessages(sizes, bodies, creationOrder, () => ({ heap: 0, names: 0 }));
  return messages.map(({ body }) => body.length);
}

/** Whether links whose messages have these bodies are kept outside of a header. */
export function needsDenseLinks(bodies: readonly Uint8Array[]): boolean {
  return bodies.length > mostCompact || bodies.some(({ length }) => length > mostMessageBytes);
}

function groupMessages(
  sizes: FieldSizes,
  bodies: readonly Uint8Array[],
  creationOrder: boolean,
  dense: () => DenseStorage,
): WrittenMessage[] {
  const isDense = needsDenseLinks(bodies);
  const info = encodeLinkInfo(
    { ...(creationOrder && { nextOrder: bodies.length }), ...(isDense && { dense: dense() }) },
    sizes,
  );
  const messages: WrittenMessage[] = [
    { type: messageType.linkInfo, body: info },
    { type: messageType.groupInfo, body: encodeGroupInfo(), flags: messageFlag.constant },
  ];
  if (!isDense) for (const body of bodies) messages.push({ type: messageType.link, body });
  return messages;
}

function writeDense(
  space: FileSpace,
  sizes: FieldSizes,
  names: readonly string[],
  bodies: readonly Uint8Array[],
  creationOrder: boolean,
): DenseStorage {
  const heap = writeFractalHeap(space, sizes, linkHeap, bodies);
  const index = writeNameIndex(space, sizes, 5, names.map(encodeUtf8), (writer, hash, link) => {
    writer.uint(hash, 4);
    writer.bytes(heap.ids[link]!);
  });
  if (!creationOrder) return { heap: heap.address, names: index };
  const orders = writeOrderIndex(space, sizes, 6, bodies.length, (writer, link) => {
    writer.uint(link, 8);
    writer.bytes(heap.ids[link]!);
  });
  return { heap: heap.address, names: index, orders };
}
