import type { Shape } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { byteCursor } from "./byte-cursor.ts";
import { parseDatatype } from "./datatype-message.ts";
import { type HeaderMessage, message, type ObjectHeader, readObjectHeader } from "./object-header.ts";
import type { RawBytes } from "./raw-bytes.ts";
import type { StoredType } from "./stored-type.ts";
import type { Superblock } from "./superblock.ts";

/** Where header messages are read from. */
export interface HeaderSource {
  readonly raw: RawBytes;
  readonly block: Superblock;
}

export interface Space {
  readonly shape: Shape;
  readonly maxShape?: readonly (number | null)[];
}

/** A type, and the address of the committed datatype it was taken from. */
export interface TypeFact {
  readonly type: StoredType;
  readonly datatype?: number;
}

/** An attribute as its message has it (specification IV.A.2.m): all but the value. What may be damaged is read when it is asked for. */
export interface AttributeFact {
  readonly name: Uint8Array;
  readonly order: number;
  space(): Space;
  type(): TypeFact;
}

/** Reads a dataspace message (specification IV.A.2.b). */
export function parseSpace(body: Uint8Array, lengthBytes: number, what: string): Space {
  const cursor = byteCursor(body, `The dataspace of ${what}`);
  const version = cursor.uint(1);
  if (version !== 1 && version !== 2) throw hdmfError("malformed", `The dataspace of ${what} is damaged`);
  const rank = cursor.uint(1);
  const flags = cursor.uint(1);
  const kind = cursor.uint(1);
  if (version === 1) cursor.skip(4);
  if (version === 2 && kind === 2) return { shape: null };
  const shape = Array.from({ length: rank }, () => cursor.uint(lengthBytes));
  if ((flags & 1) === 0) return { shape };
  const maxShape = shape.map(() => cursor.address(lengthBytes) ?? null);
  return maxShape.every((length, axis) => length === shape[axis]) ? { shape } : { shape, maxShape };
}

/** Reads a datatype message, or the committed datatype that a shared one leads to. */
export function readType(source: HeaderSource, body: Uint8Array, shared: boolean, what: string): TypeFact {
  if (!shared) return { type: parseDatatype(body, what) };
  const cursor = byteCursor(body, `The datatype of ${what}`);
  const version = cursor.uint(1);
  const place = cursor.uint(1);
  // The first version keeps a whole symbol table entry, of which the address comes second.
  if (version === 1) cursor.skip(6 + source.block.lengthBytes);
  else if (version === 3 && place === 1) {
    throw hdmfError("unsupported", `${what} keeps its type in a shared message heap, which is not supported`);
  }
  const address = cursor.address(source.block.offsetBytes) ?? -1;
  const header = readObjectHeader(source.raw, source.block, address);
  const found = header.messages.find(({ type }) => type === message.datatype);
  if (found === undefined || (found.flags & 2) !== 0) {
    throw hdmfError("malformed", `${what} names the object at ${address} as its type, which is none`);
  }
  return { type: parseDatatype(found.body, what), datatype: address };
}

/** Whether the attributes of an object are all in its header, so that {@link readAttributeFacts} knows them. */
export function attributesInHeader(header: ObjectHeader, block: Superblock): boolean {
  for (const { type, flags, body } of header.messages) {
    if (type === message.attribute && (flags & 2) !== 0) return false;
    if (type !== message.attributeInfo) continue;
    const cursor = byteCursor(body, "An attribute info message");
    cursor.skip(1);
    const infoFlags = cursor.uint(1);
    cursor.skip((infoFlags & 1) === 1 ? 2 : 0);
    if (cursor.address(block.offsetBytes) !== undefined) return false;
  }
  return true;
}

/** The attributes of a header in the order of the file: of creation where the object keeps it, else by name. */
export function readAttributeFacts(source: HeaderSource, header: ObjectHeader, path: string): AttributeFact[] {
  const facts = header.messages
    .filter(({ type }) => type === message.attribute)
    .map((found) => parseAttribute(source, found, path));
  if (header.attributeOrder) return facts.sort((a, b) => a.order - b.order);
  return facts.sort((a, b) => compareBytes(a.name, b.name));
}

function parseAttribute(source: HeaderSource, found: HeaderMessage, path: string): AttributeFact {
  const cursor = byteCursor(found.body, `An attribute of "${path}"`);
  const version = cursor.uint(1);
  if (version < 1 || version > 3) throw hdmfError("malformed", `An attribute of "${path}" is damaged`);
  const flags = cursor.uint(1);
  const sizes = [2, 2, 2].map((length) => cursor.uint(length));
  if (version === 3) cursor.skip(1);
  const parts = sizes.map((size) => {
    const part = cursor.take(size);
    if (version === 1) cursor.skip((8 - (size % 8)) % 8);
    return part;
  });
  const [paddedName = new Uint8Array(), datatype = new Uint8Array(), space = new Uint8Array()] = parts;
  const end = paddedName.indexOf(0);
  const name = end < 0 ? paddedName : paddedName.subarray(0, end);
  const what = `attribute "${new TextDecoder().decode(name)}" of "${path}"`;
  return {
    name,
    order: found.order ?? 0,
    space() {
      if (version > 1 && (flags & 2) !== 0) {
        throw hdmfError("unsupported", `${what} keeps its shape in a shared message, which is not supported`);
      }
      return parseSpace(space, source.block.lengthBytes, what);
    },
    type: () => readType(source, datatype, version > 1 && (flags & 1) !== 0, what),
  };
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
