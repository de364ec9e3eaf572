import { bytesFromNumbers, type Dtype } from "@hdmf-ts/array";
import type { FieldSizes } from "../datasets/data-layout.ts";
import { type ByteWriter, byteWriter } from "../io/byte-writer.ts";
import { composites } from "./composites.ts";
import { exactNumbers } from "./exact-numbers.ts";
import { putBits, putHead, putName } from "./put-type-parts.ts";
import type { StoredType } from "./stored-type.ts";

/**
 * The datatype message of a type (specification IV.A.2.d), in the versions that all readers know and libhdf5 chooses by default: the
 * first, and the second for arrays and what holds them.
 *
 * @throws `AbsentBytes` for composites until what encodes them is loaded, as `makeType` does
 */
export function encodeDatatype(type: StoredType, sizes: FieldSizes): Uint8Array {
  const writer = byteWriter(sizes);
  putType(writer, type, 1);
  return writer.finish();
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
      composites().putBytes(writer, type);
      return;
    case "text":
      putText(writer, type);
      return;
    case "reference":
    case "region":
      putHead(writer, 7, 1, type.kind === "reference" ? 0 : 1, size);
      return;
    case "vlen":
    case "array":
    case "compound":
      composites().putComposite(writer, type, least, putType);
  }
}

const falseAndTrue: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ["FALSE", 0],
  ["TRUE", 1],
]);

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

function isEnum(dtype: Dtype): dtype is Extract<Dtype, { readonly enum: unknown }> {
  return typeof dtype === "object" && "enum" in dtype;
}
