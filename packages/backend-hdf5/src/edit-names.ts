import type { NodeId } from "@hdmf-ts/array";
import type { Attribute, Child, Node, TreeReader } from "@hdmf-ts/storage";

/** What an edit has made so far, as far as it has to be found again: the names in groups and the attributes of the root. */
export interface EditNames extends TreeReader {
  addGroup(id: number): void;
  addChild(parent: NodeId, name: string, child: Child): void;
  removeChild(parent: NodeId, name: string): Child | undefined;
  setAttribute(id: NodeId, name: string, value: Attribute): void;
  removeAttribute(id: NodeId, name: string): void;
}

export function editNames(root: number): EditNames {
  const groups = new Map<NodeId, Map<string, Child>>([[root, new Map()]]);
  const attributes = new Map<string, Attribute>();
  const nodeOf = (id: NodeId): Node => {
    const children = groups.get(id);
    const own = id === root ? attributes : new Map<string, Attribute>();
    // What is no group is not looked into.
    return children === undefined
      ? { kind: "datatype", id, attributes: own, dtype: "int8" }
      : { kind: "group", id, attributes: own, children };
  };
  return {
    root,
    read: async (ids) => ids.map(nodeOf),
    addGroup: (id) => void groups.set(id, new Map()),
    addChild: (parent, name, child) => void groups.get(parent)?.set(name, child),
    removeChild(parent, name) {
      const child = groups.get(parent)?.get(name);
      groups.get(parent)?.delete(name);
      return child;
    },
    setAttribute(id, name, value) {
      if (id === root) attributes.set(name, value);
    },
    removeAttribute(id, name) {
      if (id === root) attributes.delete(name);
    },
  };
}
