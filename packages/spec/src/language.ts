/**
 * The specification language in memory: what a namespace says once its dialect's keys and its synonyms are gone. Plain
 * data; a spec that was resolved (its ancestors merged in) has the same form.
 */

/** `min` and `max` of an `*`, `?`, `+` or a number; `max` is `null` without limit. */
export interface Quantity {
  readonly min: number;
  readonly max: number | null;
}

/**
 * The dtypes by their one name: synonyms are gone (`float` is `float32`, `int` is `int32`, `text` is `utf8`,
 * `bytes` is `ascii`, `datetime` is `isodatetime`; reference: hdmf.md 1.4).
 */
export type PrimaryDtype =
  | "float32"
  | "float64"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "numeric"
  | "bool"
  | "utf8"
  | "ascii"
  | "isodatetime";

/** A reference to an object of a type or of one of its subtypes. */
export interface ReferenceDtype {
  /** Empty where the specification says `object` and no more: any object. */
  readonly targetType: string;
  /** `region` only in files of old. */
  readonly reftype: "object" | "region";
}

/** A column of a compound. */
export interface CompoundDtypeField {
  readonly name: string;
  readonly doc: string;
  readonly dtype: PrimaryDtype | ReferenceDtype;
}

export type DtypeSpec = PrimaryDtype | ReferenceDtype | readonly CompoundDtypeField[];

/** The shapes allowed: one list an alternative, `null` an axis of any length; `[]` only by `shape: scalar` of language 3. */
export type ShapeSpec = readonly (readonly (number | null)[])[];

/** A JSON value of a specification (`value`, `default_value`); integers beyond 2^53 as bigint. */
export type SpecValue = string | number | bigint | boolean | null | readonly SpecValue[];

export interface AttributeSpec {
  readonly kind: "attribute";
  readonly name: string;
  readonly doc: string;
  /** Absent: any. */
  readonly dtype?: PrimaryDtype | ReferenceDtype;
  readonly shape?: ShapeSpec;
  /** The names of the axes, one list an alternative of `shape`. */
  readonly dims?: readonly (readonly string[])[];
  readonly required: boolean;
  readonly value?: SpecValue;
  readonly defaultValue?: SpecValue;
}

interface ObjectSpec {
  /** Fixed name. */
  readonly name?: string;
  readonly defaultName?: string;
  readonly doc: string;
  /** The type that this spec defines. */
  readonly typeDef?: string;
  /** The type that this spec extends (with `typeDef`) or includes (without). */
  readonly typeInc?: string;
  readonly quantity: Quantity;
  readonly linkable: boolean;
  readonly attributes: readonly AttributeSpec[];
}

export interface DatasetSpec extends ObjectSpec {
  readonly kind: "dataset";
  /** Absent: any. */
  readonly dtype?: DtypeSpec;
  /** Absent: not said. */
  readonly shape?: ShapeSpec;
  readonly dims?: readonly (readonly string[])[];
  readonly value?: SpecValue;
  readonly defaultValue?: SpecValue;
}

export interface GroupSpec extends ObjectSpec {
  readonly kind: "group";
  readonly datasets: readonly DatasetSpec[];
  readonly groups: readonly GroupSpec[];
  readonly links: readonly LinkSpec[];
}

export interface LinkSpec {
  readonly kind: "link";
  readonly name?: string;
  readonly doc: string;
  readonly targetType: string;
  readonly quantity: Quantity;
}

/** A spec that defines a type. */
export type TypeSpec = GroupSpec | DatasetSpec;
