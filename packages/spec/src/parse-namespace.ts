import type { Namespace, NamespaceSource } from "./catalog.ts";
import { hdmfDialect, nwbDialect } from "./dialect.ts";
import type { Issue } from "./issue.ts";
import { field, isList, isObject, type JsonValue, parseJson } from "./json.ts";
import type { TypeSpec } from "./language.ts";
import { noteUnknownKeys } from "./parse-fields.ts";
import { createReport, note, type ParseReport, takeRoom } from "./parse-report.ts";
import { parseDataset, parseGroup } from "./parse-spec.ts";
import { named, type Place, placeOf, placeOfText, rememberPlace, within } from "./place.ts";

/** The longest text that is parsed, in characters; NWB core is under 1 MB. */
const maxText = 64 * 1024 * 1024;

type Include = Namespace["includes"][number];

/**
 * Reads one namespace from the texts that a file caches (reference: hdmf.md 1.2, 1.3, 1.7). What is wrong in them is an
 * issue, never an exception: a spec that cannot be used is left out, the rest is there. `namespace` is `undefined` only
 * where no namespace can be made out at all.
 */
export function parseNamespace(source: NamespaceSource): {
  readonly namespace: Namespace | undefined;
  readonly issues: readonly Issue[];
} {
  const report = createReport();
  const found = findDeclaration(source, report);
  if (found === undefined) return { namespace: undefined, issues: report.issues };

  const { declaration, place } = found;
  const types = new Map<string, TypeSpec>();
  const includes: Include[] = [];
  const schema = field(declaration, "schema");
  if (!isList(schema)) note(report, "error", "missing-schema", place, "schema is a list of sources and namespaces");
  const read = new Set<string>();
  for (const [i, element] of (isList(schema) ? schema : []).entries()) {
    const own = within(place, "schema", i);
    if (!takeRoom(report, own)) break;
    const choice = chosenTypes(element, report);
    const chosen = choice?.types;
    const file = field(element, "source");
    const included = field(element, "namespace");
    if (typeof file === "string") {
      const wish = JSON.stringify([file, chosen]);
      if (!read.has(wish)) readSource(source, file, chosen, types, own, report);
      read.add(wish);
    } else if (typeof included === "string") {
      const include = chosen ? { namespace: included, types: chosen } : { namespace: included };
      rememberPlace(include, choice ? { ...own, incKey: choice.key } : own);
      includes.push(include);
    } else note(report, "error", "bad-schema", own, "an element of schema names neither a source nor a namespace");
  }
  const doc = field(declaration, "doc");
  const written = field(declaration, "version");
  const version = typeof written === "string" && written !== "" ? written : source.version;
  const namespace: Namespace = {
    name: source.name,
    version,
    doc: typeof doc === "string" ? doc : "",
    dialect: report.nwb ? nwbDialect : hdmfDialect,
    types,
    includes,
  };
  rememberPlace(namespace, place);
  return { namespace, issues: report.issues };
}

/** The declaration of a namespace in its texts; what hinders it is noted. */
export function findDeclaration(
  source: NamespaceSource,
  report: ParseReport,
): { readonly declaration: JsonValue; readonly place: Place } | undefined {
  const place = placeOfText(source.name, "namespace");
  const root = readText(source, "namespace", place, report);
  if (root === undefined) return undefined;
  const list = field(root, "namespaces");
  const candidates = isList(list) ? list : [];
  const named = candidates.findIndex((each) => field(each, "name") === source.name);
  const index = named >= 0 ? named : candidates.findIndex(isObject);
  const declaration = candidates[index];
  if (declaration === undefined) {
    note(report, "error", "missing-namespace", place, 'the text "namespace" holds no namespace');
    return undefined;
  }
  const own = within(place, "namespaces", index);
  if (named < 0) {
    const message = `the text "namespace" speaks of ${JSON.stringify(field(declaration, "name"))}`;
    note(report, "warning", "other-name", own, message);
  }
  return { declaration, place: own };
}

function readSource(
  source: NamespaceSource,
  file: string,
  chosen: readonly string[] | undefined,
  types: Map<string, TypeSpec>,
  element: Place,
  report: ParseReport,
): void {
  const name = sourceNames(file).find((each) => source.sources.has(each));
  if (name === undefined) {
    note(report, "error", "missing-source", within(element, "source"), `the source "${file}" is not there`);
    return;
  }
  const place = placeOfText(source.name, name);
  const root = readText(source, name, place, report);
  if (root === undefined) return;
  noteUnknownKeys(root, "source", place, report);
  const keys = ["datasets", "groups"] as const;
  if (!keys.some((key) => isList(field(root, key)))) {
    note(report, "error", "empty-source", place, `the source "${name}" has neither groups nor datasets`);
  }
  for (const key of keys) {
    const list = field(root, key) ?? [];
    if (!isList(list)) {
      note(report, "error", "not-a-list", within(place, key), "a list of specifications was expected");
      continue;
    }
    for (const [i, item] of list.entries()) {
      const own = within(place, key, i);
      if (!takeRoom(report, own)) return;
      const spec = key === "datasets" ? parseDataset(item, own, report) : parseGroup(item, own, report);
      if (spec === undefined) continue;
      if (spec.typeDef === undefined) {
        note(report, "error", "no-type", own, `a specification in "${name}" defines no type`);
      } else if (chosen === undefined || chosen.includes(spec.typeDef)) {
        register(spec, types, place, report);
      }
    }
  }
}

/** Registers a type and those that are defined inside of it. */
function register(spec: TypeSpec, types: Map<string, TypeSpec>, place: Place, report: ParseReport): void {
  if (spec.typeDef !== undefined) {
    if (types.has(spec.typeDef)) {
      const own = { ...(placeOf(spec) ?? place), spec: named(place, spec.typeDef).spec };
      note(report, "warning", "duplicate-type", own, "defined twice; the first one holds");
    } else types.set(spec.typeDef, spec);
  }
  if (spec.kind === "dataset") return;
  for (const child of [...spec.datasets, ...spec.groups]) register(child, types, place, report);
}

/** The names that a source may have been cached under: as said, without its ending, without its folders. */
function sourceNames(file: string): string[] {
  const bare = file.replace(/\.(ya?ml|json)$/i, "");
  const short = bare.replace(/\.[^./]*$/, "");
  // Under "namespace" stands the namespace itself.
  return [file, bare, short, bare.slice(bare.lastIndexOf("/") + 1)].filter((name) => name !== "namespace");
}

/** The types that an element of schema chooses, and the key by which it does. */
function chosenTypes(
  element: JsonValue,
  report: ParseReport,
): { readonly key: string; readonly types: readonly string[] } | undefined {
  const isNwb = field(element, nwbDialect.typesKey) !== undefined;
  if (isNwb) report.nwb = true;
  const key = (isNwb ? nwbDialect : hdmfDialect).typesKey;
  const list = field(element, key);
  return isList(list) ? { key, types: list.filter((each) => typeof each === "string") } : undefined;
}

function readText(source: NamespaceSource, name: string, place: Place, report: ParseReport): JsonValue | undefined {
  const text = source.sources.get(name);
  if (text === undefined) {
    note(report, "error", "missing-source", place, `the text "${name}" is not there`);
    return undefined;
  }
  if (text.length > maxText) {
    note(report, "error", "too-large", place, `the text "${name}" is longer than ${maxText} characters`);
    return undefined;
  }
  try {
    return parseJson(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    note(report, "error", "malformed-json", place, `the text "${name}" is no JSON: ${reason}`);
    return undefined;
  }
}
