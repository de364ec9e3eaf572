import { compareUtf8 } from "@hdmf-ts/array";
import { isSorted } from "../groups/links.ts";
import type { Hdf5Attribute } from "../hdf5-file.ts";
import { denseStorage } from "../heaps/dense-storage.ts";
import { each } from "../io/runner.ts";
import { type NamedAttribute, type OnDamagedAttribute, readAttribute } from "../messages/attribute.ts";
import { readAttributeInfo } from "../messages/link-info.ts";
import type { HeaderMessage } from "./header-message.ts";
import { messageType } from "./message-type.ts";
import type { ObjectHeader } from "./object-header.ts";
import type { OpenFile } from "./open-file.ts";
import { resolveMessage } from "./resolve-message.ts";

const none: ReadonlyMap<string, Hdf5Attribute> = /* @__PURE__ */ new Map();

/**
 * The attributes of an object: those of creation order where the file keeps an index of it, else by name.
 * @param onDamage Where given, attributes whose values cannot be read are left out, and told of. Where not even the names are known, it is
 *   the object that cannot be read.
 * @throws `malformed`, `unsupported`
 */
export function readAttributes(
  file: OpenFile,
  header: ObjectHeader,
  onDamage?: OnDamagedAttribute,
): ReadonlyMap<string, Hdf5Attribute> {
  const messages: HeaderMessage[] = [];
  let info: HeaderMessage | undefined;
  for (const message of header.messages) {
    if (message.type === messageType.attribute) messages.push(message);
    else if (message.type === messageType.attributeInfo) info ??= message;
  }
  const storage = info === undefined ? undefined : readAttributeInfo(info.body, file.bytes.sizeOfOffsets);
  if (messages.length === 0 && storage?.heap === undefined) return none;
  const what = `The object at ${header.address}`;
  const all = each(messages, (message) => readMessage(file, message, what, onDamage));
  if (storage?.heap !== undefined && storage.names !== undefined)
    all.push(...denseStorage().readDenseAttributes(file, storage.heap, storage.names, what, onDamage));
  const found = onDamage === undefined ? (all as NamedAttribute[]) : all.filter((one) => one !== undefined);
  if (header.attributeOrder) found.sort((a, b) => a.order - b.order);
  else if (!isSorted(found)) found.sort((a, b) => compareUtf8(a.name, b.name));
  const attributes = new Map<string, Hdf5Attribute>();
  for (const { name, attribute } of found) attributes.set(name, attribute);
  return attributes;
}

function readMessage(
  file: OpenFile,
  message: HeaderMessage,
  what: string,
  onDamage: OnDamagedAttribute | undefined,
): NamedAttribute | undefined {
  const { shared, order, block, start, end } = message;
  if (!shared) return readAttribute(file, block, start, end, order, what, onDamage);
  const { body } = resolveMessage(file, messageType.attribute, message.body, true);
  return readAttribute(file, body, 0, body.length, order, what, onDamage);
}
