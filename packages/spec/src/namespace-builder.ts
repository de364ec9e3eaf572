import { hdmfError } from "@hdmf-ts/errors";
import { cachedSpec } from "./cached-spec.ts";
import type { Catalog, NamespaceSource } from "./catalog.ts";
import { checkWritten } from "./check-written.ts";
import { type Dialect, hdmfDialect } from "./dialect.ts";
import { type JsonValue, writeJson } from "./json.ts";
import type { DatasetSpec, GroupSpec, TypeSpec } from "./language.ts";
import { type PlainSpec, plainSpec, sourceText } from "./plain-spec.ts";
import { sourceName } from "./source-name.ts";

/** What a namespace says of itself. */
export interface NamespaceAbout {
  /** No white space, slash or colon. */
  readonly name: string;
  readonly version: string;
  readonly doc: string;
  readonly fullName?: string;
  readonly author?: string | readonly string[];
  /** Mail addresses in the order of `author`. */
  readonly contact?: string | readonly string[];
  readonly date?: string;
}

/**
 * Collects what a namespace defines and includes. Specs are given in the form of this package or as plain JSON with the keys of either
 * dialect; a source is the name of a file beside the namespace file, with or without `.yaml`, and need not be announced.
 */
export interface NamespaceBuilder {
  /** @throws `invalid` for what is no spec or defines no type, `exists` for a type that is there already, `denied` for a source outside */
  addGroup(source: string, spec: GroupSpec | PlainSpec): void;
  /** As {@link NamespaceBuilder.addGroup}. */
  addDataset(source: string, spec: DatasetSpec | PlainSpec): void;
  /** What the namespace says of a source. */
  describeSource(source: string, about: { readonly title?: string; readonly doc?: string }): void;
  /** All types of a namespace. @throws `not-found` for one that the catalog does not know */
  includeNamespace(namespace: string): void;
  /** Of this namespace only the types that are named by such calls, and what they need. @throws `not-found`, as {@link NamespaceBuilder.includeNamespace} */
  includeType(namespace: string, type: string): void;
  /** What was collected so far: for `parseNamespace`, for `exportSpec` of `./yaml`, and for `cachedNamespace`. */
  build(): NamespaceSource;
}

/**
 * A new namespace.
 * @param dialect whose keys are written: `nwbDialect` for an extension of NWB
 * @param catalog the namespaces that it builds on; without it, what is included is not looked up
 */
export function namespaceBuilder(
  about: NamespaceAbout,
  dialect: Dialect = hdmfDialect,
  catalog?: Catalog,
): NamespaceBuilder {
  checkAbout(about);
  const includes = new Map<string, string[]>();
  const sources = new Map<string, { datasets: PlainSpec[]; groups: PlainSpec[]; about: Record<string, JsonValue> }>();
  const definedIn = new Map<string, string>();

  const sourceOf = (file: string) => {
    const name = sourceName(file);
    const found = sources.get(name) ?? { datasets: [], groups: [], about: {} };
    sources.set(name, found);
    return found;
  };

  const add = (kind: TypeSpec["kind"], file: string, spec: TypeSpec | PlainSpec): void => {
    if (isTypeSpec(spec) && spec.kind !== kind) {
      throw hdmfError("invalid", `${about.name}/${spec.typeDef ?? "?"}: a ${spec.kind} was given for a ${kind}`);
    }
    const plain = isTypeSpec(spec) ? plainSpec(spec, dialect) : spec;
    const types = checkWritten(kind, plain, about.name, true);
    const name = sourceName(file);
    const seen = new Map(definedIn);
    for (const type of types) {
      const before = seen.get(type);
      if (before !== undefined) {
        throw hdmfError(
          "exists",
          `${about.name}/${type}: the type is defined already, in the source ${JSON.stringify(before)}`,
        );
      }
      seen.set(type, name);
    }
    for (const type of types) definedIn.set(type, name);
    sourceOf(file)[kind === "group" ? "groups" : "datasets"].push(cachedSpec(kind, plain, dialect));
  };

  const include = (namespace: string): string[] => {
    if (catalog !== undefined && !catalog.namespaces.has(namespace)) {
      const known = [...catalog.namespaces.keys()].join(", ") || "none";
      throw hdmfError(
        "not-found",
        `${about.name}: the namespace ${JSON.stringify(namespace)} to include is not known; known: ${known}`,
      );
    }
    if (namespace === about.name) throw hdmfError("invalid", `${about.name}: a namespace cannot include itself`);
    const types = includes.get(namespace) ?? [];
    includes.set(namespace, types);
    return types;
  };

  return {
    addGroup: (source, spec) => add("group", source, spec),
    addDataset: (source, spec) => add("dataset", source, spec),
    describeSource: (source, { title, doc }) => {
      const { about: said } = sourceOf(source);
      if (doc !== undefined) said.doc = doc;
      if (title !== undefined) said.title = title;
    },
    includeNamespace: (namespace) => {
      include(namespace);
    },
    includeType: (namespace, type) => {
      if (catalog?.namespaces.has(namespace) && catalog.type(namespace, type) === undefined) {
        throw hdmfError(
          "not-found",
          `${about.name}: the namespace ${JSON.stringify(namespace)} has no type ${JSON.stringify(type)}`,
        );
      }
      const types = include(namespace);
      if (!types.includes(type)) types.push(type);
    },
    build: () => {
      const texts = new Map<string, string>();
      const schema: PlainSpec[] = [...includes].map(([namespace, types]) =>
        types.length === 0 ? { namespace } : { namespace, [dialect.typesKey]: [...types] },
      );
      for (const [source, { about: said, datasets, groups }] of sources) {
        schema.push({ source, ...said });
        texts.set(source, sourceText(datasets, groups));
      }
      texts.set("namespace", writeJson({ namespaces: [declaration(about, schema)] }));
      return { name: about.name, version: about.version, sources: texts };
    },
  };
}

/** The keys in the order of hdmf. */
function declaration(about: NamespaceAbout, schema: readonly PlainSpec[]): PlainSpec {
  return {
    doc: about.doc,
    schema,
    name: about.name,
    ...(about.fullName === undefined ? {} : { full_name: about.fullName }),
    version: about.version,
    ...(about.date === undefined ? {} : { date: about.date }),
    ...(about.author === undefined ? {} : { author: about.author }),
    ...(about.contact === undefined ? {} : { contact: about.contact }),
  };
}

function checkAbout({ name, version, doc }: NamespaceAbout): void {
  if (typeof name !== "string" || !/^[^\s/:\\.][^\s/:\\]*$/.test(name)) {
    throw hdmfError(
      "invalid",
      `${JSON.stringify(name)} is no name of a namespace: no white space, slash or colon, no dot in front`,
    );
  }
  if (typeof version !== "string" || version === "") throw hdmfError("invalid", `${name}: a namespace needs a version`);
  if (typeof doc !== "string") throw hdmfError("invalid", `${name}: a namespace needs a doc`);
}

const isTypeSpec = (spec: TypeSpec | PlainSpec): spec is TypeSpec =>
  typeof spec === "object" && spec !== null && (spec.kind === "group" || spec.kind === "dataset");
