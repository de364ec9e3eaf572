import type { Dtype, NodeId } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Attribute, Child, DatasetWishes, Stored } from "@hdmf-ts/storage";
import type { DatasetWriter } from "./dataset-writer.ts";
import { checkName, childPath, foldedName } from "./names.ts";

/** A node of a store that is being made. */
export interface PendingNode {
  readonly id: string;
  readonly kind: "group" | "dataset" | "datatype";
  readonly attributes: Map<string, Attribute>;
  readonly stored?: Stored;
  /** Of a group. */
  readonly children: Map<string, Child>;
  /** Of a dataset. */
  readonly dataset?: { readonly number: number; readonly wishes: DatasetWishes; readonly writer: DatasetWriter };
  /** Of a committed datatype. */
  readonly dtype?: Dtype;
  /** The names that lead to it; the first is where it stands in the store. */
  places: readonly Place[];
}

interface Place {
  readonly parent: PendingNode;
  readonly name: string;
}

/** The nodes of a store that is being made, by id. An id is the path that the node was created at. */
export interface EditState {
  readonly root: PendingNode;
  readonly nodes: ReadonlyMap<string, PendingNode>;
  /** Whether a node may stand elsewhere than its id says. */
  moved(): boolean;
  /** @throws `not-found` */
  find(id: NodeId): PendingNode;
  /** @throws `not-found`, `invalid` for what is no group. */
  findGroup(id: NodeId): PendingNode;
  /** A free id for a node to be created. @throws `exists`, `invalid` */
  newId(parent: PendingNode, name: string): string;
  add(node: PendingNode, parent: PendingNode, name: string, child: Child): void;
  /** Adds a name. @throws `exists`, `invalid` */
  link(parent: PendingNode, name: string, child: Child): void;
  /** Removes a name, and the nodes that none is left for. @throws `not-found` */
  unlink(parent: PendingNode, name: string): PendingNode[];
  move(parent: PendingNode, name: string, newParent: PendingNode, newName: string): void;
  /** Where a node stands. */
  pathOf(node: PendingNode): string;
}

export function editState(stored?: Stored): EditState {
  const root: PendingNode = {
    id: "/",
    kind: "group",
    attributes: new Map(),
    children: new Map(),
    places: [],
    ...(stored ? { stored } : {}),
  };
  const nodes = new Map<string, PendingNode>([["/", root]]);
  const folded = new Map<PendingNode, Map<string, string>>();
  let moved = false;

  const find = (id: NodeId): PendingNode => {
    const node = nodes.get(String(id));
    if (node === undefined) throw hdmfError("not-found", `There is no object with the id ${JSON.stringify(id)}`);
    return node;
  };
  const checkFree = (parent: PendingNode, name: string): void => {
    const path = pathOf(parent);
    checkName(path, name);
    if (parent.children.has(name)) throw hdmfError("exists", `${childPath(path, name)} is there already`, { path });
    const other = folded.get(parent)?.get(foldedName(name));
    if (other !== undefined)
      throw hdmfError(
        "invalid",
        `${JSON.stringify(name)} and ${JSON.stringify(other)} in ${path} are one folder where case is ignored`,
        {
          path,
          hint: "rename one of them",
        },
      );
  };
  const setChild = (parent: PendingNode, name: string, child: Child): void => {
    parent.children.set(name, child);
    const names = folded.get(parent) ?? new Map<string, string>();
    folded.set(parent, names);
    names.set(foldedName(name), name);
  };
  const dropChild = (parent: PendingNode, name: string): void => {
    parent.children.delete(name);
    folded.get(parent)?.delete(foldedName(name));
  };
  const pathOf = (node: PendingNode): string => {
    const names: string[] = [];
    for (let at = node.places[0]; at !== undefined; at = at.parent.places[0]) {
      names.push(at.name);
      if (names.length > 10_000) throw hdmfError("limit", "The tree is too deep");
    }
    return `/${names.reverse().join("/")}`;
  };
  const unreachable = (): PendingNode[] => {
    const reached = new Set<PendingNode>([root]);
    for (const node of reached)
      for (const child of node.children.values()) if ("hard" in child) reached.add(find(child.hard));
    return [...nodes.values()].filter((node) => !reached.has(node));
  };

  return {
    root,
    nodes,
    moved: () => moved,
    find,
    findGroup(id) {
      const node = find(id);
      if (node.kind !== "group") throw hdmfError("invalid", `${pathOf(node)} is no group`, { path: pathOf(node) });
      return node;
    },
    newId(parent, name) {
      checkFree(parent, name);
      const path = childPath(pathOf(parent), name);
      let id = path;
      for (let n = 2; nodes.has(id); n++) {
        id = `${path}\0${n}`;
        moved = true;
      }
      if (id !== path) moved = true;
      return id;
    },
    add(node, parent, name, child) {
      node.places = [{ parent, name }];
      nodes.set(node.id, node);
      setChild(parent, name, child);
    },
    link(parent, name, child) {
      checkFree(parent, name);
      if ("hard" in child) {
        const node = find(child.hard);
        // The root is where paths begin: a name that leads back to it is none of its places.
        if (node !== root) node.places = [...node.places, { parent, name }];
      }
      setChild(parent, name, child);
    },
    unlink(parent, name) {
      const child = parent.children.get(name);
      if (child === undefined)
        throw hdmfError("not-found", `There is no ${childPath(pathOf(parent), name)}`, { path: pathOf(parent) });
      dropChild(parent, name);
      if (!("hard" in child)) return [];
      moved = true;
      const node = find(child.hard);
      node.places = node.places.filter((place) => place.parent !== parent || place.name !== name);
      const gone = unreachable();
      for (const one of gone) nodes.delete(one.id);
      for (const one of nodes.values()) one.places = one.places.filter((place) => nodes.has(place.parent.id));
      return gone;
    },
    move(parent, name, newParent, newName) {
      const child = parent.children.get(name);
      if (child === undefined)
        throw hdmfError("not-found", `There is no ${childPath(pathOf(parent), name)}`, { path: pathOf(parent) });
      if (parent === newParent && name === newName) return;
      if ("hard" in child && parent !== newParent)
        for (let at: PendingNode | undefined = newParent; at !== undefined; at = at.places[0]?.parent)
          if (at.id === child.hard)
            throw hdmfError("invalid", `${childPath(pathOf(parent), name)} cannot be moved into itself`);
      dropChild(parent, name);
      try {
        checkFree(newParent, newName);
      } catch (error) {
        setChild(parent, name, child);
        throw error;
      }
      setChild(newParent, newName, child);
      if (!("hard" in child)) return;
      moved = true;
      const node = find(child.hard);
      node.places = node.places.map((place) =>
        place.parent === parent && place.name === name ? { parent: newParent, name: newName } : place,
      );
    },
    pathOf,
  };
}
