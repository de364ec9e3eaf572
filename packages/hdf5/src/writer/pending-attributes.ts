import {
  type ArrayData,
  concatData,
  dataLength,
  elementCount,
  type NumberArray,
  type Shape,
  sameShape,
} from "@hdmf-ts/array";
import { isPlain } from "../datasets/plain-numbers.ts";
import { exactData } from "../datatypes/exact-data.ts";
import { isExactly } from "../datatypes/exact-numbers.ts";
import { type StoredType, usesHeap } from "../datatypes/stored-type.ts";
import { hasManyUnusedBits } from "../datatypes/unused-bits.ts";
import type { Hdf5Attribute } from "../hdf5-file.ts";
import { encodeSharedMessage } from "../headers/encode-pointers.ts";
import { messageType } from "../headers/message-type.ts";
import type { WrittenAttribute } from "../headers/write-dense-attributes.ts";
import { type HeaderForm, mostMessageBytes, putMessage } from "../headers/write-object-header.ts";
import { aligned } from "../io/aligned.ts";
import { ByteWriter, byteWriter, newFileSizes } from "../io/byte-writer.ts";
import { attributeName, checkAttributeCount, checkAttributeName } from "../messages/check-attribute.ts";
import { attributeLength, encodeAttribute, putAttributeHead } from "../messages/encode-attribute.ts";
import { byteArena } from "./byte-arena.ts";
import { type PendingObject, pathOf } from "./edit-nodes.ts";
import { type ElementCodec, holdsReferences } from "./element-codec.ts";
import type { MessageParts } from "./message-parts.ts";
import { nameList, nameLists } from "./name-lists.ts";

/** The attributes of all objects of a file that is being made. */
export interface PendingAttributes {
  /** Sets or replaces; the value is copied. @throws `invalid`, `limit`, naming the attribute */
  set(object: PendingObject, name: string, value: Hdf5Attribute, type: StoredType): void;
  /** Whether there was one. */
  remove(object: PendingObject, name: string): boolean;
  /** Bytes of the messages, in their order. */
  lengths(object: PendingObject): readonly number[];
  /** Bytes of all of them in a header of version 1, with what is in front of each; undefined where one does not fit into it. */
  headerBytes(object: PendingObject): number | undefined;
  /** Whether a type has so many unused bits that the header needs a checksum. */
  needChecksum(object: PendingObject): boolean;
  /** Puts the messages into a header of version 1, now that addresses are known. */
  putMessages(object: PendingObject, writer: ByteWriter, form: HeaderForm): void;
  /** The messages by themselves, for a header of version 2. */
  messages(object: PendingObject): WrittenAttribute[];
}

/** What cannot be laid out before the end, as something in it has no address yet. */
interface Waiting {
  readonly value: Hdf5Attribute;
  readonly type: StoredType;
}

/** In front of each message in a header of version 1. */
const headLength = 8;
const mostHeads = 1024;
const none = /* @__PURE__ */ new Uint8Array(0);

export function pendingAttributes(codec: ElementCodec, parts: MessageParts): PendingAttributes {
  const entries = nameLists();
  const arena = byteArena();
  // Of each entry: where its message waits, behind its head; how long it is; a text for its end, or what it will be made of.
  const places: number[] = [];
  const lengths: number[] = [];
  const rests: (string | Waiting | undefined)[] = [];
  const heads = new Map<string, { readonly type: StoredType; readonly shape: Shape; readonly bytes: Uint8Array }>();
  /** Entries whose types have many unused bits. */
  const unused = new Set<number>();

  /** @param rest A text whose heap ID is the value, or all of it. */
  function note(object: PendingObject, name: string, place: number, length: number, rest?: string | Waiting): number {
    object.attributes ??= nameList();
    let entry = entries.find(object.attributes, name);
    if (entry < 0) entry = entries.add(object.attributes, name);
    else unused.delete(entry);
    places[entry] = place;
    lengths[entry] = length;
    rests[entry] = rest;
    return entry;
  }

  /** A message up to its value, with what stands in front of it: most objects of a file have attributes like those of others. */
  function headOf(name: string, type: StoredType, shape: Shape): Uint8Array {
    const known = heads.get(name);
    if (known !== undefined && known.type === type && sameShape(known.shape, shape)) return known.bytes;
    const writer = byteWriter(newFileSizes);
    writer.uint(messageType.attribute, 2);
    writer.zeros(headLength - 2);
    putAttributeHead(writer, { name, datatype: parts.datatype(type), dataspace: parts.dataspace(shape) });
    const length = writer.at - headLength + elementCount(shape) * type.size;
    // Longer ones do not go into such a header.
    writer.patch(2, aligned(length) & 0xffff, 2);
    const bytes = asPlainBytes(writer.finish().slice());
    if (heads.size >= mostHeads) heads.clear();
    heads.set(name, { type, shape: shape && [...shape], bytes });
    return bytes;
  }

  /** Lays a message out to its value, of `size` bytes, which is put by `fill` at its place. */
  function layOut(
    object: PendingObject,
    name: string,
    { shape }: Hdf5Attribute,
    type: StoredType,
    size: number,
    fill: NumberArray | string,
  ): number {
    const head = headOf(name, type, shape);
    const place = arena.place(head.length + size);
    arena.numbers(place, head);
    if (typeof fill !== "string" && fill.length > 0) arena.numbers(place + head.length, fill);
    const length = head.length + size - headLength;
    arena.keep(headLength + length);
    return note(object, name, place + headLength, length, typeof fill === "string" ? fill : undefined);
  }

  function set(object: PendingObject, name: string, value: Hdf5Attribute, type: StoredType): void {
    const { shape, data } = value;
    const count = shape === null ? 0 : elementCount(shape);
    const size = count * type.size;
    const what = (): string => nameOf(name, object);
    checkAttributeName(name, what);
    if (value.datatype === undefined && isPlain(type) && type.kind === "number" && isExactly(type.name, data)) {
      checkAttributeCount(data.length, count, shape, what);
      layOut(object, name, value, type, size, shape === null ? none : data);
      return;
    }
    if (value.datatype === undefined && isVariableText(type) && shape?.length === 0 && isOneText(data)) {
      layOut(object, name, value, type, size, data[0]);
      return;
    }
    const exact = { ...value, data: exactData(type, data, what()) };
    checkAttributeCount(dataLength(value.dtype, exact.data), count, shape, what);
    let entry: number;
    if (value.datatype !== undefined || usesHeap(type) || holdsReferences(type)) {
      const waiting = { value: copyValue(exact), type };
      entry = note(object, name, -1, waitingLength(name, waiting), waiting);
    } else {
      const raw = shape === null ? none : codec.encode(type, exact.data, count, what());
      entry = layOut(object, name, value, type, size, asPlainBytes(raw));
    }
    if (hasManyUnusedBits(type)) unused.add(entry);
  }

  function waitingLength(name: string, { value, type }: Waiting): number {
    const { shape, datatype } = value;
    return attributeLength({
      name,
      datatype: datatype === undefined ? parts.datatype(type).length : encodeSharedMessage(0, newFileSizes).length,
      committed: datatype !== undefined,
      dataspace: parts.dataspace(shape).length,
      value: shape === null ? 0 : elementCount(shape) * type.size,
    });
  }

  function encodeWaiting(object: PendingObject, name: string, { value, type }: Waiting): Uint8Array {
    const { shape, datatype, data } = value;
    return encodeAttribute({
      name,
      datatype:
        datatype === undefined ? parts.datatype(type) : encodeSharedMessage(codec.addressOf(datatype), newFileSizes),
      committed: datatype !== undefined,
      dataspace: parts.dataspace(shape),
      value: shape === null ? none : codec.encode(type, data, elementCount(shape), nameOf(name, object)),
    });
  }

  function message(object: PendingObject, entry: number): Uint8Array {
    const rest = rests[entry];
    const name = entries.nameOf(entry);
    if (typeof rest === "object") return encodeWaiting(object, name, rest);
    const body = arena.bytes(places[entry]!, lengths[entry]!);
    if (rest === undefined) return body;
    const copy = body.slice();
    codec.putText(rest, new ByteWriter(newFileSizes, copy), copy.length - textIdLength, () => nameOf(name, object));
    return copy;
  }

  return {
    set,
    remove({ attributes }, name) {
      const entry = entries.find(attributes, name);
      if (entry < 0) return false;
      entries.remove(attributes!, entry);
      rests[entry] = undefined;
      unused.delete(entry);
      return true;
    },
    lengths({ attributes }) {
      const found: number[] = [];
      for (let at = entries.first(attributes); at >= 0; at = entries.next(at)) found.push(lengths[at]!);
      return found;
    },
    headerBytes({ attributes }) {
      let sum = 0;
      for (let at = entries.first(attributes); at >= 0; at = entries.next(at)) {
        if (lengths[at]! > mostMessageBytes) return undefined;
        sum += headLength + aligned(lengths[at]!);
      }
      return sum;
    },
    needChecksum({ attributes }) {
      if (unused.size === 0) return false;
      for (let at = entries.first(attributes); at >= 0; at = entries.next(at)) if (unused.has(at)) return true;
      return false;
    },
    putMessages(object, writer, form) {
      let at = entries.first(object.attributes);
      while (at >= 0) {
        const rest = rests[at];
        if (typeof rest === "object") {
          putMessage(writer, form, messageType.attribute, message(object, at), 0);
          at = entries.next(at);
          continue;
        }
        // Those that wait one behind the other are put as one.
        const first = at;
        const start = places[at]! - headLength;
        let end = start;
        const base = writer.at - start;
        while (at >= 0 && places[at] === end + headLength) {
          end = places[at]! + aligned(lengths[at]!);
          at = entries.next(at);
        }
        writer.bytes(arena.bytes(start, end - start));
        for (let text = first; text !== at; text = entries.next(text)) {
          const value = rests[text];
          if (typeof value !== "string") continue;
          const name = entries.nameOf(text);
          codec.putText(value, writer, base + places[text]! + lengths[text]! - textIdLength, () =>
            nameOf(name, object),
          );
        }
      }
    },
    messages(object) {
      const made: WrittenAttribute[] = [];
      for (let at = entries.first(object.attributes); at >= 0; at = entries.next(at))
        made.push({ name: entries.nameOf(at), body: message(object, at) });
      return made;
    },
  };
}

/** Length, address and index. */
const textIdLength = 8 + newFileSizes.sizeOfOffsets;

export function nameOf(name: string, object: PendingObject): string {
  return attributeName(name, pathOf(object));
}

function isVariableText(type: StoredType): boolean {
  return type.kind === "text" && type.text.length === "variable";
}

/** A text that has nothing wrong with it. */
function isOneText(data: ArrayData): data is readonly [string] {
  if (!Array.isArray(data) || data.length !== 1) return false;
  const text: unknown = data[0];
  return typeof text === "string" && !text.includes("\0");
}

/** Without what subclasses add. */
function asPlainBytes(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** An attribute in memory of its own. */
function copyValue(value: Hdf5Attribute): Hdf5Attribute {
  return { ...value, data: concatData(value.dtype, [value.data]) };
}
