import { isA, knowsType, type Registry, typeOf } from "@hdmf-ts/build";
import type { Node } from "@hdmf-ts/storage";

/**
 * Whether a node is a `DynamicTable` or of a type that extends it. Where the registry does not know its type (a file without
 * cached specifications), a group with `colnames` is taken for one.
 */
export function isDynamicTable(registry: Registry, node: Node): boolean {
  if (node.kind !== "group") return false;
  const type = typeOf(node);
  if (type !== undefined && knowsType(registry, type)) return isA(registry, type, "DynamicTable");
  return node.attributes.has("colnames");
}
