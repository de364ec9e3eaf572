import type { Namespace } from "./catalog.ts";
import { nwbDialect } from "./dialect.ts";
import type { DtypeSpec, TypeSpec } from "./language.ts";
import { type Place, placeOf, placeOfKey, placeOfType, within } from "./place.ts";

/** A type where it is defined. */
export interface Definition {
  readonly namespace: string;
  readonly name: string;
  readonly spec: TypeSpec;
  /** What it extends where it names nothing, if that is known there. */
  readonly base?: string;
}

/** Takes what is wrong; `place` is in words, `written` where it stands if that is known. */
export type Report = (
  severity: "error" | "warning",
  code: string,
  place: string,
  message: string,
  written?: Place,
) => void;

/** The types without a base although they name none (reference: hdmf.md 1.3). */
export const roots: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "Container",
  "NWBContainer",
  "CSRMatrix",
  "Data",
  "NWBData",
]);

/**
 * The types that a namespace knows: its own, then those of what it includes, and of what that includes. `memo` keeps the
 * answers; `path` names the namespaces that are being collected.
 */
export function visibleTypes(
  namespaces: ReadonlyMap<string, Namespace>,
  name: string,
  report: Report,
  memo: Map<string, ReadonlyMap<string, Definition>>,
  path: readonly string[] = [],
): ReadonlyMap<string, Definition> {
  const known = memo.get(name);
  if (known !== undefined) return known;
  const types = new Map<string, Definition>();
  const namespace = namespaces.get(name);
  if (namespace === undefined) return types;
  const isNwb = speaksNwb(namespaces, namespace, new Set());
  for (const [type, spec] of namespace.types) {
    const base = isNwb && !roots.has(type) ? baseOf(spec) : undefined;
    types.set(
      type,
      base === undefined ? { namespace: name, name: type, spec } : { namespace: name, name: type, spec, base },
    );
  }
  for (const include of namespace.includes) {
    const written = placeOfKey(include, "namespace");
    if (path.includes(include.namespace) || include.namespace === name) {
      report("error", "inclusion-cycle", name, `it includes ${include.namespace}, which includes it`, written);
      continue;
    }
    if (!namespaces.has(include.namespace)) {
      report(
        "error",
        "unknown-namespace",
        name,
        `it includes namespace ${include.namespace}, which is not there`,
        written,
      );
      continue;
    }
    const theirs = visibleTypes(namespaces, include.namespace, report, memo, [...path, name]);
    for (const definition of include.types ? chosen(theirs, include, name, report) : theirs.values()) {
      const before = types.get(definition.name);
      if (before === undefined) types.set(definition.name, definition);
      else if (before.spec !== definition.spec) {
        const place = `${before.namespace}/${before.name}`;
        const message = `namespace ${definition.namespace}, seen from ${name}, defines it too`;
        report("warning", "duplicate-type", place, message, placeOf(before.spec));
      }
    }
  }
  memo.set(name, types);
  return types;
}

const baseOf = (spec: TypeSpec): string | undefined =>
  spec.kind === "group" ? nwbDialect.baseGroup : nwbDialect.baseDataset;

function speaksNwb(namespaces: ReadonlyMap<string, Namespace>, namespace: Namespace, seen: Set<string>): boolean {
  if (namespace.dialect.name === "nwb") return true;
  if (seen.has(namespace.name)) return false;
  seen.add(namespace.name);
  return namespace.includes.some((include) => {
    const included = namespaces.get(include.namespace);
    return included !== undefined && speaksNwb(namespaces, included, seen);
  });
}

/** The chosen types and all that they need: ancestors, what they include, and the targets of links and references. */
function chosen(
  types: ReadonlyMap<string, Definition>,
  include: Namespace["includes"][number],
  place: string,
  report: Report,
): Iterable<Definition> {
  const names = include.types ?? [];
  const found = new Map<string, Definition>();
  const open = [...names];
  const written = placeOfType(include);
  for (const [i, name] of names.entries()) {
    if (types.has(name)) continue;
    const message = `it includes type ${name}, which is not there`;
    report("error", "unknown-type", place, message, written && within(written, i));
  }
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const definition = types.get(name);
    if (definition === undefined || found.has(name)) continue;
    found.set(name, definition);
    if (definition.base !== undefined) open.push(definition.base);
    collectNeeds(definition.spec, open);
  }
  return found.values();
}

function collectNeeds(spec: TypeSpec, needs: string[]): void {
  if (spec.typeDef !== undefined) needs.push(spec.typeDef);
  if (spec.typeInc !== undefined) needs.push(spec.typeInc);
  const addTargets = (dtype: DtypeSpec | undefined): void => {
    if (Array.isArray(dtype)) for (const column of dtype) addTargets(column.dtype);
    else if (typeof dtype === "object") needs.push((dtype as { readonly targetType: string }).targetType);
  };
  for (const attribute of spec.attributes) addTargets(attribute.dtype);
  if (spec.kind === "dataset") {
    addTargets(spec.dtype);
    return;
  }
  for (const link of spec.links) needs.push(link.targetType);
  for (const child of [...spec.datasets, ...spec.groups]) collectNeeds(child, needs);
}
