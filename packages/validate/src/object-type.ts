import type { Catalog, ResolvedType } from "@hdmf-ts/spec";
import { hdmfDialect, nwbDialect } from "@hdmf-ts/spec";
import type { Node } from "@hdmf-ts/storage";

/** What an object says of its type, and what the catalog knows of it. */
export interface ObjectType {
  readonly name: string;
  /** As the object says it. */
  readonly namespace?: string;
  readonly resolved?: ResolvedType;
}

/** The type that a node's attributes name, in either dialect; `undefined` for what has none. */
export function objectType(catalog: Catalog, node: Node, fallback: string | undefined): ObjectType | undefined {
  const name = textAttribute(node, nwbDialect.typeKey) ?? textAttribute(node, hdmfDialect.typeKey);
  if (name === undefined) return undefined;
  const namespace = textAttribute(node, "namespace");
  const resolved = findType(catalog, name, namespace, fallback);
  return { name, ...(namespace === undefined ? {} : { namespace }), ...(resolved === undefined ? {} : { resolved }) };
}

/** Where the object's own namespace does not know the type: that of its parent, then any that does. */
function findType(
  catalog: Catalog,
  name: string,
  namespace: string | undefined,
  fallback: string | undefined,
): ResolvedType | undefined {
  for (const each of [namespace, fallback, ...catalog.namespaces.keys()]) {
    const found = each === undefined ? undefined : catalog.type(each, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The text of an attribute that holds one; `undefined` where it holds something else, or nothing. */
export function textAttribute(node: Node, name: string): string | undefined {
  const attribute = node.attributes.get(name);
  if (attribute === undefined || !Array.isArray(attribute.data)) return undefined;
  const text: unknown = attribute.data[0];
  return attribute.data.length === 1 && typeof text === "string" && text !== "" ? text : undefined;
}
