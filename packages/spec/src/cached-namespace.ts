import { hdmfError } from "@hdmf-ts/errors";
import { cachedSpec } from "./cached-spec.ts";
import type { NamespaceSource } from "./catalog.ts";
import { checkWritten } from "./check-written.ts";
import { type Dialect, hdmfDialect, nwbDialect } from "./dialect.ts";
import { field, isList, isObject, type JsonValue, parseJson, writeJson } from "./json.ts";
import { type PlainSpec, sourceText } from "./plain-spec.ts";
import { sourceName } from "./source-name.ts";

/** The keys that hdmf caches of a namespace, in its order; `schema` comes after the first. */
const keys = ["doc", "schema", "name", "full_name", "version", "author", "contact"];

/**
 * The texts of a namespace as hdmf caches them in files, for `cacheSpecifications` of a storage: `date`, what is said of sources and the
 * choice of types are gone, names of axes that are missing are invented, and specs have the keys of `dialect` (absent: the one that they are written in).
 * Mistakes inside of a spec pass through; keys that are none are gone.
 * @throws `invalid` for what is no spec of a type or a source in a folder, `malformed` for a text that is no JSON or misses, as `source.name` and the text say
 */
export function cachedNamespace(source: NamespaceSource, dialect: Dialect = dialectOf(source)): NamespaceSource {
  const declared = declarationOf(source);
  const includes = new Map<string, PlainSpec>();
  const texts = new Map<string, string>();
  const written = new Map<string, PlainSpec>();
  for (const element of listOf(declared, "schema")) {
    const included = field(element, "namespace");
    if (typeof included === "string") includes.set(included, { namespace: included });
    const name = field(element, "source");
    if (typeof name !== "string") continue;
    const cachedAs = sourceName(name);
    const root = readSource(source, name);
    const specs = (list: "datasets" | "groups", kind: "dataset" | "group"): PlainSpec[] =>
      listOf(root, list).map((spec) => {
        checkWritten(kind, spec, source.name, false);
        return cachedSpec(kind, spec, dialect);
      });
    texts.set(cachedAs, sourceText(specs("datasets", "dataset"), specs("groups", "group")));
    written.set(cachedAs, { source: cachedAs });
  }
  const members = keys.flatMap((key): [string, JsonValue][] => {
    const value = key === "schema" ? [...includes.values(), ...written.values()] : field(declared, key);
    return value === undefined || value === null ? [] : [[key, value]];
  });
  texts.set("namespace", writeJson({ namespaces: [Object.fromEntries(members)] }));
  return { name: source.name, version: source.version, sources: texts };
}

/** What the text `namespace` says of the namespace. @throws `malformed` */
export function declarationOf(source: NamespaceSource): JsonValue {
  const all = listOf(readSource(source, "namespace"), "namespaces");
  const found = all.find((each) => field(each, "name") === source.name);
  if (found === undefined) {
    throw hdmfError("malformed", `${source.name}: the text "namespace" does not speak of this namespace`);
  }
  return found;
}

/** A text as JSON. @throws `malformed` */
export function readSource(source: NamespaceSource, name: string): JsonValue {
  const text = source.sources.get(name);
  if (text === undefined) throw hdmfError("malformed", `${source.name}: the text ${JSON.stringify(name)} is not there`);
  try {
    return parseJson(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw hdmfError("malformed", `${source.name}: the text ${JSON.stringify(name)} is no JSON: ${reason}`, { cause });
  }
}

function listOf(value: JsonValue, key: string): readonly JsonValue[] {
  const list = field(value, key);
  return isList(list) ? list : [];
}

function dialectOf(source: NamespaceSource): Dialect {
  for (const name of source.sources.keys()) if (speaksNwb(readSource(source, name))) return nwbDialect;
  return hdmfDialect;
}

function speaksNwb(value: JsonValue): boolean {
  if (isList(value)) return value.some(speaksNwb);
  if (!isObject(value)) return false;
  return (
    [nwbDialect.defKey, nwbDialect.incKey, nwbDialect.typesKey].some((key) => field(value, key) !== undefined) ||
    Object.values(value).some(speaksNwb)
  );
}
