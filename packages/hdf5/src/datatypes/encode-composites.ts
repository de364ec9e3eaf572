import { type Dtype, encodeUtf8 } from "@hdmf-ts/array";
import { aligned } from "../io/aligned.ts";
import type { ByteWriter } from "../io/byte-writer.ts";
import { bytesOfHex } from "./bytes-of-hex.ts";
import { putBits, putHead, putName } from "./put-type-parts.ts";
import type { StoredType } from "./stored-type.ts";

export { encodeFixedTexts } from "./encode-fixed-texts.ts";
export { encodeLists } from "./encode-lists.ts";
export { encodeRegions } from "./encode-regions.ts";
export { makeComposite } from "./make-composite.ts";

type PutType = (writer: ByteWriter, type: StoredType, least: number) => void;

/** Puts what consists of other types, which `putType` puts. @param least The version of what the type is in. */
export function putComposite(
  writer: ByteWriter,
  type: StoredType & { readonly kind: "vlen" | "array" | "compound" },
  least: number,
  putType: PutType,
): void {
  const { size, dtype } = type;
  switch (type.kind) {
    case "vlen":
      putHead(writer, 9, versionOf(type, least), 0, size);
      putType(writer, type.base, least);
      return;
    case "array":
      if (isComplex(dtype)) putComplex(writer, type.base, least, putType);
      else putArray(writer, type, least, putType);
      return;
    case "compound":
      putCompound(writer, type.fields, size, least, putType);
  }
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
      return typeof type.dtype === "object" ? least : 1;
    default:
      return 1;
  }
}

/** Puts what is kept as bytes. */
export function putBytes(writer: ByteWriter, { size, dtype, details }: StoredType): void {
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

type Fields = (StoredType & { kind: "compound" })["fields"];

function putCompound(writer: ByteWriter, fields: Fields, size: number, least: number, putType: PutType): void {
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

function putComplex(writer: ByteWriter, base: StoredType, least: number, putType: PutType): void {
  const fields = ["r", "i"].map((name, index) => ({ name, offset: index * base.size, type: base }));
  putCompound(writer, fields, 2 * base.size, least, putType);
}

function putArray(
  writer: ByteWriter,
  { size, dtype, base }: StoredType & { kind: "array" },
  least: number,
  putType: PutType,
): void {
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
