import { bytesFromNumbers, type Dtype, encodeUtf8 } from "@hdmf-ts/array";
import type { FieldSizes } from "../datasets/data-layout.ts";
import { aligned } from "../io/aligned.ts";
import { type ByteWriter, byteWriter } from "../io/byte-writer.ts";
import { exactNumbers } from "./exact-numbers.ts";
import { bytesOfHex } from "./make-type.ts";
import type { StoredType } from "./stored-type.ts";

/**
 * The datatype message of a type (specification IV.A.2.d), in the versions that all readers know and libhdf5 chooses by default: the
 * first, and the second for arrays and what holds them.
 */
export function encodeDatatype(type: StoredType, sizes: FieldSizes): Uint8Array {
  const writer = byteWriter(sizes);
  putType(writer, type, 1);
  return writer.finish();
}

/** The version of a type within what has at least the version `least`. */
function versionOf(type: StoredType, least = 1): number {
  switch (type.kind) {
    case "array":
      return isComplex(type.dtype) ? least : 2;
    case "vlen":
      return versionOf(type.base, least);
    case "compound":
      return type.fields.reduce((version, field) => Math.max(version, versionOf(field.type)), least);
    case "bool":
      return least;
    case "number":
      return isEnum(type.dtype) ? least : 1;
    default:
      return 1;
  }
}

/** @param least The version of what the type is in, which its parts have too where that matters. */
function putType(writer: ByteWriter, type: StoredType, least: number): void {
  const { size, dtype } = type;
  switch (type.kind) {
    case "number":
      if (isEnum(dtype)) putEnum(writer, dtype.enum, type, least);
      else putNumber(writer, type);
      return;
    case "bool":
      putEnum(writer, falseAndTrue, { name: "int8", size: 1, big: false }, least);
      return;
    case "bytes":
      putBytes(writer, type);
      return;
    case "text":
      putText(writer, type);
      return;
    case "reference":
    case "region":
      putHead(writer, 7, 1, type.kind === "reference" ? 0 : 1, size);
      return;
    case "vlen":
      putHead(writer, 9, versionOf(type, least), 0, size);
      putType(writer, type.base, least);
      return;
    case "array":
      if (isComplex(dtype)) putComplex(writer, type.base, least);
      else putArray(writer, type, least);
      return;
    case "compound":
      putCompound(writer, type.fields, size, least);
  }
}

const falseAndTrue: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ["FALSE", 0],
  ["TRUE", 1],
]);

function putHead(writer: ByteWriter, kind: number, version: number, bits: number, size: number): void {
  writer.uint(version * 16 + kind, 1);
  writer.uint(bits, 3);
  writer.uint(size, 4);
}

/** Place of the sign; place and size of exponent and mantissa; bias. */
const ieee: Readonly<Record<number, readonly [number, number, number, number, number]>> = {
  2: [15, 10, 5, 10, 15],
  4: [31, 23, 8, 23, 127],
  8: [63, 52, 11, 52, 1023],
};

type Numbers = Pick<StoredType & { kind: "number" }, "size" | "name" | "big">;

function putNumber(writer: ByteWriter, { size, name, big }: Numbers): void {
  const order = big ? 1 : 0;
  if (!name.startsWith("float")) {
    putHead(writer, 0, 1, order + (name.startsWith("u") ? 0 : 8), size);
    putBits(writer, 0, 8 * size);
    return;
  }
  const [sign, exponentAt, exponentBits, mantissaBits, bias] = ieee[size]!;
  putHead(writer, 1, 1, order + 0x20 + sign * 256, size);
  putBits(writer, 0, 8 * size);
  for (const place of [exponentAt, exponentBits, 0, mantissaBits]) writer.uint(place, 1);
  writer.uint(bias, 4);
}

function putBits(writer: ByteWriter, offset: number, count: number): void {
  writer.uint(offset, 2);
  writer.uint(count, 2);
}

function putBytes(writer: ByteWriter, { size, dtype, details }: StoredType): void {
  if (details?.typeMessage !== undefined) {
    writer.bytes(bytesOfHex(details.typeMessage));
    return;
  }
  const order = details?.byteOrder === "big" ? 1 : 0;
  const what = dtype as Exclude<Dtype, string>;
  if ("integer" in what) {
    putHead(writer, 0, 1, order + (what.integer.signed ? 8 : 0), size);
    putBits(writer, what.integer.offset, what.integer.bits);
  } else if ("bitfield" in what) {
    putHead(writer, 4, 1, order, size);
    putBits(writer, 0, 8 * size);
  } else {
    const tag = encodeUtf8(("opaque" in what && what.tag) || "");
    const padded = aligned(tag.length);
    putHead(writer, 5, 1, padded, size);
    writer.bytes(tag);
    writer.zeros(padded - tag.length);
  }
}

const paddings = ["nullterm", "nullpad", "spacepad"];

function putText(writer: ByteWriter, { size, dtype, text }: StoredType & { kind: "text" }): void {
  const bits = paddings.indexOf(text.padding) + (dtype === "utf8" ? 16 : 0);
  if (text.length !== "variable") {
    putHead(writer, 3, 1, bits, size);
    return;
  }
  putHead(writer, 9, 1, 1 + bits * 16, size);
  putHead(writer, 0, 1, 0, 1);
  putBits(writer, 0, 8);
}

type Fields = (StoredType & { kind: "compound" })["fields"];

function putCompound(writer: ByteWriter, fields: Fields, size: number, least: number): void {
  // As libhdf5 does it: a member lifts the version of those that were there before it.
  const lifting = least > 1 ? fields.length : fields.findIndex(({ type }) => versionOf(type) > 1);
  const version = lifting < 0 ? 1 : 2;
  putHead(writer, 6, version, fields.length, size);
  for (const [index, { name, offset, type }] of fields.entries()) {
    putName(writer, name);
    writer.uint(offset, 4);
    // No dimensions.
    if (version === 1) writer.zeros(28);
    putType(writer, type, index <= lifting ? version : 1);
  }
}

function putComplex(writer: ByteWriter, base: StoredType, least: number): void {
  const fields = ["r", "i"].map((name, index) => ({ name, offset: index * base.size, type: base }));
  putCompound(writer, fields, 2 * base.size, least);
}

/** Ends in NUL, and is padded to 8 bytes. */
function putName(writer: ByteWriter, name: string): void {
  const bytes = encodeUtf8(name);
  writer.bytes(bytes);
  writer.zeros(8 - (bytes.length % 8));
}

function putEnum(
  writer: ByteWriter,
  members: ReadonlyMap<string, number | bigint>,
  base: Numbers,
  least: number,
): void {
  putHead(writer, 8, least, members.size, base.size);
  putNumber(writer, base);
  for (const name of members.keys()) putName(writer, name);
  const values = exactNumbers(base.name, [...members.values()], "The members of an enum");
  writer.bytes(bytesFromNumbers(base.name, values, { byteOrder: base.big ? "big" : "little" }));
}

function putArray(writer: ByteWriter, { size, dtype, base }: StoredType & { kind: "array" }, least: number): void {
  const shape = (dtype as { readonly array: readonly number[] }).array;
  putHead(writer, 10, 2, 0, size);
  writer.uint(shape.length, 4);
  for (const length of shape) writer.uint(length, 4);
  // The order of the dimensions, which nothing heeds.
  for (const axis of shape.keys()) writer.uint(axis, 4);
  putType(writer, base, least);
}

function isComplex(dtype: Dtype): boolean {
  return typeof dtype === "object" && "complex" in dtype;
}

function isEnum(dtype: Dtype): dtype is Extract<Dtype, { readonly enum: unknown }> {
  return typeof dtype === "object" && "enum" in dtype;
}
