import { hdmfError } from "@hdmf-ts/errors";
import { lookup3 } from "../checksum.ts";
import { messageType } from "../headers/message-type.ts";
import type { OpenFile } from "../headers/open-file.ts";
import { needsDenseAttributes, writeAttributes } from "../headers/write-dense-attributes.ts";
import { messageFlag } from "../headers/write-object-header.ts";
import { openFractalHeap } from "../heaps/fractal-heap.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import { Cursor } from "../io/cursor.ts";
import { encodeAttributeInfo } from "../messages/encode-link-info.ts";
import { readAttributeInfo } from "../messages/link-info.ts";
import { readBtree2Records } from "../trees/btree2.ts";
import type { EditedAttribute, EditedObject } from "./edit-objects.ts";
import type { EditSpace } from "./edit-space.ts";
import { ownMessages, type RawHeader, type RawMessage } from "./raw-header.ts";
import { recordingSpace } from "./recording-space.ts";

const trackedFlag = 4;
const indexedFlag = 8;

/** Whether attributes are kept in the order of creation. @throws `unsupported` where the order is kept without an index of it */
function isOrdered({ version, prefix, address }: RawHeader): boolean {
  const flags = version === 1 ? 0 : prefix[5]! & (trackedFlag | indexedFlag);
  if (flags === trackedFlag)
    throw hdmfError(
      "unsupported",
      `The attributes of the object at ${address} cannot be changed: their order of creation is kept without an index`,
    );
  return flags !== 0;
}

/** The attributes of a header by their names, not decoded. @throws `malformed`, `unsupported` */
export function readEditedAttributes(file: OpenFile, header: RawHeader): Map<string, EditedAttribute> {
  const found: [string, EditedAttribute][] = [];
  for (const message of ownMessages(header)) {
    if (message.type === messageType.attribute) {
      if ((message.flags & messageFlag.shared) !== 0) throw sharedError(header.address);
      found.push([nameIn(file, message.body), { body: message.body, message, order: message.order }]);
    } else if (message.type === messageType.attributeInfo) found.push(...readDense(file, header, message.body));
  }
  if (isOrdered(header)) found.sort(([, a], [, b]) => a.order - b.order);
  return new Map(found);
}

function readDense(file: OpenFile, header: RawHeader, info: Uint8Array): [string, EditedAttribute][] {
  const { heap, names } = readAttributeInfo(info, 8);
  if (heap === undefined || names === undefined) return [];
  const { records } = readBtree2Records(file.bytes, names);
  if (records.some((record) => (record[8]! & 2) !== 0)) throw sharedError(header.address);
  const bodies = openFractalHeap(file.bytes, heap).readAll(records.map((record) => record.subarray(0, 8)));
  return bodies.map((view, index) => {
    const body = view.slice();
    return [nameIn(file, body), { body, order: new Cursor(records[index]!, "An attribute", 9).uint(4) }];
  });
}

function nameIn(file: OpenFile, body: Uint8Array): string {
  const cursor = new Cursor(body, "An attribute");
  const version = cursor.uint(1);
  cursor.skip(1);
  const length = cursor.uint(2);
  cursor.skip(version === 3 ? 5 : 4);
  return file.decode.texts.untilNul(cursor.take(length), 0, length);
}

function sharedError(address: number): Error {
  return hdmfError(
    "unsupported",
    `The attributes of the object at ${address} cannot be changed: messages of the file are shared among objects`,
  );
}

/**
 * The messages of all attributes as they go into a header; dense storage is written where they need it.
 * @param info The attribute info message as it is.
 */
export function attributeMessages(
  object: EditedObject,
  form: { readonly version: 1 | 2; readonly ordered: boolean },
  info: RawMessage | undefined,
  space: EditSpace,
): RawMessage[] {
  const list = [...(object.attributes ?? [])];
  if (form.version === 1) return list.map(([, attribute]) => messageOf(attribute));
  if (needsDenseAttributes(list.map(([, { body }]) => body.length))) {
    const recorded = recordingSpace(space);
    const written = list.map(([name, { body }]) => ({ name, body }));
    const messages = writeAttributes(recorded, newFileSizes, written, form.ordered);
    object.attributeRanges = recorded.ranges;
    return messages.map(({ type, body, flags = 0 }) => ({ type, body, flags, order: 0 }));
  }
  object.attributeRanges = [];
  if (list.length === 0 && info === undefined) return [];
  const next = list.reduce((most, [, { order }]) => Math.max(most, order + 1), 0);
  const body = encodeAttributeInfo(form.ordered ? { nextOrder: next } : {}, newFileSizes);
  const same = info !== undefined && info.body.length === body.length && lookup3(info.body) === lookup3(body);
  const own = same ? info : { type: messageType.attributeInfo, flags: messageFlag.notShareable, order: 0, body };
  return [own, ...list.map(([, attribute]) => messageOf(attribute))];
}

function messageOf({ message, body, order }: EditedAttribute): RawMessage {
  return message ?? { type: messageType.attribute, flags: 0, order, body };
}
