import type { ArrayData, Dtype, Shape } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { DatasetWriter } from "../datasets/dataset-writer.ts";
import type { WrittenLayout } from "../datasets/write-parts.ts";
import type { DatasetPlan } from "../datasets/write-plan.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import type { Hdf5Attribute, Hdf5Link } from "../hdf5-file.ts";
import type { Hdf5DatasetWishes, Hdf5ObjectWishes } from "./hdf5-edit.ts";

/** An attribute that will be written: its message, or what it will be made of once addresses are given. */
export type PendingAttribute =
  | { readonly body: Uint8Array; readonly manyUnusedBits: boolean }
  | {
      readonly value: Hdf5Attribute;
      readonly type: StoredType;
    };

/** What all objects have. */
export interface PendingBase {
  readonly id: number;
  /** Where it was created, for messages. */
  readonly path: string;
  /** In the order in which they were first set; absent until one is. */
  attributes?: Map<string, PendingAttribute>;
  readonly creationOrder: boolean;
  readonly comment?: string | undefined;
  /** Hard links that lead here; the root has one more than its links. */
  names: number;
}

export interface PendingGroup extends PendingBase {
  readonly kind: "group";
  /** In the order in which they were made; hard links by id. */
  readonly links: Map<string, Hdf5Link>;
}

export interface PendingDataset extends PendingBase {
  readonly kind: "dataset";
  readonly wishes: Hdf5DatasetWishes;
  readonly type: StoredType;
  readonly plan: DatasetPlan;
  /** Made when something is written that {@link PendingDataset.whole} cannot hold. */
  writer?: DatasetWriter;
  /** All elements, of a small dataset, in memory of its own. */
  whole?: ArrayData;
  /** Where the elements are, once they are written. */
  stored?: WrittenLayout;
  /** Its elements are written with the metadata, once addresses are known. */
  readonly late: boolean;
}

interface PendingDatatype extends PendingBase {
  readonly kind: "datatype";
  readonly dtype: Dtype;
  readonly type: StoredType;
}

/** An object of a file that is being made. */
export type PendingObject = PendingGroup | PendingDataset | PendingDatatype;

/** The objects of a file that is being made, by id. */
export interface EditNodes {
  readonly root: number;
  newId(): number;
  /** @throws `not-found` */
  find(id: number): PendingObject;
  /** @throws `not-found`, `invalid` for what is no group */
  findGroup(id: number): PendingGroup;
  shapeOf(id: number): Shape;
  /** @throws `exists`, `invalid` for an impossible name, `not-found` for a target that is none */
  addLink(parent: number, name: string, link: Hdf5Link): void;
  /** Adds an object under its first name. */
  add(parent: number, name: string, object: PendingObject): void;
  /** @throws `not-found` */
  removeLink(parent: number, name: string): void;
  moveLink(parent: number, name: string, newParent: number, newName: string): void;
  /** What a path leads to, in the order in which it was created, the root first. */
  reachable(): PendingObject[];
}

/** Ids of objects that have no address yet: beyond any address of a file, and exact as a number. */
const firstId = 2 ** 52;

export function editNodes({ creationOrder = false, comment }: Hdf5ObjectWishes): EditNodes {
  const objects = new Map<number, PendingObject>();
  let next = firstId;
  const newId = (): number => next++;
  const root = newId();
  objects.set(root, {
    kind: "group",
    id: root,
    path: "/",
    creationOrder,
    comment,
    links: new Map(),
    names: 1,
  });
  const find = (id: number): PendingObject => {
    const found = objects.get(id);
    if (found === undefined) throw hdmfError("not-found", `There is no object with the id ${id} in the new file`);
    return found;
  };
  const findGroup = (id: number): PendingGroup => {
    const found = find(id);
    if (found.kind !== "group") throw hdmfError("invalid", `${found.path} is a ${found.kind} and holds no links`);
    return found;
  };
  const checkFree = (group: PendingGroup, name: string): void => {
    if (name === "" || name === "." || name.includes("/") || name.includes("\0")) {
      const text = `${JSON.stringify(name)} cannot be the name of an object in ${group.path}`;
      throw hdmfError("invalid", `${text}: names are not empty, not ".", and hold no slash and no NUL`, {
        path: group.path,
        hint: "Choose another name",
      });
    }
    if (!group.links.has(name)) return;
    throw hdmfError("exists", `${childPath(group, name)} is there already`, { path: childPath(group, name) });
  };
  const addLink = (parent: number, name: string, link: Hdf5Link): void => {
    const group = findGroup(parent);
    checkFree(group, name);
    if ("hard" in link) find(link.hard).names++;
    group.links.set(name, link);
  };
  const removeLink = (parent: number, name: string): void => {
    const group = findGroup(parent);
    const link = group.links.get(name);
    if (link === undefined) throw hdmfError("not-found", `${childPath(group, name)} does not exist`);
    group.links.delete(name);
    if ("hard" in link) find(link.hard).names--;
  };
  return {
    root,
    newId,
    find,
    findGroup,
    shapeOf(id) {
      const found = find(id);
      return found.kind === "dataset" ? shapeOf(found) : null;
    },
    addLink,
    add(parent, name, object) {
      checkFree(findGroup(parent), name);
      objects.set(object.id, object);
      addLink(parent, name, { hard: object.id });
    },
    removeLink,
    moveLink(parent, name, newParent, newName) {
      const link = findGroup(parent).links.get(name);
      if (link === undefined) throw hdmfError("not-found", `${childPath(findGroup(parent), name)} does not exist`);
      if (parent === newParent && name === newName) return;
      addLink(newParent, newName, link);
      removeLink(parent, name);
    },
    reachable() {
      const found = new Set([root]);
      for (const id of found) {
        const object = find(id);
        if (object.kind !== "group") continue;
        for (const link of object.links.values()) if ("hard" in link) found.add(link.hard);
      }
      return [...found].sort((a, b) => a - b).map(find);
    },
  };
}

/** The shape as it is now. */
export function shapeOf({ writer, plan }: PendingDataset): Shape {
  return writer === undefined ? plan.shape : writer.shape();
}

/** Where a child stands, for messages. */
export function childPath({ path }: { readonly path: string }, name: string): string {
  return path === "/" ? `/${name}` : `${path}/${name}`;
}
