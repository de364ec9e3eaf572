/**
 * What is wrong with namespaces, for those who write them: all that `parseNamespace` says of the texts, and what shows only in the
 * whole. Apart from the main entry, since who reads files needs none of it.
 */
import type { Namespace, NamespaceSource } from "./catalog.ts";
import { checkDeclaration } from "./check-declaration.ts";
import { checkTypes } from "./check-types.ts";
import { createCatalog } from "./create-catalog.ts";
import type { Issue } from "./issue.ts";
import { parseNamespace } from "./parse-namespace.ts";

/** The issues that say that a namespace is not there in whole, so that its types are not all known. */
const gaps: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "malformed-json",
  "missing-schema",
  "missing-source",
  "too-large",
  "unknown-namespace",
]);

/**
 * Checks namespaces together: structure, references from one to another, overrides. Each issue has an `origin`.
 * @param known what they may include beside each other; it is not checked
 */
export function checkNamespaces(
  sources: readonly NamespaceSource[],
  known: readonly NamespaceSource[] = [],
): readonly Issue[] {
  const issues: Issue[] = [];
  const checked: Namespace[] = [];
  const open = new Set<string>();
  const take = (each: Issue, namespace: string): void => {
    issues.push(each);
    if (gaps.has(each.code)) open.add(namespace);
  };
  for (const source of sources) {
    const parsed = parseNamespace(source);
    for (const issue of parsed.issues) take(issue, source.name);
    issues.push(...checkDeclaration(source, parsed.namespace));
    if (parsed.namespace === undefined) open.add(source.name);
    else checked.push(parsed.namespace);
  }
  const names = new Set(sources.map(({ name }) => name));
  const versions = new Set(sources.map(({ name, version }) => JSON.stringify([name, version])));
  const isOther = ({ name, version }: NamespaceSource): boolean => !versions.has(JSON.stringify([name, version]));
  const others = known.filter(isOther).map(parseNamespace);
  const namespaces = [...checked, ...others.flatMap(({ namespace }) => namespace ?? [])];
  const catalog = createCatalog(namespaces);
  const found = checked.flatMap((namespace) => checkTypes(catalog, namespace));
  for (const issue of catalog.issues()) {
    const [name = ""] = issue.specPath?.split("/") ?? [];
    if (issue.code === "unknown-namespace") open.add(name);
    if (names.has(name) || issue.code === "duplicate-namespace") found.push(issue);
  }
  // What is unknown may stand in what is missing, which has an issue of its own.
  spreadToIncluders(open, namespaces);
  const isFollowUp = ({ code, specPath = "" }: Issue): boolean =>
    code === "unknown-type" && open.has(specPath.split("/")[0] as string);
  return [...issues, ...found.filter((issue) => !isFollowUp(issue))];
}

function spreadToIncluders(names: Set<string>, namespaces: readonly Namespace[]): void {
  const includers = new Map<string, string[]>();
  for (const { name, includes } of namespaces) {
    for (const { namespace } of includes) {
      const list = includers.get(namespace);
      if (list) list.push(name);
      else includers.set(namespace, [name]);
    }
  }
  for (const name of names) for (const includer of includers.get(name) ?? []) names.add(includer);
}
