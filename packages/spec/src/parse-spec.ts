import { field, isList, isObject, type JsonValue } from "./json.ts";
import type { AttributeSpec, DatasetSpec, DtypeSpec, GroupSpec, LinkSpec } from "./language.ts";
import { type DtypeProblem, parseDtype, parseSimpleDtype } from "./parse-dtype.ts";
import { noteDuplicates } from "./parse-duplicates.ts";
import {
  booleanField,
  checkName,
  noteUnknownKeys,
  parseDoc,
  parseQuantityField,
  textField,
  typeField,
} from "./parse-fields.ts";
import { parseShape } from "./parse-parts.ts";
import { note, type ParseReport, takeRoom } from "./parse-report.ts";
import { parseValues } from "./parse-values.ts";
import { named, type Place, placeOf, rememberPlace, within } from "./place.ts";

/** A group as written; `undefined`, and an issue, for what cannot be used at all. */
export function parseGroup(value: JsonValue, place: Place, report: ParseReport): GroupSpec | undefined {
  const common = parseObject(value, "group", place, report);
  if (common === undefined) return undefined;
  const datasets = parseList(value, "datasets", common.place, report, parseDataset);
  const groups = parseList(value, "groups", common.place, report, parseGroup);
  const links = parseList(value, "links", common.place, report, parseLink);
  noteDuplicates([...datasets, ...groups, ...links], common.place, report);
  return remembered<GroupSpec>({ kind: "group", ...common.spec, datasets, groups, links }, common.place);
}

/** A dataset as written; `undefined`, and an issue, for what cannot be used at all. */
export function parseDataset(value: JsonValue, place: Place, report: ParseReport): DatasetSpec | undefined {
  const common = parseObject(value, "dataset", place, report);
  if (common === undefined) return undefined;
  const dtype = parseDtypeField(value, parseDtype, common.place, report);
  const axes = parseAxes(value, common.place, report);
  const values = parseValues(value, { ...dtype, ...axes }, common.place, report);
  return remembered<DatasetSpec>({ kind: "dataset", ...common.spec, ...dtype, ...axes, ...values }, common.place);
}

function parseAttribute(value: JsonValue, place: Place, report: ParseReport): AttributeSpec | undefined {
  if (!noteObject(value, place, report)) return undefined;
  const name = textField(value, "name", place, report);
  if (name === undefined) {
    if ((field(value, "name") ?? null) === null)
      note(report, "error", "missing-name", place, "an attribute has no name");
    return undefined;
  }
  const own = named(place, name);
  if (name.includes("/")) note(report, "error", "bad-name", within(own, "name"), `"${name}" has a slash`);
  noteUnknownKeys(value, "attribute", own, report);
  if ((field(value, "dtype") ?? null) === null) {
    note(report, "error", "missing-dtype", own, "an attribute needs a dtype");
  }
  const dtype = parseDtypeField(value, parseSimpleDtype, own, report);
  const axes = parseAxes(value, own, report);
  const values = parseValues(value, { ...dtype, ...axes }, own, report);
  const needed = booleanField(value, "required", own, report);
  if (needed === true && values.defaultValue !== undefined) {
    const message = "required is ignored: what has a default_value may be missing";
    note(report, "warning", "required-with-default", within(own, "required"), message);
  }
  const doc = parseDoc(value, own, report);
  const required = values.value !== undefined || (needed !== false && values.defaultValue === undefined);
  return remembered<AttributeSpec>({ kind: "attribute", name, doc, ...dtype, ...axes, required, ...values }, own);
}

function parseLink(value: JsonValue, place: Place, report: ParseReport): LinkSpec | undefined {
  if (!noteObject(value, place, report)) return undefined;
  const name = textField(value, "name", place, report);
  const written = textField(value, "target_type", place, report);
  const included = typeField(value, "incKey", place, report);
  const targetType = written ?? included?.type;
  const own = named(place, name ?? targetType ?? "?");
  if (targetType === undefined) {
    note(report, "error", "missing-target-type", own, "a link needs a target_type");
    return undefined;
  }
  checkName(name, "name", own, report);
  noteUnknownKeys(value, "link", own, report);
  const quantity = parseQuantityField(value, own, report);
  if (name !== undefined) noteManyOfOneName(quantity.max, own, report);
  const doc = parseDoc(value, own, report);
  const at = written === undefined && included !== undefined ? { ...own, incKey: included.key } : own;
  return remembered<LinkSpec>({ kind: "link", ...(name === undefined ? {} : { name }), doc, targetType, quantity }, at);
}

function parseObject(
  value: JsonValue,
  kind: "group" | "dataset",
  place: Place,
  report: ParseReport,
): { place: Place; spec: Omit<DatasetSpec, "kind"> } | undefined {
  if (!noteObject(value, place, report)) return undefined;
  const name = textField(value, "name", place, report);
  const typeDef = typeField(value, "defKey", place, report);
  const written = typeField(value, "incKey", place, report);
  const words = named(place, name ?? typeDef?.type ?? written?.type ?? "?");
  const own = written === undefined ? words : { ...words, incKey: written.key };
  if (name === undefined && typeDef === undefined && written === undefined) {
    note(report, "error", "no-name-or-type", own, `a ${kind} needs a name or a type`);
    return undefined;
  }
  noteUnknownKeys(value, kind, own, report);
  const extendsItself = written !== undefined && typeDef?.type === written.type;
  if (extendsItself) {
    const message = `"${written.type}" cannot extend itself; what it extends is ignored`;
    note(report, "warning", "extends-itself", within(own, written.key), message);
  }
  const typeInc = extendsItself ? undefined : written;
  const defaultName = textField(value, "default_name", own, report);
  checkName(name, "name", own, report);
  checkName(defaultName, "default_name", own, report);
  if (typeDef !== undefined) checkName(typeDef.type, typeDef.key, own, report);
  if (name !== undefined && defaultName !== undefined) {
    const message = "default_name is ignored beside name";
    note(report, "warning", "name-and-default-name", within(own, "default_name"), message);
  }
  const quantity = parseQuantityField(value, own, report);
  if (name !== undefined) noteManyOfOneName(quantity.max, own, report);
  const attributes = parseList(value, "attributes", own, report, parseAttribute);
  return {
    place: own,
    spec: {
      ...(name === undefined ? {} : { name }),
      ...(name !== undefined || defaultName === undefined ? {} : { defaultName }),
      doc: parseDoc(value, own, report),
      ...(typeDef === undefined ? {} : { typeDef: typeDef.type }),
      ...(typeInc === undefined ? {} : { typeInc: typeInc.type }),
      quantity,
      linkable: booleanField(value, "linkable", own, report) !== false,
      attributes: uniqueByName(attributes, own, report),
    },
  };
}

function remembered<T extends object>(spec: T, place: Place): T {
  rememberPlace(spec, place);
  return spec;
}

function noteObject(value: JsonValue, place: Place, report: ParseReport): boolean {
  if (isObject(value)) return true;
  note(report, "error", "no-name-or-type", named(place, "?"), "a specification with keys and values was expected");
  return false;
}

function noteManyOfOneName(max: number | null, place: Place, report: ParseReport): void {
  if (max === 1) return;
  const message = "what has a fixed name cannot be there more than once";
  note(report, "error", "bad-quantity", within(place, "quantity"), message);
}

function parseList<T>(
  value: JsonValue,
  key: string,
  place: Place,
  report: ParseReport,
  parse: (value: JsonValue, place: Place, report: ParseReport) => T | undefined,
): T[] {
  const list = field(value, key);
  if (list === undefined || list === null) return [];
  if (!isList(list)) {
    note(report, "error", "not-a-list", within(place, key), "a list of specifications was expected");
    return [];
  }
  const result: T[] = [];
  for (const [i, item] of list.entries()) {
    const own = within(place, key, i);
    if (!takeRoom(report, own)) break;
    const parsed = parse(item, own, report);
    if (parsed !== undefined) result.push(parsed);
  }
  return result;
}

function uniqueByName<T extends { readonly name: string }>(
  specs: readonly T[],
  place: Place,
  report: ParseReport,
): T[] {
  const byName = new Map<string, T>();
  for (const spec of specs) {
    if (byName.has(spec.name)) {
      const own = { ...(placeOf(spec) ?? place), spec: place.spec };
      note(report, "warning", "duplicate-spec", own, `"${spec.name}" is specified twice`);
    }
    byName.set(spec.name, spec);
  }
  return [...byName.values()];
}

function parseDtypeField<T extends DtypeSpec>(
  value: JsonValue,
  parse: (value: JsonValue, tell: (problem: DtypeProblem) => void) => T | undefined,
  place: Place,
  report: ParseReport,
): { dtype: T } | undefined {
  const written = field(value, "dtype") ?? null;
  if (written === null) return undefined;
  const dtype = parse(written, ({ severity, code, keys, message, hint }) => {
    note(report, severity, code, within(place, "dtype", ...keys), message, hint);
  });
  return dtype === undefined ? undefined : { dtype };
}

function parseAxes(value: JsonValue, place: Place, report: ParseReport): Pick<DatasetSpec, "shape" | "dims"> {
  const parsed = parseShape(field(value, "shape"), field(value, "dims"));
  if (!("problem" in parsed)) return parsed;
  note(report, "error", "bad-shape", within(place, parsed.key), parsed.problem);
  const alone = parseShape(field(value, "shape"), undefined);
  return "problem" in alone ? {} : alone;
}
