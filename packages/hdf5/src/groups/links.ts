import { compareUtf8 } from "@hdmf-ts/array";
import type { Hdf5Link } from "../hdf5-file.ts";
import { messageType } from "../headers/message-type.ts";
import type { ObjectHeader } from "../headers/object-header.ts";
import { denseStorage } from "../heaps/dense-storage.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { linkCursor, type NamedLink, readLink } from "../messages/link.ts";
import { readLinkInfo } from "../messages/link-info.ts";
import { readOldLinks } from "./old-links.ts";
import type { Decode } from "./symbol-node.ts";

/** The links of a group and their order: that of creation where the file keeps an index of it, else by name. */
export interface GroupLinks {
  readonly links: ReadonlyMap<string, Hdf5Link>;
  readonly creationOrder: boolean;
}

const none: ReadonlyMap<string, Hdf5Link> = /* @__PURE__ */ new Map();

/** @throws `malformed`, `unsupported` */
export function readLinks(bytes: FileBytes, header: ObjectHeader, decode: Decode): GroupLinks {
  let found: NamedLink[] = [];
  let creationOrder = false;
  for (const message of header.messages) {
    const { type } = message;
    if (type === messageType.symbolTable) found = concat(found, readOldLinks(bytes, message.body, decode));
    else if (type === messageType.link) {
      found.push(readLink(linkCursor(message.body, header.address), bytes.sizeOfOffsets, decode));
    } else if (type === messageType.linkInfo) {
      const info = readLinkInfo(message.body, bytes.sizeOfOffsets);
      creationOrder = info.creationOrder;
      if (info.heap !== undefined && info.names !== undefined) {
        found = concat(found, denseStorage().readDenseLinks(bytes, info.heap, info.names, header, decode));
      }
    }
  }
  // Most groups stand in order already; comparing is cheaper than sorting.
  if (creationOrder) found.sort((a, b) => a.order - b.order);
  else if (!isSorted(found)) found.sort((a, b) => compareUtf8(a.name, b.name));
  if (found.length === 0) return { links: none, creationOrder };
  const links = new Map<string, Hdf5Link>();
  for (const { name, link } of found) links.set(name, link);
  return { links, creationOrder };
}

/** Arguments of a call, as of `push`, are limited in number; groups are not. */
function concat(a: NamedLink[], b: NamedLink[]): NamedLink[] {
  return a.length === 0 ? b : a.concat(b);
}

/** Whether things stand in the order of their names. */
export function isSorted(list: readonly { readonly name: string }[]): boolean {
  let before = list[0]?.name ?? "";
  for (let index = 1; index < list.length; index++) {
    const { name } = list[index] as { readonly name: string };
    if (compareUtf8(before, name) > 0) return false;
    before = name;
  }
  return true;
}
