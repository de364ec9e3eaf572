import { elementCount } from "@hdmf-ts/array";
import { type HdmfError, hdmfError, isDamage } from "@hdmf-ts/errors";
import { decodeElements } from "../datatypes/decode-elements.ts";
import type { Hdf5Attribute } from "../hdf5-file.ts";
import type { OpenFile } from "../headers/open-file.ts";
import { resolveSpace, resolveType } from "../headers/resolve-message.ts";
import { Cursor } from "../io/cursor.ts";

/** An attribute with its name. */
export interface NamedAttribute {
  readonly name: string;
  readonly attribute: Hdf5Attribute;
  /** Its place in the order of creation. */
  readonly order: number;
}

/** Told of an attribute that has a name, but no value that can be read. */
export type OnDamagedAttribute = (name: string, error: HdmfError) => void;

/**
 * Reads an attribute message (specification IV.A.2.m) with its value, from `start` to `end` of `bytes`.
 * @param onDamage Where given, an attribute whose value cannot be read is `undefined`, and told of.
 * @throws `malformed`, `unsupported`
 */
export function readAttribute(
  file: OpenFile,
  bytes: Uint8Array,
  start: number,
  end: number,
  order: number,
  what: string,
  onDamage: OnDamagedAttribute | undefined,
): NamedAttribute | undefined {
  const cursor = new Cursor(bytes, what, start, -1, end);
  const version = cursor.uint(1);
  if (version < 1 || version > 3) {
    throw hdmfError("unsupported", `${what} has an attribute of version ${version}, and 1 to 3 are known`);
  }
  const flags = cursor.uint(1);
  const nameLength = cursor.uint(2);
  const typeLength = cursor.uint(2);
  const spaceLength = cursor.uint(2);
  if (version === 3) cursor.skip(1);
  const nameAt = skipPadded(cursor, nameLength, version);
  const name = file.decode.texts.untilNul(bytes, nameAt, nameAt + nameLength);
  try {
    const shared = version > 1 ? flags : 0;
    return { name, attribute: readValue(file, cursor, version, shared, typeLength, spaceLength), order };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const { tag, message, hint } = error;
    const text = `${what} has an attribute "${name}" that cannot be read: ${message}`;
    const named = hdmfError(tag, text, { cause: error, ...(hint === undefined ? {} : { hint }) });
    if (onDamage === undefined) throw named;
    onDamage(name, named);
    return undefined;
  }
}

/** @param shared Bit 0: the type is a committed one; bit 1: so is the space. */
function readValue(
  file: OpenFile,
  cursor: Cursor,
  version: number,
  shared: number,
  typeLength: number,
  spaceLength: number,
): Hdf5Attribute {
  const { bytes } = cursor;
  const typeAt = skipPadded(cursor, typeLength, version);
  const spaceAt = skipPadded(cursor, spaceLength, version);
  const typeEnd = typeAt + typeLength;
  const named = (shared & 1) !== 0 ? resolveType(file, bytes, typeAt, typeEnd, true) : undefined;
  const type = named?.type ?? file.types(bytes, typeAt, typeEnd);
  const { shape } = resolveSpace(file, bytes, spaceAt, spaceAt + spaceLength, (shared & 2) !== 0);
  const count = elementCount(shape);
  const valueAt = cursor.at;
  cursor.skip(count * type.size);
  const data = decodeElements(type, bytes, count, file.decode, valueAt);
  const { dtype, details } = type;
  const attribute: { -readonly [field in keyof Hdf5Attribute]: Hdf5Attribute[field] } = { dtype, shape, data };
  if (details !== undefined) attribute.details = details;
  if (named?.datatype !== undefined) attribute.datatype = named.datatype;
  return attribute;
}

/** Goes on behind a part, which the first version pads to 8 bytes; where it starts. */
function skipPadded(cursor: Cursor, length: number, version: number): number {
  const start = cursor.at;
  cursor.skip(length);
  if (version === 1) cursor.skip(Math.min((8 - (length % 8)) % 8, cursor.left));
  return start;
}
