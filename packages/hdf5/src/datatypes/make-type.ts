import {
  type CompoundField,
  type Dtype,
  encodeUtf8,
  type FloatName,
  type IntegerName,
  isCompound,
  sameDtype,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { FieldSizes } from "../datasets/data-layout.ts";
import type { Hdf5TypeDetails } from "../hdf5-file.ts";
import { parseDatatype } from "./datatype-message.ts";
import { exactNumbers } from "./exact-numbers.ts";
import {
  arrayType,
  baseDetails,
  bytesType,
  complexType,
  numberType,
  plainCompoundType,
  type StoredField,
  type StoredType,
} from "./stored-type.ts";
import { fits, widened } from "./widened-offsets.ts";

const maxDepth = 32;
const maxRank = 32;
const maxMembers = 65_535;
const maxSize = 2 ** 32 - 1;
/** The length of a tag stands in a byte, after it was rounded up to 8. */
const maxTag = 248;
const numbers = /^(u?int(8|16|32|64)|float(16|32|64))$/;

/** What does not change from a type to its parts. */
interface Making extends FieldSizes {
  readonly what: string;
}

/**
 * What is stored for a dtype: the opposite of `parseDatatype`. Unless details say otherwise numbers are little endian, texts of varying
 * length, compounds packed in order. A bool is an enum of one byte, a complex number a compound of `r` and `i`, as with h5py.
 *
 * @param what Names the type in messages, as "The datatype of /a".
 * @throws `invalid` for a dtype that is none, or that HDF5 cannot hold, and for details that do not fit it; `unsupported` for dates and for
 *   floats whose format is not known
 */
export function makeType(
  dtype: Dtype,
  details: Hdf5TypeDetails | undefined,
  sizes: FieldSizes,
  what: string,
): StoredType {
  return makePart(dtype, details ?? {}, { ...sizes, what }, 0);
}

function makePart(dtype: Dtype, details: Hdf5TypeDetails, making: Making, depth: number): StoredType {
  if (depth > maxDepth) throw invalid(making, `is nested more than ${maxDepth} deep`);
  const type = makeKind(dtype, details, making, depth);
  if (!isCount(type.size, maxSize)) throw invalid(making, `has elements of ${type.size} bytes`);
  return type;
}

function makeKind(dtype: Dtype, details: Hdf5TypeDetails, making: Making, depth: number): StoredType {
  if (typeof dtype === "string") return makeNamed(dtype, details, making, depth);
  if (isCompound(dtype)) return makeCompound(dtype, details, making, depth);
  if (typeof dtype !== "object" || dtype === null) throw unknown(making, dtype);
  if ("complex" in dtype) return makeComplex(dtype.complex, details, making, depth);
  if ("enum" in dtype) return makeEnum(dtype, details, making, depth);
  if ("vlen" in dtype) {
    checkDetails(details, ["base"], making);
    const base = makePart(dtype.vlen, details.base ?? {}, making, depth + 1);
    return { kind: "vlen", size: 8 + making.sizeOfOffsets, base, dtype: { vlen: base.dtype }, ...baseDetails(base) };
  }
  if ("array" in dtype) return makeArray(dtype, details, making, depth);
  return makeBytes(dtype, details, making);
}

function makeNamed(name: string, details: Hdf5TypeDetails, making: Making, depth: number): StoredType {
  const { sizeOfOffsets } = making;
  switch (name) {
    case "utf8":
    case "ascii":
      return makeText(name, details, making);
    case "bool":
      // The integers that it is made of are a part.
      if (depth === maxDepth) throw invalid(making, `is nested more than ${maxDepth} deep`);
      checkDetails(details, [], making);
      return { kind: "bool", size: 1, dtype: "bool" };
    case "reference":
    case "region":
      checkDetails(details, [], making);
      return { kind: name, size: name === "reference" ? sizeOfOffsets : sizeOfOffsets + 4, dtype: name };
    default:
      return makeNumber(name, details, making);
  }
}

function makeNumber(name: string, details: Hdf5TypeDetails, making: Making): StoredType {
  if (!numbers.test(name)) throw unknown(making, name);
  checkDetails(details, ["byteOrder"], making);
  const size = Number(/\d+$/.exec(name)![0]) / 8;
  return numberType(name as IntegerName | FloatName, size, isBig(details, making));
}

function makeText(name: "utf8" | "ascii", details: Hdf5TypeDetails, making: Making): StoredType {
  checkDetails(details, ["text"], making);
  const { length, padding } = details.text ?? { length: "variable", padding: "nullterm" };
  if (!["nullterm", "nullpad", "spacepad"].includes(padding)) throw invalid(making, `is text padded with ${padding}`);
  const variable = length === "variable";
  if (!variable && !isCount(length, maxSize)) throw invalid(making, `is text of ${length} bytes`);
  const text = { length, padding };
  const size = variable ? 8 + making.sizeOfOffsets : length;
  const usual = variable && padding === "nullterm";
  return { kind: "text", size, text, dtype: name, ...(usual ? {} : { details: { text } }) };
}

function makeComplex(name: FloatName, details: Hdf5TypeDetails, making: Making, depth: number): StoredType {
  const complex = complexType(makePart(name, details, making, depth + 1));
  if (complex === undefined) throw unknown(making, { complex: name });
  return complex;
}

function makeEnum(
  { enum: named, base: of }: { readonly enum: ReadonlyMap<string, number | bigint>; readonly base: IntegerName },
  details: Hdf5TypeDetails,
  making: Making,
  depth: number,
): StoredType {
  checkDetails(details, ["base"], making);
  if (!numbers.test(of) || of.startsWith("float")) throw unknown(making, { enum: "…", base: of });
  const base = makePart(of, details.base ?? {}, making, depth + 1);
  const names = [...named.keys()];
  if (names.length === 0) throw invalid(making, "is an enum without members");
  if (names.length > maxMembers) throw invalid(making, `has ${names.length} members; ${maxMembers} are the most`);
  for (const name of names) checkName(name, making);
  const values = exactNumbers(of, [...named.values()], `${making.what} (members of an enum)`);
  const members = new Map(names.map((name, index) => [name, values[index]!]));
  return { ...base, dtype: { enum: members, base: of }, ...baseDetails(base) };
}

function makeArray(
  { array: shape, base: of }: { readonly array: readonly number[]; readonly base: Dtype },
  details: Hdf5TypeDetails,
  making: Making,
  depth: number,
): StoredType {
  checkDetails(details, ["base"], making);
  if (!Array.isArray(shape) || shape.length === 0 || shape.length > maxRank) {
    throw invalid(making, `is an array of ${shape?.length} dimensions`);
  }
  const wrong = shape.find((length) => !isCount(length, maxSize));
  if (wrong !== undefined) throw invalid(making, `is an array of length ${wrong}`);
  return arrayType(shape, makePart(of, details.base ?? {}, making, depth + 1));
}

function makeCompound(
  fields: readonly CompoundField[],
  details: Hdf5TypeDetails,
  making: Making,
  depth: number,
): StoredType {
  checkDetails(details, ["fields", "offsets", "size"], making);
  if (fields.length === 0) throw invalid(making, "is a compound without members");
  if (fields.length > maxMembers) throw invalid(making, `has ${fields.length} members; ${maxMembers} are the most`);
  const { offsets, size, fields: inner } = details;
  if (offsets !== undefined && offsets.length !== fields.length) {
    throw invalid(making, `has ${fields.length} members, and offsets of ${offsets.length}`);
  }
  const names = new Set<string>();
  let packed = 0;
  const members = fields.map(({ name, dtype }, index): StoredField => {
    checkName(name, making);
    if (names.has(name)) throw invalid(making, `has two members "${name}"`);
    names.add(name);
    const type = makePart(dtype, inner?.get(name) ?? {}, making, depth + 1);
    const offset = offsets?.[index] ?? packed;
    packed += type.size;
    return { name, offset, type };
  });
  for (const name of inner?.keys() ?? []) {
    if (!names.has(name)) throw invalid(making, `has no member "${name}", of which its details speak`);
  }
  if (offsets !== undefined && !fits(members, size)) {
    const narrow = (sizeOfOffsets: number): number[] =>
      fields.map(
        ({ name, dtype }) => makePart(dtype, inner?.get(name) ?? {}, { ...making, sizeOfOffsets }, depth + 1).size,
      );
    const moved = widened(members, size, making.sizeOfOffsets, narrow);
    if (moved !== undefined) return plainCompoundType(moved.fields, moved.size);
  }
  return plainCompoundType(members, checkOffsets(members, size, making));
}

/** The size of the whole. */
function checkOffsets(fields: readonly StoredField[], size: number | undefined, making: Making): number {
  let end = 0;
  for (const { name, offset, type } of [...fields].sort((a, b) => a.offset - b.offset)) {
    if (!isCount(offset + 1, maxSize)) throw invalid(making, `has its member "${name}" at byte ${offset}`);
    if (offset < end) throw invalid(making, `has a member "${name}" that overlaps with another`);
    end = offset + type.size;
  }
  if (size !== undefined && !(size >= end)) throw invalid(making, `has ${size} bytes, and members up to byte ${end}`);
  return size ?? end;
}

function makeBytes(
  dtype: Exclude<Dtype, string | readonly CompoundField[]>,
  details: Hdf5TypeDetails,
  making: Making,
): StoredType {
  if ("opaque" in dtype) {
    checkDetails(details, [], making);
    const { opaque, tag = "" } = dtype;
    if (tag.includes("\0")) throw invalid(making, "has a tag with a NUL in it");
    if (encodeUtf8(tag).length > maxTag) throw invalid(making, `has a tag of more than ${maxTag} bytes`);
    return bytesType(tag === "" ? { opaque } : { opaque, tag }, opaque, false);
  }
  if ("datetime64" in dtype) throw unsupported(making, "is a date, which HDF5 has no type for");
  checkDetails(details, ["byteOrder", "typeMessage"], making);
  if (details.typeMessage !== undefined) return fromMessage(dtype, details, details.typeMessage, making);
  const big = isBig(details, making);
  if ("float" in dtype) {
    throw unsupported(
      making,
      `is a float of ${dtype.float?.bytes} bytes whose format is not known (details.typeMessage)`,
    );
  }
  if ("bitfield" in dtype) return bytesType(dtype, dtype.bitfield, big);
  if (!("integer" in dtype)) throw unknown(making, dtype);
  const { bytes, bits, offset, signed } = dtype.integer;
  if (!isCount(bytes, maxSize) || !isCount(bits, 65_535) || !isCount(offset + 1, 65_536) || offset + bits > 8 * bytes) {
    throw invalid(making, `has integers of ${bits} bits from bit ${offset} in ${bytes} bytes`);
  }
  return bytesType({ integer: { bytes, bits, offset, signed } }, bytes, big);
}

/** What a reader found, which must still be what the dtype and the byte order say. */
function fromMessage(dtype: Dtype, details: Hdf5TypeDetails, hex: string, making: Making): StoredType {
  if (!/^([0-9a-f]{2})+$/.test(hex)) throw invalid(making, "has a message that is not in hexadecimal digits");
  const type = parseDatatype(bytesOfHex(hex), making.what);
  const { byteOrder, typeMessage } = type.details ?? {};
  if (!sameDtype(type.dtype, dtype) || byteOrder !== details.byteOrder || typeMessage !== hex) {
    throw invalid(making, "has the message of another type");
  }
  return type;
}

/** Bytes of two digits each. */
export function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  );
}

function isBig({ byteOrder }: Hdf5TypeDetails, making: Making): boolean {
  if (byteOrder === undefined || byteOrder === "big") return byteOrder !== undefined;
  throw invalid(making, `has the byte order "${byteOrder}"; it is "big", or left out`);
}

const known = ["byteOrder", "text", "fields", "base", "offsets", "size", "typeMessage"] as const;

function checkDetails(details: Hdf5TypeDetails, fitting: readonly (typeof known)[number][], making: Making): void {
  const wrong = known.find((name) => details[name] !== undefined && !fitting.includes(name));
  if (wrong !== undefined) throw invalid(making, `has details that do not fit it: ${wrong}`);
}

function checkName(name: string, making: Making): void {
  if (name === "" || name.includes("\0"))
    throw invalid(making, `has a member with the name "${name.replaceAll("\0", "\\0")}"`);
}

function isCount(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= most;
}

function unknown(making: Making, dtype: unknown): Error {
  return invalid(making, `is none that is known: ${JSON.stringify(dtype)}`);
}

function invalid({ what }: Making, how: string): Error {
  return hdmfError("invalid", `${what} ${how}`);
}

function unsupported({ what }: Making, how: string): Error {
  return hdmfError("unsupported", `${what} ${how}`);
}
