import type { CompoundField, Dtype, FloatName, IntegerName } from "@hdmf-ts/array";
import type { Hdf5Text, Hdf5TypeDetails } from "../hdf5-file.ts";

/** A member of a compound. */
export interface StoredField {
  readonly name: string;
  /** Bytes from the start of the compound. */
  readonly offset: number;
  readonly type: StoredType;
}

/** What all stored types have. */
interface StoredBase {
  /** Bytes of an element in the file. */
  readonly size: number;
  readonly dtype: Dtype;
  readonly details?: Hdf5TypeDetails;
}

/**
 * The type of an element as the file has it: what it is outside (`dtype`, `details`), and by `kind` how its bytes are read.
 * An enum is a number, a complex number an array of two.
 */
export type StoredType = StoredBase &
  (
    | { readonly kind: "number"; readonly name: IntegerName | FloatName; readonly big: boolean }
    | {
        readonly kind: "narrow";
        readonly name: IntegerName;
        readonly big: boolean;
        readonly bits: number;
        readonly offset: number;
      }
    | { readonly kind: "bool" | "bytes" | "reference" | "revised" | "region" }
    | { readonly kind: "text"; readonly text: Hdf5Text }
    | { readonly kind: "compound"; readonly fields: readonly StoredField[] }
    | { readonly kind: "array"; readonly members: number; readonly base: StoredType }
    | { readonly kind: "vlen"; readonly base: StoredType }
  );

/** Whether elements are kept in the global heap, wholly or in part: decoding them reads more of the file. */
export function usesHeap(type: StoredType): boolean {
  switch (type.kind) {
    case "text":
      return type.text.length === "variable";
    case "vlen":
    case "region":
      return true;
    case "array":
      return usesHeap(type.base);
    case "compound":
      return type.fields.some((field) => usesHeap(field.type));
    default:
      return false;
  }
}

/** A number that a typed array holds; one of a single byte has no order. */
export function numberType(name: IntegerName | FloatName, size: number, big: boolean): StoredType {
  return { kind: "number", name, big: big && size > 1, size, dtype: name, ...orderOf(size, big) };
}

/** What is kept as bytes: numbers of odd widths, bitfields, opaque types (which have no order). */
export function bytesType(dtype: Dtype, size: number, big: boolean, typeMessage?: string): StoredType {
  const order = orderOf(size, big);
  if (typeMessage === undefined) return { kind: "bytes", size, dtype, ...order };
  return { kind: "bytes", size, dtype, details: { ...order.details, typeMessage } };
}

function orderOf(size: number, big: boolean): { details?: Hdf5TypeDetails } {
  return big && size > 1 ? { details: { byteOrder: "big" } } : {};
}

/** An array of a base; `size` must be that of all members. */
export function arrayType(shape: readonly number[], base: StoredType): StoredType {
  const members = shape.reduce((product, length) => product * length, 1);
  const dtype = { array: shape, base: base.dtype };
  return { kind: "array", size: members * base.size, members, base, dtype, ...baseDetails(base) };
}

/** The details of what has a base and nothing more to say. */
export function baseDetails(base: StoredType): { details?: Hdf5TypeDetails } {
  return base.details === undefined ? {} : { details: { base: base.details } };
}

/** Two equal floats after each other, undefined for a base that is none. */
export function complexType(base: StoredType): StoredType | undefined {
  if (base.kind !== "number" || typeof base.dtype !== "string" || !base.name.startsWith("float")) return undefined;
  const dtype: Dtype = { complex: base.name as FloatName };
  const details = base.details === undefined ? {} : { details: base.details };
  return { kind: "array", size: 2 * base.size, members: 2, base, dtype, ...details };
}

/** A compound, or the complex number that h5py makes of one with the floats `r` and `i`. */
export function compoundType(fields: readonly StoredField[], size: number): StoredType {
  return complexOf(fields, size) ?? plainCompoundType(fields, size);
}

/** A compound whatever its fields are. */
export function plainCompoundType(fields: readonly StoredField[], size: number): StoredType {
  const dtype = fields.map((field): CompoundField => ({ name: field.name, dtype: field.type.dtype }));
  return { kind: "compound", size, fields, dtype, ...compoundDetails(fields, size) };
}

function complexOf(fields: readonly StoredField[], size: number): StoredType | undefined {
  const [real, imaginary] = fields;
  if (fields.length !== 2 || real?.name !== "r" || imaginary?.name !== "i") return undefined;
  const [a, b] = [real.type, imaginary.type];
  if (a.kind !== "number" || b.kind !== "number" || a.dtype !== b.dtype || a.big !== b.big) return undefined;
  const packed = real.offset === 0 && imaginary.offset === a.size && size === 2 * a.size;
  return packed ? complexType(a) : undefined;
}

function compoundDetails(fields: readonly StoredField[], size: number): { details?: Hdf5TypeDetails } {
  const inner = new Map<string, Hdf5TypeDetails>();
  let end = 0;
  let packed = true;
  for (const { name, offset, type } of fields) {
    if (type.details !== undefined) inner.set(name, type.details);
    if (offset !== end) packed = false;
    end = offset + type.size;
  }
  if (end !== size) packed = false;
  if (packed && inner.size === 0) return {};
  return {
    details: {
      ...(inner.size > 0 ? { fields: inner } : {}),
      ...(packed ? {} : { offsets: fields.map((field) => field.offset), size }),
    },
  };
}
