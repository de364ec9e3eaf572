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

/** What authors write instead. */
const misnomers: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["string", "text"],
  ["str", "text"],
  ["char", "text"],
  ["integer", "int"],
  ["boolean", "bool"],
  ["number", "numeric"],
  ["float16", "float32"],
]);

/** Something wrong in a dtype; `keys` lead to it from the dtype. */
export interface DtypeProblem {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly keys: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string;
}

type Tell = (problem: DtypeProblem) => void;

/** A dtype as written; `undefined`, and an error told, for what is none (reference: hdmf.md 1.4). */
export function parseDtype(value: JsonValue, tell: Tell = () => {}): DtypeSpec | undefined {
  if (!isList(value)) return parseSimpleDtype(value, tell);
  const fields: CompoundDtypeField[] = [];
  const names = new Set<string>();
  let whole = value.length > 0;
  if (!whole) tell(bad([], "the compound has no columns"));
  for (const [i, column] of value.entries()) {
    const name = field(column, "name");
    const doc = field(column, "doc");
    if (typeof name !== "string" || name === "") tell(bad([i], "a column of the compound has no name"));
    else if (names.has(name)) tell(bad([i, "name"], `two columns are called "${name}"`));
    if (typeof doc !== "string") {
      tell({ severity: "error", code: "missing-doc", keys: [i], message: "a column of the compound has no doc" });
    }
    tellUnknownKeys(column, ["name", "doc", "dtype"], [i], "a column", tell);
    const given = field(column, "dtype") ?? null;
    if (given === null) tell(bad([i], "a column of the compound has no dtype"));
    const dtype =
      given === null
        ? undefined
        : parseSimpleDtype(given, (problem) => tell({ ...problem, keys: [i, "dtype", ...problem.keys] }));
    if (typeof name !== "string" || name === "" || dtype === undefined || names.has(name)) whole = false;
    else {
      names.add(name);
      fields.push({ name, doc: typeof doc === "string" ? doc : "", dtype });
    }
  }
  return whole ? fields : undefined;
}

/** A dtype that is no compound. */
export function parseSimpleDtype(value: JsonValue, tell: Tell = () => {}): PrimaryDtype | ReferenceDtype | undefined {
  if (typeof value === "string") {
    if (value === "object") return { targetType: "", reftype: "object" };
    const dtype = synonyms.get(value);
    if (dtype === undefined) tell(bad([], `"${value}" is no dtype`, nameHint(value)));
    return dtype;
  }
  if (!isObject(value)) {
    tell(bad([], isList(value) ? "a compound cannot be here" : "a dtype is a name, a reference or a list of columns"));
    return undefined;
  }
  tellUnknownKeys(value, ["target_type", "reftype"], [], "a reference", tell);
  const targetType = field(value, "target_type");
  const reftype = field(value, "reftype") ?? undefined;
  if (typeof targetType !== "string" || targetType === "") {
    tell(bad(targetType === undefined ? [] : ["target_type"], "the reference has no target_type"));
    return undefined;
  }
  const known = typeof reftype === "string" ? reftypes.get(reftype) : reftype === undefined ? "object" : undefined;
  if (known === undefined) {
    tell(bad(["reftype"], "reftype is object"));
    return undefined;
  }
  if (reftype === undefined) {
    const message = "the reference has no reftype";
    const hint = "before version 3 of the language it needs reftype: object";
    tell({ severity: "warning", code: "missing-reftype", keys: [], message, hint });
  } else if (known === "region") {
    const message = "references to regions are no longer part of the language";
    tell({ severity: "warning", code: "region-reference", keys: ["reftype"], message });
  }
  return { targetType, reftype: known };
}

function bad(keys: readonly (string | number)[], message: string, hint?: string): DtypeProblem {
  return { severity: "error", code: "bad-dtype", keys, message, ...(hint === undefined ? {} : { hint }) };
}

function nameHint(value: string): string | undefined {
  const lower = value.toLowerCase();
  if (lower === "any") return "leave dtype out where any dtype will do";
  const meant = misnomers.get(lower) ?? (synonyms.has(lower) ? lower : undefined);
  return meant === undefined ? undefined : `${meant} may be meant`;
}

function tellUnknownKeys(
  value: JsonValue,
  known: readonly string[],
  keys: readonly (string | number)[],
  what: string,
  tell: Tell,
): void {
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    tell({ severity: "warning", code: "unknown-key", keys: [...keys, key], message: `"${key}" is no key of ${what}` });
  }
}
