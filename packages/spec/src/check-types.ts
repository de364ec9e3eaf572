import type { Catalog, Namespace } from "./catalog.ts";
import { checkOverride, type OverrideContext } from "./check-override.ts";
import type { Issue } from "./issue.ts";
import type { AttributeSpec, DtypeSpec, GroupSpec, TypeSpec } from "./language.ts";
import { mergeSpec } from "./merge.ts";
import { issueAt } from "./parse-report.ts";
import { type Place, placeOf, placeOfType, within } from "./place.ts";
import { resolveInclusion } from "./resolve-inclusion.ts";

/** The most issues that are kept of one namespace. */
const maxIssues = 1_000;

/** The most members that are merged for one namespace; NWB core has 15,000. */
const maxMerged = 2_000_000;

/**
 * Resolves all types of a namespace, so that the catalog finds what is wrong with them, and checks what they name and what they
 * override.
 */
export function checkTypes(catalog: Catalog, namespace: Namespace): Issue[] {
  const issues: Issue[] = [];
  const note: OverrideContext["note"] = (severity, code, words, message, written, hint) => {
    if (issues.length >= maxIssues || written === undefined) return;
    issues.push(issueAt(severity, code, { ...written, spec: words }, message, hint));
  };
  const own = namespace.name;
  const isSubtype = (type: string, ancestor: string): boolean =>
    catalog.type(own, type) === undefined || catalog.isSubtype(own, type, ancestor);
  const context: OverrideContext = { isSubtype, note };

  let room = maxMerged;
  /** Whether a type may still be merged into something: each merge copies all of its members. */
  const takeRoom = (members: TypeSpec, words: string, written: Place | undefined): boolean => {
    if (room < 0) return false;
    room -= 1 + sizeOf(members);
    if (room < 0) {
      const message = `types have more than ${maxMerged} inherited members together; the rest is not checked`;
      note("error", "too-large", words, message, written);
    }
    return room >= 0;
  };

  const checkTarget = (type: string, words: string, written: Place | undefined): void => {
    if (type === "" || catalog.type(own, type) !== undefined) return;
    const message = `namespace ${own} does not know the type ${type}`;
    note("error", "unknown-type", words, message, written, elsewhere(catalog, type));
  };

  const checkDtype = (dtype: DtypeSpec | undefined, words: string, written: Place | undefined): void => {
    if (Array.isArray(dtype)) {
      for (const [i, column] of dtype.entries()) {
        checkDtype(column.dtype, `${words}/${column.name}`, written && within(written, i, "dtype"));
      }
    } else if (typeof dtype === "object") {
      const { targetType } = dtype as { readonly targetType: string };
      checkTarget(targetType, words, written && within(written, "target_type"));
    }
  };

  const checkSpec = (spec: TypeSpec | AttributeSpec, words: string): void => {
    const place = placeOf(spec);
    if (spec.kind !== "group") checkDtype(spec.dtype, words, place && within(place, "dtype"));
    if (spec.kind === "attribute") return;
    for (const attribute of spec.attributes) checkSpec(attribute, `${words}/${attribute.name}`);
    if (spec.kind === "dataset") return;
    for (const link of spec.links) {
      const written = link.name ?? link.targetType;
      const at = placeOf(link);
      const target = at?.incKey === undefined ? at && within(at, "target_type") : placeOfType(link);
      checkTarget(link.targetType, `${words}/${written}`, target);
    }
    for (const child of [...spec.datasets, ...spec.groups]) {
      // A type that is defined here is one of the namespace's, and is checked as such.
      if (child.typeDef === undefined) checkInclusion(child, `${words}/${child.name ?? child.typeInc}`);
    }
  };

  const checkInclusion = (child: TypeSpec, words: string): void => {
    if (child.typeInc !== undefined) {
      checkTarget(child.typeInc, words, placeOfType(child));
      const type = catalog.type(own, child.typeInc);
      if (type !== undefined && takeRoom(type.spec, words, placeOf(child))) {
        mergeSpec(child, type.spec, words, {
          extends: isSubtype,
          problem: (code, place, message, written) => note("error", code, place, message, written),
        });
        checkOverride(child, type.spec, words, context);
      }
    }
    checkSpec(child, words);
  };

  const wholes = new Map<TypeSpec, TypeSpec>();
  // Whatever is asked for, the catalog looks at what the namespace includes.
  catalog.type(own, "");
  for (const [name, spec] of namespace.types) {
    const words = `${own}/${name}`;
    if (room < 0) break;
    const type = catalog.type(own, name);
    const [, parent] = type?.hierarchy ?? [];
    const base = parent === undefined ? undefined : catalog.type(own, parent);
    if (type !== undefined && !takeRoom(type.spec, words, placeOf(spec))) break;
    if (base !== undefined) {
      const whole = wholes.get(base.spec) ?? included(catalog, own, base.spec);
      wholes.set(base.spec, whole);
      checkOverride(spec, whole, words, context);
    }
    if (type?.spec.kind === "group" && spec.kind === "group") checkNames(spec, type.spec, words, note);
    checkSpec(spec, words);
  }
  return issues;
}

function sizeOf(spec: TypeSpec): number {
  const children = spec.kind === "group" ? spec.datasets.length + spec.groups.length + spec.links.length : 0;
  return spec.attributes.length + children;
}

/** A type whose children say what the types say that they include. */
function included(catalog: Catalog, namespace: string, spec: TypeSpec): TypeSpec {
  if (spec.kind === "dataset") return spec;
  const complete = <T extends TypeSpec>(children: readonly T[]): T[] =>
    children.map((child) => (child.name === undefined ? child : resolveInclusion(catalog, namespace, child)));
  return { ...spec, datasets: complete(spec.datasets), groups: complete(spec.groups) };
}

/** Notes attributes and children of one name: programs give both as one property. Children of one spec are told apart in parsing. */
function checkNames(own: GroupSpec, whole: GroupSpec, words: string, note: OverrideContext["note"]): void {
  const membersOf = (spec: GroupSpec) => [...spec.attributes, ...spec.datasets, ...spec.groups, ...spec.links];
  const ownPlaces = new Map(membersOf(own).map((each) => [`${each.kind} ${each.name}`, placeOf(each)]));
  const kinds = new Map<string, string>();
  for (const { kind, name } of membersOf(whole)) {
    if (name === undefined) continue;
    const before = kinds.get(name);
    kinds.set(name, kind);
    if (before === undefined || before === kind) continue;
    const [one, other] = [ownPlaces.get(`${before} ${name}`), ownPlaces.get(`${kind} ${name}`)];
    if (one !== undefined && other !== undefined && before !== "attribute") continue;
    const message = `"${name}" is the name of ${article(before)} ${before} and of ${article(kind)} ${kind}`;
    note("warning", "name-clash", `${words}/${name}`, message, other ?? one);
  }
}

const article = (kind: string): string => (kind === "attribute" ? "an" : "a");

/** The hint for a type that another namespace has. */
function elsewhere(catalog: Catalog, type: string): string | undefined {
  for (const { name, types } of catalog.namespaces.values()) {
    if (types.has(type)) return `namespace ${name} defines it: include it from there`;
  }
  return undefined;
}
