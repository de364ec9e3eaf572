import { field, isList, isObject, type JsonValue } from "./json.ts";
import type { CompoundDtypeField, DtypeSpec, PrimaryDtype, ReferenceDtype } from "./language.ts";

const synonyms: ReadonlyMap<string, PrimaryDtype> = /* @__PURE__ */ new Map<string, PrimaryDtype>([
  ["float", "float32"],
  ["float32", "float32"],
  ["double", "float64"],
  ["float64", "float64"],
  ["int8", "int8"],
  ["short", "int16"],
  ["int16", "int16"],
  ["int", "int32"],
  ["int32", "int32"],
  ["long", "int64"],
  ["int64", "int64"],
  ["uint8", "uint8"],
  ["uint16", "uint16"],
  ["uint", "uint32"],
  ["uint32", "uint32"],
  ["uint64", "uint64"],
  ["numeric", "numeric"],
  ["bool", "bool"],
  ["text", "utf8"],
  ["utf", "utf8"],
  ["utf8", "utf8"],
  ["utf-8", "utf8"],
  ["ascii", "ascii"],
  ["bytes", "ascii"],
  ["isodatetime", "isodatetime"],
  ["datetime", "isodatetime"],
  ["date", "isodatetime"],
]);

const reftypes: ReadonlyMap<string, "object" | "region"> = /* @__PURE__ */ new Map<string, "object" | "region">([
  ["object", "object"],
  ["ref", "object"],
  ["reference", "object"],
  ["region", "region"],
]);

/** A dtype as written, or what is wrong with it (reference: hdmf.md 1.4). */
export function parseDtype(value: JsonValue): { dtype: DtypeSpec } | { problem: string } {
  if (!isList(value)) return parseSimpleDtype(value);
  const fields: CompoundDtypeField[] = [];
  for (const column of value) {
    const name = field(column, "name");
    const doc = field(column, "doc");
    if (typeof name !== "string") return { problem: "a column of the compound has no name" };
    const parsed = parseSimpleDtype(field(column, "dtype") ?? null);
    if ("problem" in parsed) return { problem: `column "${name}": ${parsed.problem}` };
    if (fields.some((other) => other.name === name)) return { problem: `two columns are called "${name}"` };
    fields.push({ name, doc: typeof doc === "string" ? doc : "", dtype: parsed.dtype });
  }
  return fields.length > 0 ? { dtype: fields } : { problem: "the compound has no columns" };
}

/** A dtype that is no compound. */
export function parseSimpleDtype(value: JsonValue): { dtype: PrimaryDtype | ReferenceDtype } | { problem: string } {
  if (typeof value === "string") {
    if (value === "object") return { dtype: { targetType: "", reftype: "object" } };
    const dtype = synonyms.get(value);
    return dtype ? { dtype } : { problem: `"${value}" is no dtype` };
  }
  if (!isObject(value)) return { problem: "a dtype is a name, a reference or a list of columns" };
  const targetType = field(value, "target_type");
  const reftype = field(value, "reftype") ?? "object";
  if (typeof targetType !== "string") return { problem: "the reference has no target_type" };
  const known = typeof reftype === "string" ? reftypes.get(reftype) : undefined;
  return known ? { dtype: { targetType, reftype: known } } : { problem: "reftype is object or region" };
}
