import { type Catalog, createCatalog, type Issue, type NamespaceSource, parseNamespace } from "../src/index.ts";

export interface Declared {
  readonly name?: string;
  readonly version?: string;
  /** What it includes, and which types of it. */
  readonly includes?: readonly (string | { readonly namespace: string; readonly data_types: readonly string[] })[];
  readonly groups?: readonly unknown[];
  readonly datasets?: readonly unknown[];
}

/** A namespace as a file caches it. */
export function sourceOf({
  name = "test",
  version = "1.0.0",
  includes = [],
  groups = [],
  datasets = [],
}: Declared): NamespaceSource {
  const included = includes.map((each) => (typeof each === "string" ? { namespace: each } : each));
  const declaration = { name, doc: "d", version, schema: [...included, { source: "types" }] };
  return {
    name,
    version,
    sources: new Map([
      ["namespace", JSON.stringify({ namespaces: [declaration] })],
      ["types", JSON.stringify({ groups, datasets })],
    ]),
  };
}

/** A catalog of several namespaces; an error in their texts is a failure. */
export function catalogOf(...declared: readonly Declared[]): Catalog {
  const parsed = declared.map((each) => parseNamespace(sourceOf(each)));
  const problems = parsed.flatMap(({ issues }) => issues.filter(({ severity }) => severity === "error"));
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return createCatalog(parsed.flatMap(({ namespace }) => namespace ?? []));
}

/** What is wrong with one type definition, as `severity code place`. */
export function problemsOf(declared: Declared): string[] {
  return parseNamespace(sourceOf(declared)).issues.map(line);
}

export const line = ({ severity, code, specPath }: Issue): string => `${severity} ${code} ${specPath}`;
