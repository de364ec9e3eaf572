import { type Catalog, createCatalog, type Issue, type Namespace, type ResolvedType } from "@hdmf-ts/spec";
import type { Behaviour } from "./behaviour.ts";
import type { TypeName } from "./type-of.ts";

/** What is known of types: the specifications, and how objects of some types behave. A value; nothing registers itself. */
export interface Registry {
  readonly catalog: Catalog;
  readonly behaviours: readonly Behaviour[];
  /** What was wrong in the texts of the namespaces, and in what has been resolved so far. */
  issues(): readonly Issue[];
}

export interface RegistryOptions {
  readonly behaviours?: readonly Behaviour[];
}

/** A registry of these namespaces; where two have one name, the first counts. */
export function createRegistry(namespaces: readonly Namespace[], options: RegistryOptions = {}): Registry {
  const byName = new Map<string, Namespace>();
  for (const namespace of namespaces) if (!byName.has(namespace.name)) byName.set(namespace.name, namespace);
  const catalog = createCatalog([...byName.values()]);
  return { catalog, behaviours: options.behaviours ?? [], issues: () => catalog.issues() };
}

/**
 * What the specifications say of a type; `undefined` where they do not know it. An object that does not name its namespace
 * is looked up in all of them, and found where only one defines the type.
 */
export function resolveType(registry: Registry, type: TypeName): ResolvedType | undefined {
  const { catalog } = registry;
  if (type.namespace !== undefined) return catalog.type(type.namespace, type.type);
  const owners = [...catalog.namespaces.values()].filter((namespace) => namespace.types.has(type.type));
  return owners.length === 1 && owners[0] !== undefined ? catalog.type(owners[0].name, type.type) : undefined;
}

/** Whether the specifications know the type. */
export function knowsType(registry: Registry, type: TypeName): boolean {
  return resolveType(registry, type) !== undefined;
}

/** Whether a type is `ancestor` or extends it, by the chain of its specifications; false for what they do not know. */
export function isA(registry: Registry, type: TypeName, ancestor: string): boolean {
  return resolveType(registry, type)?.hierarchy.includes(ancestor) ?? false;
}
