import type { AttributeSpec, Catalog, GroupSpec, TypeSpec } from "@hdmf-ts/spec";
import { resolveInclusion } from "@hdmf-ts/spec";
import type { Findings } from "./findings.ts";
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

export function createChecks(catalog: Catalog): Checks {
  const memo = new WeakMap<TypeSpec, Check>();
  const make = (key: TypeSpec, spec: TypeSpec, namespace: string, specPath: string): Check => {
    const attributes = new Map(spec.attributes.map((each) => [each.name, each]));
    const check = { spec, namespace, specPath, attributes };
    memo.set(key, check);
    return check;
  };
  return {
    ofType: (namespace, name) => {
      const type = catalog.type(namespace, name);
      if (type === undefined) return undefined;
      return memo.get(type.spec) ?? make(type.spec, type.spec, type.namespace, `${type.namespace}/${type.name}`);
    },
    ofChild: (parent, spec) => {
      const type = spec.typeDef ?? spec.typeInc;
      if (type !== undefined && !addsToType(spec)) return undefined;
      const known = memo.get(spec);
      if (known !== undefined) return known;
      const specPath = `${parent.specPath}/${spec.name ?? type}`;
      return make(spec, resolveInclusion(catalog, parent.namespace, spec), parent.namespace, specPath);
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

function addsToType(spec: TypeSpec): boolean {
  if (spec.attributes.length > 0) return true;
  if (spec.kind === "group") return spec.datasets.length > 0 || spec.groups.length > 0 || spec.links.length > 0;
  return spec.dtype !== undefined || spec.shape !== undefined || spec.value !== undefined;
}
