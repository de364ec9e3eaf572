import type { AttributeSpec, Catalog, GroupSpec, TypeSpec } from "@hdmf-ts/spec";
import { resolveInclusion } from "@hdmf-ts/spec";
import type { Finding, Findings, Place } from "./findings.ts";
import type { ObjectType } from "./object-type.ts";
import type { TargetTypes } from "./target-types.ts";

/** One specification that an object must fulfil; made once a spec and shared by all objects. */
export interface Check {
  readonly spec: TypeSpec;
  /** The namespace in which the names of types in `spec` are looked up. */
  readonly namespace: string;
  /** `namespace/Type/child`. */
  readonly specPath: string;
  readonly attributes: ReadonlyMap<string, AttributeSpec>;
  /**
   * Whether the namespace of the root, or one that builds on it, knows the type. What hdmf-experimental alone knows is no
   * part of that: hdmf does not look at it, so that what is wrong with it is a warning.
   */
  readonly binding: boolean;
}

/** What all checks of one run share. */
export interface Run {
  readonly catalog: Catalog;
  readonly findings: Findings;
  readonly targets: TargetTypes;
  readonly signal: AbortSignal | undefined;
  readonly checks: Checks;
}

/** Makes checks; equal questions get the same answer. */
export interface Checks {
  /** What an object of a type must fulfil. */
  ofType(namespace: string, name: string): Check | undefined;
  /** What a child must fulfil at the place where `spec` stands; `undefined` where that adds nothing to its type. */
  ofChild(parent: Check, spec: TypeSpec): Check | undefined;
}

/** Adds a finding, as a warning where the check does not bind. */
export function note(run: Run, place: Place, check: Check, finding: Finding): void {
  const specPath = finding.specPath ?? check.specPath;
  const severity = check.binding ? finding.severity : "warning";
  run.findings.add(place, { ...finding, specPath, severity });
}

/** `root` is the namespace of the root object. */
export function createChecks(catalog: Catalog, root: string | undefined): Checks {
  const memo = new WeakMap<TypeSpec, Check>();
  const binding =
    root === undefined ? [] : [...catalog.namespaces.keys()].filter((name) => buildsOn(catalog, name, root));
  const make = (key: TypeSpec, spec: TypeSpec, namespace: string, specPath: string, binds: boolean): Check => {
    const attributes = new Map(spec.attributes.map((each) => [each.name, each]));
    const check = { spec, namespace, specPath, attributes, binding: binds };
    memo.set(key, check);
    return check;
  };
  return {
    ofType: (namespace, name) => {
      const type = catalog.type(namespace, name);
      if (type === undefined) return undefined;
      const known = memo.get(type.spec);
      if (known !== undefined) return known;
      const binds = root === undefined || binding.some((each) => catalog.type(each, name) === type);
      return make(type.spec, type.spec, type.namespace, `${type.namespace}/${type.name}`, binds);
    },
    ofChild: (parent, spec) => {
      const type = spec.typeDef ?? spec.typeInc;
      if (type !== undefined && !addsToType(spec)) return undefined;
      const known = memo.get(spec);
      if (known !== undefined) return known;
      const specPath = `${parent.specPath}/${spec.name ?? type}`;
      return make(spec, resolveInclusion(catalog, parent.namespace, spec), parent.namespace, specPath, parent.binding);
    },
  };
}

/** The checks of an object that answers to `spec`, the object's own type first. */
export function childChecks(
  run: Run,
  parent: Check,
  spec: GroupSpec["datasets"][number] | GroupSpec | GroupSpec["links"][number],
  type: ObjectType | undefined,
): Check[] {
  const ownType = type?.resolved;
  const asked = spec.kind === "link" ? spec.targetType : (spec.typeDef ?? spec.typeInc);
  const checks = [
    ownType && run.checks.ofType(ownType.namespace, ownType.name),
    asked === undefined ? undefined : run.checks.ofType(parent.namespace, asked),
    spec.kind === "link" ? undefined : run.checks.ofChild(parent, spec),
  ];
  return checks.filter((check, i) => check !== undefined && checks.indexOf(check) === i) as Check[];
}

function buildsOn(catalog: Catalog, name: string, base: string, seen: Set<string> = new Set()): boolean {
  if (name === base) return true;
  if (seen.has(name)) return false;
  seen.add(name);
  const includes = catalog.namespaces.get(name)?.includes ?? [];
  return includes.some(({ namespace }) => buildsOn(catalog, namespace, base, seen));
}

function addsToType(spec: TypeSpec): boolean {
  if (spec.attributes.length > 0) return true;
  if (spec.kind === "group") return spec.datasets.length > 0 || spec.groups.length > 0 || spec.links.length > 0;
  return spec.dtype !== undefined || spec.shape !== undefined || spec.value !== undefined;
}
