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
import type { Hdf5TypeDetails } from "../hdf5-file.ts";
import { bytesOfHex } from "./bytes-of-hex.ts";
import { parseDatatype } from "./datatype-message.ts";
import { exactNumbers } from "./exact-numbers.ts";
import {
  checkDetails,
  invalid,
  isBig,
  isCount,
  type MakePart,
  type Making,
  maxSize,
  numberNames,
  unknown,
} from "./making.ts";
import {
  arrayType,
  baseDetails,
  bytesType,
  complexType,
  plainCompoundType,
  type StoredField,
  type StoredType,
} from "./stored-type.ts";
import { fits, widened } from "./widened-offsets.ts";

const maxRank = 32;
const maxMembers = 65_535;
/** The length of a tag stands in a byte, after it was rounded up to 8. */
const maxTag = 248;

/** What is stored for a dtype that is more than a name. @param makePart Makes what it consists of. */
export function makeComposite(
  dtype: Exclude<Dtype, string>,
  details: Hdf5TypeDetails,
  making: Making,
  depth: number,
  makePart: MakePart,
): StoredType {
  if (isCompound(dtype)) return makeCompound(dtype, details, making, depth, makePart);
  if (typeof dtype !== "object" || dtype === null) throw unknown(making, dtype);
  if ("complex" in dtype) return makeComplex(dtype.complex, details, making, depth, makePart);
  if ("enum" in dtype) return makeEnum(dtype, details, making, depth, makePart);
  if ("vlen" in dtype) {
    checkDetails(details, ["base"], making);
    const base = makePart(dtype.vlen, details.base ?? {}, making, depth + 1);
    return { kind: "vlen", size: 8 + making.sizeOfOffsets, base, dtype: { vlen: base.dtype }, ...baseDetails(base) };
  }
  if ("array" in dtype) return makeArray(dtype, details, making, depth, makePart);
  return makeBytes(dtype, details, making);
}

function makeComplex(
  name: FloatName,
  details: Hdf5TypeDetails,
  making: Making,
  depth: number,
  makePart: MakePart,
): StoredType {
  const complex = complexType(makePart(name, details, making, depth + 1));
  if (complex === undefined) throw unknown(making, { complex: name });
  return complex;
}

function makeEnum(
  { enum: named, base: of }: { readonly enum: ReadonlyMap<string, number | bigint>; readonly base: IntegerName },
  details: Hdf5TypeDetails,
  making: Making,
  depth: number,
  makePart: MakePart,
): StoredType {
  checkDetails(details, ["base"], making);
  if (!numberNames.test(of) || of.startsWith("float")) throw unknown(making, { enum: "…", base: of });
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
  makePart: MakePart,
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
  makePart: MakePart,
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

function checkName(name: string, making: Making): void {
  if (name === "" || name.includes("\0"))
    throw invalid(making, `has a member with the name "${name.replaceAll("\0", "\\0")}"`);
}

function unsupported({ what }: Making, how: string): Error {
  return hdmfError("unsupported", `${what} ${how}`);
}
