import { hdmfDialect, nwbDialect } from "./dialect.ts";
import { field, isList, isObject, type JsonValue } from "./json.ts";
import type { AttributeSpec, DatasetSpec, GroupSpec, LinkSpec, Quantity } from "./language.ts";
import { parseDtype, parseSimpleDtype } from "./parse-dtype.ts";
import { noteDuplicates } from "./parse-duplicates.ts";
import { parseQuantity, parseShape, parseValue } from "./parse-parts.ts";
import { note, type ParseReport, takeRoom } from "./parse-report.ts";

const objectKeys = ["name", "default_name", "doc", "quantity", "linkable", "attributes", "required"];
const typeKeys = [nwbDialect.defKey, nwbDialect.incKey, hdmfDialect.defKey, hdmfDialect.incKey];
const valueKeys = ["dtype", "shape", "dims", "value", "default_value"];
const knownKeys: Readonly<Record<"group" | "dataset" | "attribute" | "link", ReadonlySet<string>>> = {
  group: /* @__PURE__ */ new Set([...objectKeys, ...typeKeys, "groups", "datasets", "links"]),
  dataset: /* @__PURE__ */ new Set([...objectKeys, ...typeKeys, ...valueKeys]),
  attribute: /* @__PURE__ */ new Set(["name", "doc", "required", ...valueKeys]),
  link: /* @__PURE__ */ new Set(["name", "doc", "quantity", "target_type", ...typeKeys]),
};

/** A group as written; `undefined`, and an issue, for what cannot be used at all. */
export function parseGroup(value: JsonValue, place: string, report: ParseReport): GroupSpec | undefined {
  const common = parseObject(value, "group", place, report);
  if (common === undefined) return undefined;
  const datasets = parseList(field(value, "datasets"), common.place, report, parseDataset);
  const groups = parseList(field(value, "groups"), common.place, report, parseGroup);
  const links = parseList(field(value, "links"), common.place, report, parseLink);
  noteDuplicates([...datasets, ...groups, ...links], common.place, report);
  return { kind: "group", ...common.spec, datasets, groups, links };
}

/** A dataset as written; `undefined`, and an issue, for what cannot be used at all. */
export function parseDataset(value: JsonValue, place: string, report: ParseReport): DatasetSpec | undefined {
  const common = parseObject(value, "dataset", place, report);
  if (common === undefined) return undefined;
  const dtype = parsePart(field(value, "dtype"), parseDtype, common.place, report);
  return {
    kind: "dataset",
    ...common.spec,
    ...(dtype === undefined ? {} : dtype),
    ...parseAxes(value, common.place, report),
    ...parseValues(value, common.place, report),
  };
}

function parseAttribute(value: JsonValue, place: string, report: ParseReport): AttributeSpec | undefined {
  const name = textField(value, "name");
  if (name === undefined) {
    note(report, "error", "missing-name", place, "an attribute has no name");
    return undefined;
  }
  const own = `${place}/${name}`;
  noteUnknownKeys(value, "attribute", own, report);
  const written = field(value, "dtype") ?? null;
  if (written === null) note(report, "error", "missing-dtype", own, "an attribute needs a dtype");
  const dtype = parsePart(written, parseSimpleDtype, own, report);
  const values = parseValues(value, own, report);
  const required =
    values.value !== undefined || (field(value, "required") !== false && values.defaultValue === undefined);
  return {
    kind: "attribute",
    name,
    doc: parseDoc(value, own, report),
    ...(dtype === undefined ? {} : dtype),
    ...parseAxes(value, own, report),
    required,
    ...values,
  };
}

function parseLink(value: JsonValue, place: string, report: ParseReport): LinkSpec | undefined {
  const name = textField(value, "name");
  const targetType = textField(value, "target_type") ?? typeField(value, "inc", report);
  const own = `${place}/${name ?? targetType ?? "?"}`;
  if (targetType === undefined) {
    note(report, "error", "missing-target-type", own, "a link needs a target_type");
    return undefined;
  }
  noteUnknownKeys(value, "link", own, report);
  const quantity = parseQuantityField(value, own, report);
  return {
    kind: "link",
    ...(name === undefined ? {} : { name }),
    doc: parseDoc(value, own, report),
    targetType,
    quantity,
  };
}

function parseObject(
  value: JsonValue,
  kind: "group" | "dataset",
  place: string,
  report: ParseReport,
): { place: string; spec: Omit<DatasetSpec, "kind"> } | undefined {
  const name = textField(value, "name");
  const typeDef = typeField(value, "def", report);
  let typeInc = typeField(value, "inc", report);
  const own = `${place}/${name ?? typeDef ?? typeInc ?? "?"}`;
  if (!isObject(value) || (name === undefined && typeDef === undefined && typeInc === undefined)) {
    note(report, "error", "no-name-or-type", own, `a ${kind} needs a name or a type`);
    return undefined;
  }
  noteUnknownKeys(value, kind, own, report);
  if (typeDef !== undefined && typeDef === typeInc) {
    note(report, "warning", "extends-itself", own, `"${typeDef}" cannot extend itself; what it extends is ignored`);
    typeInc = undefined;
  }
  const defaultName = textField(value, "default_name");
  for (const each of [name, defaultName]) {
    if (each?.includes("/")) note(report, "error", "bad-name", own, `"${each}" has a slash, which no name may have`);
  }
  if (name !== undefined && defaultName !== undefined) {
    note(report, "warning", "name-and-default-name", own, "default_name is ignored beside name");
  }
  const quantity = parseQuantityField(value, own, report);
  if (name !== undefined && quantity.max !== 1) {
    note(report, "error", "bad-quantity", own, "what has a fixed name cannot be there more than once");
  }
  return {
    place: own,
    spec: {
      ...(name === undefined ? {} : { name }),
      ...(name !== undefined || defaultName === undefined ? {} : { defaultName }),
      doc: parseDoc(value, own, report),
      ...(typeDef === undefined ? {} : { typeDef }),
      ...(typeInc === undefined ? {} : { typeInc }),
      quantity,
      linkable: field(value, "linkable") !== false,
      attributes: uniqueByName(parseList(field(value, "attributes"), own, report, parseAttribute), own, report),
    },
  };
}

function parseList<T>(
  value: JsonValue | undefined,
  place: string,
  report: ParseReport,
  parse: (value: JsonValue, place: string, report: ParseReport) => T | undefined,
): T[] {
  if (value === undefined || value === null) return [];
  if (!isList(value)) {
    note(report, "error", "not-a-list", place, "a list of specifications was expected");
    return [];
  }
  const result: T[] = [];
  for (const item of value) {
    if (!takeRoom(report, place)) break;
    const parsed = parse(item, place, report);
    if (parsed !== undefined) result.push(parsed);
  }
  return result;
}

function uniqueByName<T extends { readonly name: string }>(
  specs: readonly T[],
  place: string,
  report: ParseReport,
): T[] {
  const byName = new Map<string, T>();
  for (const spec of specs) {
    if (byName.has(spec.name)) note(report, "warning", "duplicate-spec", place, `"${spec.name}" is specified twice`);
    byName.set(spec.name, spec);
  }
  return [...byName.values()];
}

function parsePart<T>(
  value: JsonValue | undefined,
  parse: (value: JsonValue) => { dtype: T } | { problem: string },
  place: string,
  report: ParseReport,
): { dtype: T } | undefined {
  if (value === undefined || value === null) return undefined;
  const parsed = parse(value);
  if ("dtype" in parsed) return parsed;
  note(report, "error", "bad-dtype", place, parsed.problem);
  return undefined;
}

function parseAxes(value: JsonValue, place: string, report: ParseReport): Pick<DatasetSpec, "shape" | "dims"> {
  const parsed = parseShape(field(value, "shape"), field(value, "dims"));
  if (!("problem" in parsed)) return parsed;
  note(report, "error", "bad-shape", place, parsed.problem);
  const alone = parseShape(field(value, "shape"), undefined);
  return "problem" in alone ? {} : alone;
}

function parseValues(
  value: JsonValue,
  place: string,
  report: ParseReport,
): Pick<DatasetSpec, "value" | "defaultValue"> {
  const fixed = parseValue(field(value, "value"));
  const byDefault = parseValue(field(value, "default_value"));
  if (fixed !== undefined) {
    if (byDefault !== undefined) {
      note(report, "error", "value-and-default", place, "value and default_value exclude each other");
    }
    return { value: fixed };
  }
  return byDefault === undefined ? {} : { defaultValue: byDefault };
}

function parseQuantityField(value: JsonValue, place: string, report: ParseReport): Quantity {
  const quantity = parseQuantity(field(value, "quantity"));
  if (quantity !== undefined) return quantity;
  note(report, "error", "bad-quantity", place, "quantity is *, ?, + or a positive integer; 1 is taken");
  return { min: 1, max: 1 };
}

function parseDoc(value: JsonValue, place: string, report: ParseReport): string {
  const doc = field(value, "doc");
  if (typeof doc === "string") return doc;
  note(report, "error", "missing-doc", place, "doc is missing");
  return "";
}

function typeField(value: JsonValue, which: "def" | "inc", report: ParseReport): string | undefined {
  const key = which === "def" ? "defKey" : "incKey";
  const nwb = textField(value, nwbDialect[key]);
  if (nwb !== undefined) report.nwb = true;
  return nwb ?? textField(value, hdmfDialect[key]);
}

function textField(value: JsonValue, key: string): string | undefined {
  const text = field(value, key);
  return typeof text === "string" && text !== "" ? text : undefined;
}

function noteUnknownKeys(value: JsonValue, kind: keyof typeof knownKeys, place: string, report: ParseReport): void {
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    if (!knownKeys[kind].has(key)) note(report, "warning", "unknown-key", place, `"${key}" is no key of a ${kind}`);
  }
}
