import type { Namespace, NamespaceSource } from "./catalog.ts";
import { hdmfDialect, nwbDialect } from "./dialect.ts";
import { isIsoDatetime } from "./isodatetime.ts";
import type { Issue } from "./issue.ts";
import { field, isList, isObject, type JsonValue } from "./json.ts";
import { textField } from "./parse-fields.ts";
import { findDeclaration } from "./parse-namespace.ts";
import { createReport, note, type ParseReport } from "./parse-report.ts";
import { type Place, within } from "./place.ts";

const typesKeys = [hdmfDialect.typesKey, nwbDialect.typesKey];
const declarationKeys = ["name", "doc", "version", "full_name", "date", "author", "contact", "schema"];
const elementKeys = ["source", "namespace", "doc", "title", ...typesKeys];

/** The rules for versions at semver.org, as the language's JSON schemas ask for them. */
const semantic =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

/** What is wrong with what a namespace says of itself (reference: hdmf.md 1.2), beside what `parseNamespace` says. */
export function checkDeclaration(source: NamespaceSource, namespace: Namespace | undefined): readonly Issue[] {
  const found = findDeclaration(source, createReport());
  const report = createReport();
  if (found === undefined) return report.issues;
  const { declaration, place } = found;
  noteOthers(declaration, declarationKeys, "a namespace", place, report);
  if (/[\s/:]/.test(source.name)) {
    const message = `the name ${JSON.stringify(source.name)} has white space, a slash or a colon`;
    note(report, "error", "bad-name", within(place, "name"), message);
  }
  if (isAbsent(declaration, "doc")) note(report, "error", "missing-doc", place, "doc is missing");
  for (const key of ["doc", "full_name"]) textField(declaration, key, place, report);
  checkVersion(declaration, place, report);
  checkPeople(declaration, place, report);
  const date = textField(declaration, "date", place, report);
  if (date !== undefined && !isIsoDatetime(date)) {
    note(report, "warning", "bad-date", within(place, "date"), "date is not of the form YYYY-MM-DD");
  }
  const schema = field(declaration, "schema");
  if (!isList(schema)) return report.issues;
  if (schema.length === 0) note(report, "warning", "empty-schema", within(place, "schema"), "schema names nothing");
  const seen = new Set<string>();
  for (const [i, element] of schema.entries()) {
    if (isObject(element)) checkElement(element, namespace, seen, within(place, "schema", i), report);
  }
  return report.issues;
}

function checkVersion(declaration: JsonValue, place: Place, report: ParseReport): void {
  const own = within(place, "version");
  const version = field(declaration, "version");
  if (isAbsent(declaration, "version")) note(report, "warning", "missing-version", place, "version is missing");
  else if (typeof version !== "string") {
    note(report, "error", "bad-version", own, "version is a text such as 0.1.0", "put it in quotes");
  } else if (!semantic.test(version)) {
    note(report, "warning", "bad-version", own, `${JSON.stringify(version)} is no semantic version such as 0.1.0`);
  }
}

function checkPeople(declaration: JsonValue, place: Place, report: ParseReport): void {
  const [authors, contacts] = ["author", "contact"].map((key) => {
    const given = field(declaration, key);
    const own = within(place, key);
    if (isAbsent(declaration, key)) {
      note(report, "warning", `missing-${key}`, place, `${key} is missing`);
      return undefined;
    }
    const list = isList(given) ? given : [given];
    if (list.every((each) => typeof each === "string")) return list.length;
    note(report, "error", "wrong-type", own, `${key} is a text or a list of texts`);
    return undefined;
  });
  if (authors !== undefined && contacts !== undefined && authors !== contacts) {
    const message = `there are ${authors} authors and ${contacts} contacts`;
    note(report, "warning", "authors-and-contacts", within(place, "contact"), message);
  }
}

function checkElement(
  element: JsonValue,
  namespace: Namespace | undefined,
  seen: Set<string>,
  place: Place,
  report: ParseReport,
): void {
  noteOthers(element, elementKeys, "an element of schema", place, report);
  const [source, included] = ["source", "namespace"].map((key) => textField(element, key, place, report));
  for (const key of ["doc", "title"]) textField(element, key, place, report);
  if (source !== undefined && included !== undefined) {
    const message = "an element of schema names a source or a namespace, not both; the namespace is ignored";
    note(report, "error", "bad-schema", within(place, "namespace"), message);
  }
  const key = source === undefined ? "namespace" : "source";
  const name = source ?? included;
  if (name === undefined) return;
  if (seen.has(`${key} ${name}`)) {
    note(
      report,
      "warning",
      "duplicate-schema",
      within(place, key),
      `the ${key} ${JSON.stringify(name)} is there twice`,
    );
  }
  seen.add(`${key} ${name}`);
  for (const typesKey of typesKeys) {
    const types = field(element, typesKey);
    const own = within(place, typesKey);
    if (isAbsent(element, typesKey)) continue;
    if (!isList(types) || types.some((each) => typeof each !== "string")) {
      note(report, "error", "wrong-type", own, `${typesKey} is a list of names of types`);
    } else if (source !== undefined && namespace !== undefined) {
      for (const [i, type] of types.entries()) {
        if (namespace.types.has(type as string)) continue;
        note(report, "error", "unknown-type", within(own, i), `the source ${JSON.stringify(name)} defines no ${type}`);
      }
    }
  }
}

function noteOthers(value: JsonValue, known: readonly string[], what: string, place: Place, report: ParseReport): void {
  for (const key of isObject(value) ? Object.keys(value) : []) {
    if (known.includes(key)) continue;
    note(report, "warning", "unknown-key", within(place, key), `"${key}" is no key of ${what}`);
  }
}

const isAbsent = (value: JsonValue, key: string): boolean => (field(value, key) ?? null) === null;
