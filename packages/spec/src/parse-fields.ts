import { hdmfDialect, nwbDialect } from "./dialect.ts";
import { field, isObject, type JsonValue } from "./json.ts";
import type { Quantity } from "./language.ts";
import { parseQuantity, quantityHint } from "./parse-parts.ts";
import { note, type ParseReport } from "./parse-report.ts";
import { type Place, within } from "./place.ts";

const objectKeys = ["name", "default_name", "doc", "quantity", "linkable", "attributes"];
const typeKeys = [nwbDialect.defKey, nwbDialect.incKey, hdmfDialect.defKey, hdmfDialect.incKey];
const valueKeys = ["dtype", "shape", "dims", "value", "default_value"];
const knownKeys: Readonly<Record<"group" | "dataset" | "attribute" | "link" | "source", ReadonlySet<string>>> = {
  group: /* @__PURE__ */ new Set([...objectKeys, ...typeKeys, "groups", "datasets", "links"]),
  dataset: /* @__PURE__ */ new Set([...objectKeys, ...typeKeys, ...valueKeys]),
  attribute: /* @__PURE__ */ new Set(["name", "doc", "required", ...valueKeys]),
  link: /* @__PURE__ */ new Set(["name", "doc", "quantity", "target_type", ...typeKeys]),
  source: /* @__PURE__ */ new Set(["groups", "datasets"]),
};

/** What the published JSON schemas allow names and types to be. */
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A text that is not empty; anything else but its absence is noted. */
export function textField(value: JsonValue, key: string, place: Place, report: ParseReport): string | undefined {
  const text = field(value, key) ?? undefined;
  if (text === undefined || (typeof text === "string" && text !== "")) return text;
  note(report, "error", "wrong-type", within(place, key), `${key} is a text that is not empty`, quoteHint(text));
  return undefined;
}

/** A boolean; anything else but its absence is noted. */
export function booleanField(value: JsonValue, key: string, place: Place, report: ParseReport): boolean | undefined {
  const given = field(value, key) ?? undefined;
  if (given === undefined || typeof given === "boolean") return given;
  note(report, "error", "wrong-type", within(place, key), `${key} is true or false`);
  return undefined;
}

/** The type that a spec defines or names, and its key. */
export function typeField(
  value: JsonValue,
  which: "defKey" | "incKey",
  place: Place,
  report: ParseReport,
): { readonly key: string; readonly type: string } | undefined {
  const nwb = textField(value, nwbDialect[which], place, report);
  if (nwb !== undefined) report.nwb = true;
  const plain = textField(value, hdmfDialect[which], place, report);
  if (nwb !== undefined && plain !== undefined && nwb !== plain) {
    const message = `${nwbDialect[which]} and ${hdmfDialect[which]} name different types; the first one holds`;
    note(report, "error", "two-types", within(place, hdmfDialect[which]), message);
  }
  const type = nwb ?? plain;
  return type === undefined ? undefined : { key: (nwb === undefined ? hdmfDialect : nwbDialect)[which], type };
}

/** Notes a name of a group, a dataset or a type that cannot be one, or that other programs do not take. */
export function checkName(name: string | undefined, key: string, place: Place, report: ParseReport): void {
  if (name === undefined || plainName.test(name)) return;
  const own = within(place, key);
  if (name.includes("/")) note(report, "error", "bad-name", own, `"${name}" has a slash, which no name may have`);
  else if (name === "." || name === "..") note(report, "error", "bad-name", own, `"${name}" can be no name`);
  else note(report, "warning", "odd-name", own, `"${name}" is not made of letters, digits and _ alone`);
}

export function parseQuantityField(value: JsonValue, place: Place, report: ParseReport): Quantity {
  const written = field(value, "quantity");
  const quantity = parseQuantity(written);
  if (quantity !== undefined) return quantity;
  const message = "quantity is *, ?, + or a positive integer; 1 is taken";
  note(report, "error", "bad-quantity", within(place, "quantity"), message, quantityHint(written));
  return { min: 1, max: 1 };
}

export function parseDoc(value: JsonValue, place: Place, report: ParseReport): string {
  const doc = field(value, "doc") ?? undefined;
  if (typeof doc === "string") return doc;
  if (doc === undefined) note(report, "error", "missing-doc", place, "doc is missing");
  else note(report, "error", "wrong-type", within(place, "doc"), "doc is a text", quoteHint(doc));
  return "";
}

export function noteUnknownKeys(
  value: JsonValue,
  kind: keyof typeof knownKeys,
  place: Place,
  report: ParseReport,
): void {
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    if (knownKeys[kind].has(key)) continue;
    note(report, "warning", "unknown-key", within(place, key), `"${key}" is no key of a ${kind}`);
  }
}

const quoteHint = (value: JsonValue): string | undefined =>
  typeof value === "object" || value === "" ? undefined : "put it in quotes";
