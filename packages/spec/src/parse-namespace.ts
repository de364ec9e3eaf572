import type { Namespace, NamespaceSource } from "./catalog.ts";
import { hdmfDialect, nwbDialect } from "./dialect.ts";
import type { Issue } from "./issue.ts";
import { field, isList, isObject, type JsonValue, parseJson } from "./json.ts";
import type { TypeSpec } from "./language.ts";
import { createReport, note, type ParseReport, takeRoom } from "./parse-report.ts";
import { parseDataset, parseGroup } from "./parse-spec.ts";

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
  const place = source.name;
  const declaration = findDeclaration(source, report);
  if (declaration === undefined) return { namespace: undefined, issues: report.issues };

  const doc = field(declaration, "doc");
  if (typeof doc !== "string") note(report, "warning", "missing-doc", place, "doc is missing");
  const types = new Map<string, TypeSpec>();
  const includes: Include[] = [];
  const schema = field(declaration, "schema");
  if (!isList(schema)) note(report, "error", "missing-schema", place, "schema is a list of sources and namespaces");
  for (const element of isList(schema) ? schema : []) {
    const chosen = chosenTypes(element, report);
    const file = field(element, "source");
    const included = field(element, "namespace");
    if (typeof file === "string") readSource(source, file, chosen, types, report);
    else if (typeof included === "string")
      includes.push(chosen ? { namespace: included, types: chosen } : { namespace: included });
    else note(report, "error", "bad-schema", place, "an element of schema names neither a source nor a namespace");
  }
  const written = field(declaration, "version");
  const version = typeof written === "string" && written !== "" ? written : source.version;
  return {
    namespace: {
      name: source.name,
      version,
      doc: typeof doc === "string" ? doc : "",
      dialect: report.nwb ? nwbDialect : hdmfDialect,
      types,
      includes,
    },
    issues: report.issues,
  };
}

function findDeclaration(source: NamespaceSource, report: ParseReport): JsonValue | undefined {
  const place = source.name;
  const root = readText(source, "namespace", report);
  if (root === undefined) return undefined;
  const list = field(root, "namespaces");
  const candidates = isList(list) ? list.filter(isObject) : [];
  const found = candidates.find((each) => field(each, "name") === source.name) ?? candidates[0];
  if (found === undefined) {
    note(report, "error", "missing-namespace", place, 'the text "namespace" holds no namespace');
  } else if (field(found, "name") !== source.name) {
    note(
      report,
      "warning",
      "other-name",
      place,
      `the text "namespace" speaks of ${JSON.stringify(field(found, "name"))}`,
    );
  }
  return found;
}

function readSource(
  source: NamespaceSource,
  file: string,
  chosen: readonly string[] | undefined,
  types: Map<string, TypeSpec>,
  report: ParseReport,
): void {
  const name = sourceNames(file).find((each) => source.sources.has(each));
  if (name === undefined) {
    note(report, "error", "missing-source", source.name, `the source "${file}" is not there`);
    return;
  }
  const root = readText(source, name, report);
  if (root === undefined) return;
  const lists = [field(root, "datasets"), field(root, "groups")];
  if (!lists.some(isList)) {
    note(report, "warning", "empty-source", source.name, `the source "${name}" has neither groups nor datasets`);
  }
  for (const [i, list] of lists.entries()) {
    for (const item of isList(list) ? list : []) {
      if (!takeRoom(report, source.name)) return;
      const spec = i === 0 ? parseDataset(item, source.name, report) : parseGroup(item, source.name, report);
      if (spec === undefined) continue;
      if (spec.typeDef === undefined) {
        note(report, "error", "no-type", source.name, `a specification in "${name}" defines no type`);
      } else if (chosen === undefined || chosen.includes(spec.typeDef)) {
        register(spec, types, source.name, report);
      }
    }
  }
}

/** Registers a type and those that are defined inside of it. */
function register(spec: TypeSpec, types: Map<string, TypeSpec>, place: string, report: ParseReport): void {
  if (spec.typeDef !== undefined) {
    if (types.has(spec.typeDef)) {
      note(report, "warning", "duplicate-type", `${place}/${spec.typeDef}`, "defined twice; the first one holds");
    } else types.set(spec.typeDef, spec);
  }
  if (spec.kind === "dataset") return;
  for (const child of [...spec.datasets, ...spec.groups]) register(child, types, place, report);
}

/** The names that a source may have been cached under: as said, without its ending, without its folders. */
function sourceNames(file: string): string[] {
  const bare = file.replace(/\.(ya?ml|json)$/i, "");
  const short = bare.replace(/\.[^./]*$/, "");
  return [file, bare, short, bare.slice(bare.lastIndexOf("/") + 1)];
}

function chosenTypes(element: JsonValue, report: ParseReport): readonly string[] | undefined {
  const nwb = field(element, nwbDialect.typesKey);
  if (nwb !== undefined) report.nwb = true;
  const list = nwb ?? field(element, hdmfDialect.typesKey);
  return isList(list) ? list.filter((each) => typeof each === "string") : undefined;
}

function readText(source: NamespaceSource, name: string, report: ParseReport): JsonValue | undefined {
  const place = source.name;
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
