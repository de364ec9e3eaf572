import type { DtypeSpec, PrimaryDtype, ReferenceDtype } from "./language.ts";

/** The dtype of data, as `@hdmf-ts/array` has it; what this package needs of it. */
export type DataDtype =
  | string
  | { readonly vlen: DataDtype }
  | { readonly array: readonly number[]; readonly base: DataDtype }
  | { readonly enum: unknown; readonly base: DataDtype }
  | { readonly bitfield: number }
  | readonly { readonly name: string; readonly dtype: DataDtype }[]
  | object;

const signed = ["int8", "int16", "int32", "int64"];
const unsigned = ["uint8", "uint16", "uint32", "uint64"];
const floats = ["float32", "float64"];
const numeric = [...signed, ...unsigned, ...floats];
const text = ["utf8", "ascii"];

/**
 * Whether data of `dtype` may stand where `spec` is asked for: a dtype is a minimum precision, signs do not mix
 * (reference: hdmf.md 1.4). Of ragged data the elements count, of an enum its numbers. Compounds go by position: the data may have more
 * columns, and their names are not compared. Whether a text is a date is {@link isIsoDatetime}.
 */
export function accepts(spec: DtypeSpec | undefined, dtype: DataDtype): boolean {
  if (spec === undefined) return true;
  const given = elementDtype(dtype);
  if (isCompoundSpec(spec)) {
    return (
      isCompound(given) &&
      spec.length <= given.length &&
      spec.every((column, i) => accepts(column.dtype, given[i]!.dtype))
    );
  }
  if (typeof given !== "string") return false;
  return isReference(spec) ? given === (spec.reftype === "region" ? "region" : "reference") : acceptsName(spec, given);
}

/** Whether a subtype may narrow `inherited` to `own`; targets of references are not compared, as hdmf does it, but for "any". */
export function mayOverride(own: DtypeSpec, inherited: DtypeSpec): boolean {
  if (isCompoundSpec(own) || isCompoundSpec(inherited)) {
    if (!isCompoundSpec(own) || !isCompoundSpec(inherited)) return false;
    return own.every((column) => {
      const before = inherited.find((each) => each.name === column.name);
      return before === undefined || mayOverride(column.dtype, before.dtype);
    });
  }
  if (isReference(own) || isReference(inherited)) {
    if (!isReference(own) || !isReference(inherited)) return false;
    return own.targetType !== "" || inherited.targetType === "";
  }
  // Data of a date is text, and yet text is no narrower than a date.
  return own === inherited || (inherited !== "isodatetime" && acceptsName(inherited, own));
}

function acceptsName(spec: PrimaryDtype, given: string): boolean {
  switch (spec) {
    case "numeric":
      return given === "numeric" || numeric.includes(given);
    case "utf8":
    case "isodatetime":
      return text.includes(given);
    case "ascii":
    case "bool":
      return given === spec;
  }
  const family = [signed, unsigned, floats].find((names) => names.includes(spec))!;
  return family.indexOf(given) >= family.indexOf(spec);
}

function elementDtype(dtype: DataDtype): DataDtype {
  let given = dtype;
  while (typeof given === "object") {
    if ("vlen" in given) given = given.vlen as DataDtype;
    else if ("base" in given) given = given.base as DataDtype;
    else if ("bitfield" in given) return `uint${8 * (given.bitfield as number)}`;
    else break;
  }
  return given;
}

/** A dtype of a specification or of data in words, for messages. */
export function describeDtype(dtype: DtypeSpec | DataDtype | undefined): string {
  if (dtype === undefined) return "anything";
  if (typeof dtype === "string") return dtype;
  if (isCompound(dtype))
    return `compound (${dtype.map((each) => `${each.name}: ${describeDtype(each.dtype)}`).join(", ")})`;
  if (isReference(dtype)) {
    const kind = dtype.reftype === "region" ? "region reference" : "object reference";
    return dtype.targetType === "" ? kind : `${kind} to ${dtype.targetType}`;
  }
  const record = dtype as Readonly<Record<string, unknown>>;
  if ("vlen" in record) return `ragged ${describeDtype(record.vlen as DataDtype)}`;
  if ("array" in record) return `${describeDtype(record.base as DataDtype)}[${(record.array as number[]).join(", ")}]`;
  if ("enum" in record) return `enum of ${describeDtype(record.base as DataDtype)}`;
  return Object.keys(record)[0] ?? "unknown";
}

function isCompoundSpec(spec: DtypeSpec): spec is Extract<DtypeSpec, readonly unknown[]> {
  return Array.isArray(spec);
}

function isCompound(dtype: unknown): dtype is readonly { readonly name: string; readonly dtype: DataDtype }[] {
  return Array.isArray(dtype);
}

function isReference(dtype: unknown): dtype is ReferenceDtype {
  return typeof dtype === "object" && dtype !== null && "reftype" in dtype;
}
