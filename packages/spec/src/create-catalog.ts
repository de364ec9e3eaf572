import type { Catalog, Namespace, ResolvedType } from "./catalog.ts";
import type { Issue } from "./issue.ts";
import type { TypeSpec } from "./language.ts";
import { type MergeContext, mergeSpec } from "./merge.ts";
import { issueAt } from "./parse-report.ts";
import { placeOf, placeOfType } from "./place.ts";
import { type Definition, type Report, visibleTypes } from "./visible-types.ts";

/** The longest line of ancestors; NWB has 7. */
const maxAncestors = 200;

/** The most issues that a catalog keeps. */
const maxIssues = 1_000;

/**
 * Puts namespaces together, one version of each (see {@link chooseVersions}). Nothing is resolved before it is asked for. Where a namespace defines a
 * type that it also includes, its own holds; types are resolved as the namespace that defines them sees them. Of two namespaces of one name the first holds.
 */
export function createCatalog(namespaces: readonly Namespace[]): Catalog {
  const byName = new Map<string, Namespace>();
  const issues = new Map<string, Issue>();
  const visible = new Map<string, ReadonlyMap<string, Definition>>();
  const hierarchies = new Map<TypeSpec, readonly Definition[]>();
  const resolved = new Map<TypeSpec, ResolvedType>();
  const descendants = new Map<string, ReadonlyMap<string, readonly string[]>>();

  const report: Report = (severity, code, place, message, written) => {
    const key = `${code} ${place} ${message}`;
    if (issues.size >= maxIssues || issues.has(key)) return;
    const issue = { code, severity, path: `/${place}`, specPath: place, message };
    issues.set(key, written ? issueAt(severity, code, { ...written, spec: place }, message) : issue);
  };

  for (const namespace of namespaces) {
    const before = byName.get(namespace.name);
    if (before === undefined) byName.set(namespace.name, namespace);
    else {
      const versions = `version ${namespace.version} is ignored beside ${before.version}`;
      report("warning", "duplicate-namespace", namespace.name, versions, placeOf(namespace));
    }
  }

  const typesOf = (namespace: string): ReadonlyMap<string, Definition> =>
    visibleTypes(byName, namespace, report, visible);

  /** Itself first; it ends where an ancestor is not known, or would come again. */
  const ancestorsOf = (definition: Definition): readonly Definition[] => {
    const known = hierarchies.get(definition.spec);
    if (known !== undefined) return known;
    const line: Definition[] = [];
    const seen = new Set<TypeSpec>();
    let next: Definition | undefined = definition;
    while (next !== undefined) {
      const place = `${next.namespace}/${next.name}`;
      line.push(next);
      seen.add(next.spec);
      const parent = parentName(next, typesOf(next.namespace));
      if (parent === undefined) break;
      const written = placeOfType(next.spec);
      const found: Definition | undefined = typesOf(next.namespace).get(parent);
      if (found === undefined) {
        const message = `it extends ${parent}, which namespace ${next.namespace} does not know`;
        report("error", "unknown-type", place, message, written);
      } else if (seen.has(found.spec)) {
        report("error", "inheritance-cycle", place, `it extends ${parent}, which extends it`, written);
      } else if (line.length >= maxAncestors) {
        report("error", "too-deep", place, `it has more than ${maxAncestors} ancestors`, written);
      } else {
        next = found;
        continue;
      }
      break;
    }
    hierarchies.set(definition.spec, line);
    return line;
  };

  const contextOf = (namespace: string): MergeContext => ({
    extends: (type, ancestor) => {
      const found = typesOf(namespace).get(type);
      return found === undefined || ancestorsOf(found).some((each) => each.name === ancestor);
    },
    problem: (code, place, message, written) => report("error", code, place, message, written),
  });

  const resolve = (definition: Definition): ResolvedType => {
    const line = ancestorsOf(definition);
    let base: ResolvedType | undefined;
    for (let i = line.length - 1; i >= 0; i--) {
      const each = line[i]!;
      let type = resolved.get(each.spec);
      if (type === undefined) {
        const place = `${each.namespace}/${each.name}`;
        const merged = base ? mergeSpec(each.spec, base.spec, place, contextOf(each.namespace)) : each.spec;
        const spec = base && merged.typeInc === undefined ? { ...merged, typeInc: base.name } : merged;
        const hierarchy = line.slice(i).map((ancestor) => ancestor.name);
        type = { namespace: each.namespace, name: each.name, spec, hierarchy };
        resolved.set(each.spec, type);
      }
      base = type;
    }
    return base!;
  };

  const descendantsIn = (namespace: string): ReadonlyMap<string, readonly string[]> => {
    let map = descendants.get(namespace);
    if (map === undefined) {
      const lists = new Map<string, string[]>();
      for (const definition of typesOf(namespace).values()) {
        for (const ancestor of ancestorsOf(definition).slice(1)) {
          const list = lists.get(ancestor.name);
          if (list) list.push(definition.name);
          else lists.set(ancestor.name, [definition.name]);
        }
      }
      map = lists;
      if (byName.has(namespace)) descendants.set(namespace, map);
    }
    return map;
  };

  return {
    namespaces: byName,
    type: (namespace, name) => {
      const definition = typesOf(namespace).get(name);
      return definition && resolve(definition);
    },
    isSubtype: (namespace, name, ancestor) => {
      const definition = typesOf(namespace).get(name);
      return definition !== undefined && ancestorsOf(definition).some((each) => each.name === ancestor);
    },
    subtypes: (namespace, name) => descendantsIn(namespace).get(name) ?? [],
    issues: () => [...issues.values()],
  };
}

function parentName(definition: Definition, types: ReadonlyMap<string, Definition>): string | undefined {
  if (definition.spec.typeInc !== undefined) return definition.spec.typeInc;
  return definition.base !== undefined && types.has(definition.base) ? definition.base : undefined;
}
