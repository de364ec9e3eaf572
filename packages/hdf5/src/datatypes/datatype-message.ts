import { decodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Hdf5Text } from "../hdf5-file.ts";
import { Cursor } from "../io/cursor.ts";
import { parseCompound } from "./compound-properties.ts";
import { enumType } from "./enum-properties.ts";
import { bitfieldType, floatType, integerType } from "./number-properties.ts";
import { type DatatypeHead, malformed, unsupported } from "./properties.ts";
import { arrayType, baseDetails, bytesType, complexType, type StoredType } from "./stored-type.ts";

const paddings = ["nullterm", "nullpad", "spacepad"] as const;
const maxDepth = 32;
const maxRank = 32;

/**
 * Reads a datatype message (specification IV.A.2.d; versions 1 to 5).
 *
 * @param what Names the type in messages, as "The datatype of /a".
 * @throws `malformed`; `unsupported` for times, VAX floats, references of the form of HDF5 1.12, and what later versions add;
 * `limit` for types nested more than 32 deep.
 */
export function parseDatatype(message: Uint8Array, what: string): StoredType {
  return parseType(new Cursor(message, what), 0);
}

function parseType(cursor: Cursor, depth: number): StoredType {
  if (depth > maxDepth) throw hdmfError("limit", `${cursor.what} is nested more than ${maxDepth} deep`);
  const first = cursor.uint(1);
  const version = first >> 4;
  const head: DatatypeHead = { version, bits: cursor.uint(3), size: cursor.uint(4) };
  const { bits, size } = head;
  if (version < 1 || version > 5) throw unsupported(cursor, `is of version ${version}`);
  if (size === 0) throw malformed(cursor, "has elements of 0 bytes");
  switch (first & 15) {
    case 0:
      return integerType(cursor, head);
    case 1:
      return floatType(cursor, head);
    case 3:
      return textType(cursor, size, size, bits, bits >> 4);
    case 4:
      return bitfieldType(cursor, head);
    case 5:
      return opaqueType(cursor, head);
    case 6:
      return parseCompound(cursor, head, () => parseType(cursor, depth + 1));
    case 7:
      return referenceType(cursor, head);
    case 8:
      return enumType(cursor, head, parseType(cursor, depth + 1));
    case 9: {
      const base = parseType(cursor, depth + 1);
      if ((bits & 15) === 0) return { kind: "vlen", size, base, dtype: { vlen: base.dtype }, ...baseDetails(base) };
      if ((bits & 15) > 1) throw unsupported(cursor, `is of varying length in form ${bits & 15}`);
      return textType(cursor, size, "variable", bits >> 4, bits >> 8);
    }
    case 10:
      return parseArray(cursor, head, () => parseType(cursor, depth + 1));
    case 11: {
      const complex = complexType(parseType(cursor, depth + 1));
      if (complex?.size !== size) throw unsupported(cursor, "is a complex number of other parts than IEEE floats");
      return complex;
    }
    default:
      throw unsupported(cursor, (first & 15) === 2 ? "is of the class time" : `is of class ${first & 15}`);
  }
}

function textType(
  cursor: Cursor,
  size: number,
  length: Hdf5Text["length"],
  paddingBits: number,
  charsetBits: number,
): StoredType {
  const padding = paddings[paddingBits & 15];
  const charset = charsetBits & 15;
  if (padding === undefined) throw unsupported(cursor, `is text with padding ${paddingBits & 15}`);
  if (charset > 1) throw unsupported(cursor, `is text in character set ${charset}`);
  const text: Hdf5Text = { length, padding };
  const usual = length === "variable" && padding === "nullterm";
  return { kind: "text", size, text, dtype: charset === 1 ? "utf8" : "ascii", ...(usual ? {} : { details: { text } }) };
}

function opaqueType(cursor: Cursor, { bits, size }: DatatypeHead): StoredType {
  const padded = cursor.take(bits & 255);
  const end = padded.indexOf(0);
  const tag = decodeUtf8(end < 0 ? padded : padded.subarray(0, end));
  return bytesType(tag === "" ? { opaque: size } : { opaque: size, tag }, size, false);
}

function referenceType(cursor: Cursor, { bits, size }: DatatypeHead): StoredType {
  const form = bits & 15;
  // Bits 4 to 7: the version of the form that HDF5 1.12 introduced. libhdf5 calls all references of it those to objects.
  if (form === 2 && (bits & 0xf0) === 0x10) return { kind: "revised", size, dtype: "reference" };
  if (form > 1) throw unsupported(cursor, `is a reference of the form ${form}`);
  const kind = form === 0 ? "reference" : "region";
  return { kind, size, dtype: kind };
}

function parseArray(cursor: Cursor, { version, size }: DatatypeHead, parseBase: () => StoredType): StoredType {
  const rank = cursor.uint(1);
  if (rank === 0 || rank > maxRank) throw malformed(cursor, `is an array of ${rank} dimensions`);
  if (version < 3) cursor.skip(3);
  const shape = Array.from({ length: rank }, () => cursor.uint(4));
  if (version < 3) cursor.skip(4 * rank);
  const type = arrayType(shape, parseBase());
  if (type.size !== size) {
    throw malformed(cursor, `is an array of ${size} bytes, and its members take ${type.size}`);
  }
  return type;
}
