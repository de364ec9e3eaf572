import type { CompoundField, Dtype, FloatName, IntegerName } from "@hdmf-ts/array";
import type { Hdf5Text, Hdf5TypeDetails } from "@hdmf-ts/hdf5";

/** A member of a compound; offsets in the file and in the memory that h5wasm fills. */
export interface StoredField {
  readonly name: string;
  readonly offset: number;
  readonly memoryOffset: number;
  readonly type: StoredType;
}

/** The order of the bytes of numbers; `none` for what has none. */
export type Order = "none" | "little" | "big" | "mixed";

/** A datatype as the file has it; sizes in bytes, in the file and in the memory that h5wasm fills. */
export type StoredType = {
  readonly size: number;
  readonly memorySize: number;
} & (
  | {
      readonly kind: "integer";
      readonly big: boolean;
      readonly signed: boolean;
      readonly bits: number;
      readonly shift: number;
      readonly message?: string;
    }
  | { readonly kind: "float"; readonly big: boolean; readonly ieee: boolean; readonly message?: string }
  | { readonly kind: "bitfield"; readonly big: boolean; readonly message?: string }
  | { readonly kind: "text"; readonly utf8: boolean; readonly text: Hdf5Text; readonly order: Order }
  | { readonly kind: "opaque"; readonly tag: string }
  | { readonly kind: "compound"; readonly fields: readonly StoredField[] }
  | { readonly kind: "reference" | "region" }
  | { readonly kind: "enum"; readonly base: StoredType; readonly members: ReadonlyMap<string, number | bigint> }
  | { readonly kind: "vlen"; readonly base: StoredType }
  | { readonly kind: "array"; readonly dimensions: readonly number[]; readonly base: StoredType }
  | { readonly kind: "complex"; readonly base: StoredType }
);

/** The name of a plain integer or float, `undefined` for odd widths. */
export function numberName(type: StoredType): IntegerName | FloatName | undefined {
  if (type.kind === "integer") {
    const plain = type.bits === type.size * 8 && type.shift === 0 && [1, 2, 4, 8].includes(type.size);
    return plain ? (`${type.signed ? "int" : "uint"}${type.bits}` as IntegerName) : undefined;
  }
  if (type.kind !== "float" || !type.ieee) return undefined;
  return type.size === 2 ? "float16" : type.size === 4 ? "float32" : "float64";
}

/** h5py's booleans: an enum of one byte with FALSE = 0 and TRUE = 1. */
export function isBool(type: StoredType): boolean {
  if (type.kind !== "enum" || type.size !== 1 || type.members.size !== 2) return false;
  return type.members.get("FALSE") === 0 && type.members.get("TRUE") === 1;
}

/** The float that makes both halves of a complex number: the library's own class, or h5py's compound of `r` and `i`. */
export function complexBase(type: StoredType): StoredType | undefined {
  if (type.kind === "complex") return type.base;
  if (type.kind !== "compound" || type.fields.length !== 2) return undefined;
  const [real, imaginary] = type.fields;
  if (real?.name !== "r" || imaginary?.name !== "i" || real.type.kind !== "float" || imaginary.type.kind !== "float") {
    return undefined;
  }
  const same = numberName(real.type) === numberName(imaginary.type) && real.type.big === imaginary.type.big;
  const packed = real.offset === 0 && imaginary.offset === real.type.size && type.size === 2 * real.type.size;
  return same && packed && real.type.ieee ? real.type : undefined;
}

/** The dtype of the project's closed table. */
export function toDtype(type: StoredType): Dtype {
  const complex = complexBase(type);
  if (complex !== undefined) return { complex: numberName(complex) as FloatName };
  switch (type.kind) {
    case "integer":
      return (
        numberName(type) ?? {
          integer: { bytes: type.size, bits: type.bits, offset: type.shift, signed: type.signed },
        }
      );
    case "float":
      return numberName(type) ?? { float: { bytes: type.size } };
    case "bitfield":
      return { bitfield: type.size };
    case "text":
      return type.utf8 ? "utf8" : "ascii";
    case "opaque":
      return type.tag === "" ? { opaque: type.size } : { opaque: type.size, tag: type.tag };
    case "compound":
      return type.fields.map((field): CompoundField => ({ name: field.name, dtype: toDtype(field.type) }));
    case "reference":
    case "region":
      return type.kind;
    case "enum":
      return isBool(type) ? "bool" : { enum: type.members, base: numberName(type.base) as IntegerName };
    case "vlen":
      return { vlen: toDtype(type.base) };
    case "array":
      return { array: type.dimensions, base: toDtype(type.base) };
    case "complex":
      throw new Error("unreachable");
  }
}

function isPacked(size: number, fields: readonly StoredField[]): boolean {
  let end = 0;
  for (const field of fields) {
    if (field.offset !== end) return false;
    end += field.type.size;
  }
  return end === size;
}

/** What the dtype does not say, `undefined` where there is nothing of the kind. */
export function toDetails(type: StoredType): Hdf5TypeDetails | undefined {
  const complex = complexBase(type);
  if (complex !== undefined) return toDetails(complex);
  switch (type.kind) {
    case "integer":
    case "float":
    case "bitfield":
      return numberDetails(type.big && type.size > 1, type.message);
    case "text":
      return type.text.length === "variable" && type.text.padding === "nullterm" ? undefined : { text: type.text };
    case "compound": {
      const fields = new Map<string, Hdf5TypeDetails>();
      for (const field of type.fields) {
        const details = toDetails(field.type);
        if (details !== undefined) fields.set(field.name, details);
      }
      const packed = isPacked(type.size, type.fields);
      if (packed && fields.size === 0) return undefined;
      return {
        ...(fields.size > 0 ? { fields } : {}),
        ...(packed ? {} : { offsets: type.fields.map((field) => field.offset), size: type.size }),
      };
    }
    case "enum":
    case "vlen":
    case "array": {
      const base = toDetails(type.base);
      return base === undefined ? undefined : { base };
    }
    default:
      return undefined;
  }
}

function numberDetails(big: boolean, typeMessage: string | undefined): Hdf5TypeDetails | undefined {
  if (typeMessage !== undefined) return big ? { byteOrder: "big", typeMessage } : { typeMessage };
  return big ? { byteOrder: "big" } : undefined;
}

/** The byte order of a whole type as the library sees it: it converts what is big throughout, and nothing else. */
export function byteOrderOf(type: StoredType): Order {
  switch (type.kind) {
    case "integer":
    case "float":
    case "bitfield":
      return type.big ? "big" : "little";
    case "text":
      return type.order;
    case "enum":
    case "vlen":
    case "array":
    case "complex":
      return byteOrderOf(type.base);
    case "compound": {
      let order: Order = "none";
      for (const field of type.fields) {
        const next = byteOrderOf(field.type);
        if (next === "none" || next === order) continue;
        if (order !== "none") return "mixed";
        order = next;
      }
      return order;
    }
    default:
      return "none";
  }
}
