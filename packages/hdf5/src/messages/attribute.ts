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
 * Reads an attribute message (specification IV.A.2.m) with its value.
 * @param onDamage Where given, an attribute whose value cannot be read is `undefined`, and told of.
 * @throws `malformed`, `unsupported`
 */
export function readAttribute(
  file: OpenFile,
  body: Uint8Array,
  order: number,
  what: string,
  onDamage: OnDamagedAttribute | undefined,
): NamedAttribute | undefined {
  const cursor = new Cursor(body, what);
  const version = cursor.uint(1);
  if (version < 1 || version > 3) {
    throw hdmfError("unsupported", `${what} has an attribute of version ${version}, and 1 to 3 are known`);
  }
  const flags = cursor.uint(1);
  const [nameLength, typeLength, spaceLength] = [cursor.uint(2), cursor.uint(2), cursor.uint(2)];
  if (version === 3) cursor.skip(1);
  const nameBytes = takePadded(cursor, nameLength, version);
  const end = nameBytes.indexOf(0);
  const name = file.decode.texts.text(nameBytes, 0, end < 0 ? nameBytes.length : end);
  try {
    return { name, attribute: readValue(file, cursor, version, flags, typeLength, spaceLength), order };
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

function readValue(
  file: OpenFile,
  cursor: Cursor,
  version: number,
  flags: number,
  typeLength: number,
  spaceLength: number,
): Hdf5Attribute {
  const typeBody = takePadded(cursor, typeLength, version);
  const { type, datatype } = resolveType(file, typeBody, version > 1 && (flags & 1) !== 0);
  const spaceBody = takePadded(cursor, spaceLength, version);
  const { shape } = resolveSpace(file, spaceBody, version > 1 && (flags & 2) !== 0);
  const count = elementCount(shape);
  const data = decodeElements(type, cursor.take(count * type.size), count, file.decode);
  const { dtype, details } = type;
  const attribute: { -readonly [field in keyof Hdf5Attribute]: Hdf5Attribute[field] } = { dtype, shape, data };
  if (details !== undefined) attribute.details = details;
  if (datatype !== undefined) attribute.datatype = datatype;
  return attribute;
}

/** The first version pads each part to 8 bytes. */
function takePadded(cursor: Cursor, length: number, version: number): Uint8Array {
  const part = cursor.take(length);
  if (version === 1) cursor.skip(Math.min((8 - (length % 8)) % 8, cursor.left));
  return part;
}
