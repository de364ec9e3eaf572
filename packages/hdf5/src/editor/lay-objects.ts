import { hdmfError } from "@hdmf-ts/errors";
import { encodeDatatype } from "../datatypes/encode-datatype.ts";
import { hasManyUnusedBits } from "../datatypes/unused-bits.ts";
import { encodeContinuation } from "../headers/encode-pointers.ts";
import { messageType } from "../headers/message-type.ts";
import { messageFlag, mostMessageBytes } from "../headers/write-object-header.ts";
import { aligned } from "../io/aligned.ts";
import { byteWriter, newFileSizes } from "../io/byte-writer.ts";
import type { Range } from "../io/file-bytes.ts";
import { withChecksum } from "../io/with-checksum.ts";
import { encodeComment } from "../messages/encode-comment.ts";
import { changeHeader, encodeMessages1, encodeMessages2, type HeaderChange } from "./change-header.ts";
import type { EditedObject } from "./edit-objects.ts";
import type { EditSpace } from "./edit-space.ts";
import { attributeMessages } from "./edited-attributes.ts";
import { linkMessages } from "./edited-links.ts";
import type { ElementsChange } from "./element-store.ts";
import { spaceMessage } from "./new-object.ts";
import { ownMessages, type RawHeader, type RawMessage } from "./raw-header.ts";

const sizes = newFileSizes;
const linkTypes: readonly number[] = [
  messageType.symbolTable,
  messageType.linkInfo,
  messageType.groupInfo,
  messageType.link,
];
const attributeTypes: readonly number[] = [messageType.attribute, messageType.attributeInfo];

/** Puts the header of a new object where its room is, and what it leads to. */
export function layNewObject(object: EditedObject, elements: ElementsChange | undefined, space: EditSpace): void {
  const form = formOf(object);
  const messages = [
    ...ownOf(object, elements, space),
    ...(object.comment === undefined ? [] : [commentOf(object.comment, object.path)]),
    ...attributeMessages(object, { version: form, ordered: object.creationOrder }, undefined, space),
  ];
  const bytes = form === 1 ? header1(object, messages, space) : header2(object, messages, space);
  space.put(object.id, bytes);
}

function ownOf(object: EditedObject, elements: ElementsChange | undefined, space: EditSpace): RawMessage[] {
  switch (object.kind) {
    case "group":
      return linkMessages(object, [], space);
    case "datatype": {
      const flags = messageFlag.constant | messageFlag.notShareable;
      return [{ type: messageType.datatype, flags, order: 0, body: encodeDatatype(object.type, sizes) }];
    }
    case "dataset": {
      const { shape, maxShape } = object.elements;
      const layout = { type: messageType.layout, flags: 0, order: 0, body: elements!.layout! };
      const [type, fill, ...filters] = object.constant as [RawMessage, RawMessage, ...RawMessage[]];
      return [spaceMessage(shape, maxShape), type, fill, layout, ...filters];
    }
  }
}

function commentOf(comment: string, path: string): RawMessage {
  return { type: messageType.comment, flags: 0, order: 0, body: encodeComment(comment, path) };
}

function formOf(object: EditedObject): 1 | 2 {
  const attributes = [...(object.attributes?.values() ?? [])];
  const needsNew =
    object.creationOrder ||
    attributes.some(({ body, manyUnusedBits }) => body.length > mostMessageBytes || manyUnusedBits) ||
    (object.kind !== "group" && hasManyUnusedBits(object.type));
  return needsNew ? 2 : 1;
}

/** @throws `limit` */
function header1(object: EditedObject, messages: readonly RawMessage[], space: EditSpace): Uint8Array {
  const room = object.reserved - 16;
  const padded = messages.map(({ body, ...rest }) => {
    const bytes = new Uint8Array(aligned(body.length));
    bytes.set(body);
    return { ...rest, body: bytes };
  });
  let block = encodeMessages1(padded);
  let first: readonly RawMessage[] = padded;
  let count = padded.length;
  if (block.length !== room && block.length + 8 > room) {
    const address = space.allocateWhole(block.length);
    space.put(address, block);
    first = [continuation(address, block.length)];
    count++;
    block = encodeMessages1(first);
  }
  if (count >= 0xffff) throw hdmfError("limit", `${object.path} has too many attributes for its header`);
  const spare = room - block.length;
  const writer = byteWriter(sizes, object.reserved);
  writer.uint(1, 2);
  writer.uint(count + (spare > 0 ? 1 : 0), 2);
  writer.uint(object.references, 4);
  writer.uint(room, 4);
  writer.zeros(4);
  writer.bytes(block);
  if (spare > 0) {
    writer.zeros(2);
    writer.uint(spare - 8, 2);
    writer.zeros(spare - 4);
  }
  return writer.finish();
}

function header2(object: EditedObject, own: readonly RawMessage[], space: EditSpace): Uint8Array {
  const tracked = object.creationOrder;
  const messages = [...own];
  if (object.references !== 1) {
    const body = new Uint8Array(5);
    new DataView(body.buffer).setUint32(1, object.references, true);
    messages.push({ type: messageType.referenceCount, flags: messageFlag.notShareable, order: 0, body });
  }
  // Signature, version, flags, a length of two bytes; the checksum.
  const room = object.reserved - 8 - 4;
  const head = tracked ? 6 : 4;
  let block = encodeMessages2(messages, tracked).slice(4, -4);
  if (block.length + head > room) {
    const all = encodeMessages2(messages, tracked);
    const address = space.allocateWhole(all.length);
    space.put(address, all);
    block = encodeMessages2([continuation(address, all.length)], tracked).slice(4, -4);
  }
  const writer = byteWriter(sizes, object.reserved);
  writer.ascii("OHDR");
  writer.uint(2, 1);
  writer.uint(1 | (tracked ? 12 : 0), 1);
  writer.uint(room, 2);
  writer.bytes(block);
  const spare = room - block.length;
  writer.zeros(1);
  writer.uint(spare - head, 2);
  writer.zeros(spare - 3);
  return withChecksum(writer);
}

function continuation(address: number, length: number): RawMessage {
  return { type: messageType.continuation, flags: 0, order: 0, body: encodeContinuation(address, length, sizes) };
}

/** What the header of an object that is there comes to say; undefined where it stays as it is. */
export function changeObject(
  object: EditedObject & { header: RawHeader },
  elements: ElementsChange | undefined,
  space: EditSpace,
  base: number,
): { readonly change: HeaderChange; readonly freed: readonly Range[] } {
  const { header } = object;
  const freed: Range[] = [];
  let messages: RawMessage[] = ownMessages(header);
  if (object.kind === "dataset") messages = datasetMessages(object, messages, elements);
  if (object.kind === "group" && object.linksChanged) {
    freed.push(...object.linkRanges);
    const before = messages.filter(({ type }) => linkTypes.includes(type));
    messages = replaceAll(messages, linkTypes, linkMessages(object, before, space));
  }
  if (object.attributesChanged) {
    freed.push(...object.attributeRanges);
    const info = messages.find(({ type }) => type === messageType.attributeInfo);
    const form = { version: header.version, ordered: header.version === 2 && (header.prefix[5]! & 12) === 12 };
    messages = replaceAll(messages, attributeTypes, attributeMessages(object, form, info, space));
  }
  return { change: changeHeader(header, messages, object.references, space, base), freed };
}

function datasetMessages(
  object: Extract<EditedObject, { kind: "dataset" }>,
  messages: readonly RawMessage[],
  elements: ElementsChange | undefined,
): RawMessage[] {
  return messages.map((message) => {
    if (message.type === messageType.layout && elements?.layout !== undefined)
      return sameBody({ ...message, body: elements.layout }, message);
    if (message.type === messageType.dataspace) return resized(message, object);
    return message;
  });
}

/** The message itself where it says the same. */
function sameBody(next: RawMessage, message: RawMessage): RawMessage {
  const { body } = next;
  const isSame = message.body.every((byte, index) => byte === (body[index] ?? 0)) && body.length <= message.body.length;
  return isSame ? message : next;
}

/** A dataspace message with other lengths of the axes. */
function resized(message: RawMessage, { elements, path }: Extract<EditedObject, { kind: "dataset" }>): RawMessage {
  const { shape, layout } = elements;
  if (shape === null || layout !== "chunked") return message;
  const body = message.body.slice();
  if ((message.flags & messageFlag.shared) !== 0) return message;
  const at = body[0] === 1 ? 8 : 4;
  if (body[1] !== shape.length) throw hdmfError("malformed", `${path}: its dataspace has ${body[1]} axes`, { path });
  const view = new DataView(body.buffer);
  for (const [axis, length] of shape.entries()) view.setBigUint64(at + 8 * axis, BigInt(length), true);
  return sameBody({ ...message, body }, message);
}

/** Puts messages in the place of the first of some types, and takes out the others of them. */
function replaceAll(
  messages: readonly RawMessage[],
  types: readonly number[],
  by: readonly RawMessage[],
): RawMessage[] {
  const at = messages.findIndex(({ type }) => types.includes(type));
  const rest = messages.filter(({ type }) => !types.includes(type));
  if (at < 0) return [...rest, ...by];
  const before = messages.slice(0, at).length;
  // What stays where it stood can be changed there.
  const isAligned = messages.length === rest.length + by.length;
  if (!isAligned) return [...rest.slice(0, before), ...by, ...rest.slice(before)];
  let next = 0;
  return messages.map((message) => (types.includes(message.type) ? by[next++]! : message));
}
