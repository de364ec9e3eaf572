import type { Catalog } from "./catalog.ts";
import type { TypeSpec } from "./language.ts";
import { mergeSpec } from "./merge.ts";

const memos: WeakMap<Catalog, Map<string, WeakMap<TypeSpec, TypeSpec>>> = /* @__PURE__ */ new WeakMap();

/**
 * A child spec of a resolved type with all that its type says: `{ name: "id", typeInc: "ElementIdentifiers" }` has the dtype and the
 * attributes of ElementIdentifiers then. Children of the result are to be resolved in turn when they are met, since types may contain
 * each other. `namespace` is that of the resolved type. Without a type, or with one that is not known or of another kind,
 * the result is `spec`. Equal calls give the same object.
 */
export function resolveInclusion<T extends TypeSpec>(catalog: Catalog, namespace: string, spec: T): T {
  const name = spec.typeDef ?? spec.typeInc;
  if (name === undefined) return spec;
  const memo = memoOf(catalog, namespace);
  let merged = memo.get(spec);
  if (merged === undefined) {
    const type = catalog.type(namespace, name);
    const context = silent(catalog, namespace);
    merged = type?.spec.kind === spec.kind ? mergeSpec<TypeSpec>(spec, type.spec, name, context) : spec;
    memo.set(spec, merged);
  }
  return merged as T;
}

function silent(catalog: Catalog, namespace: string): Parameters<typeof mergeSpec>[3] {
  return { extends: (type, ancestor) => catalog.isSubtype(namespace, type, ancestor), problem: () => {} };
}

function memoOf(catalog: Catalog, namespace: string): WeakMap<TypeSpec, TypeSpec> {
  const byNamespace = memos.get(catalog) ?? new Map<string, WeakMap<TypeSpec, TypeSpec>>();
  memos.set(catalog, byNamespace);
  const memo = byNamespace.get(namespace) ?? new WeakMap<TypeSpec, TypeSpec>();
  byNamespace.set(namespace, memo);
  return memo;
}
