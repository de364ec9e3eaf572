import type { NodeId } from "@hdmf-ts/array";
import type { Attribute, Child, Node, TreeReader } from "@hdmf-ts/storage";

/** The names in groups and the attributes of the root, with what an edit changed so far, as far as they have to be found again. */
export interface EditNames extends TreeReader {
  /** Notes a group, or what is none and is not looked into. */
  addMade(id: NodeId, kind: "group" | "other"): void;
  addChild(parent: NodeId, name: string, child: Child): void;
  removeChild(parent: NodeId, name: string): void;
  moveChild(parent: NodeId, name: string, newParent: NodeId, newName: string): Promise<void>;
  /** @param value Absent for one that was removed. */
  setAttribute(id: NodeId, name: string, value?: Attribute): void;
}

/** @param committed The nodes of a file that was there before; they are read when they are asked for. */
export function editNames(root: NodeId, committed?: TreeReader["read"]): EditNames {
  const made = new Map<NodeId, "group" | "other">(committed === undefined ? [[root, "group"]] : []);
  /** By group; `undefined` for a name that is gone. */
  const changes = new Map<NodeId, Map<string, Child | undefined>>();
  const attributes = new Map<string, Attribute | undefined>();

  function change(parent: NodeId, name: string, child: Child | undefined): void {
    const own = changes.get(parent) ?? new Map<string, Child | undefined>();
    changes.set(parent, own.set(name, child));
  }
  async function nodeOf(id: NodeId): Promise<Node[]> {
    const kind = made.get(id);
    if (kind === "other") return [{ kind: "datatype", id, attributes: new Map(), dtype: "int8" }];
    const before: readonly Node[] =
      kind === "group" || committed === undefined
        ? [{ kind: "group", id, attributes: new Map(), children: new Map() }]
        : await committed([id]);
    return before.map((node) => ({
      ...node,
      ...(id === root && { attributes: changed(node.attributes, attributes) }),
      ...(node.kind === "group" && { children: changed(node.children, changes.get(id)) }),
    }));
  }
  return {
    root,
    read: async (ids) => (await Promise.all(ids.map(nodeOf))).flat(),
    addMade: (id, kind) => void made.set(id, kind),
    addChild: change,
    removeChild: (parent, name) => change(parent, name, undefined),
    async moveChild(parent, name, newParent, newName) {
      const [group] = await nodeOf(parent);
      const child = group?.kind === "group" ? group.children.get(name) : undefined;
      change(parent, name, undefined);
      change(newParent, newName, child);
    },
    setAttribute(id, name, value) {
      if (id === root) attributes.set(name, value);
    },
  };
}

function changed<T>(
  before: ReadonlyMap<string, T>,
  changes: ReadonlyMap<string, T | undefined> = new Map(),
): Map<string, T> {
  const after = new Map(before);
  for (const [name, value] of changes) {
    if (value === undefined) after.delete(name);
    else after.set(name, value);
  }
  return after;
}
