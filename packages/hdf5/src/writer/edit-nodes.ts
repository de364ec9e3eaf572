import type { ArrayData, Dtype, NdArray, Shape } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { DatasetWriter } from "../datasets/dataset-writer.ts";
import type { WrittenLayout } from "../datasets/write-parts.ts";
import type { LayoutPlan } from "../datasets/write-plan.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import { checkLinkName, takenName } from "../groups/link-name.ts";
import type { Hdf5Link } from "../hdf5-file.ts";
import type { HeaderForm } from "../headers/write-object-header.ts";
import type { Hdf5ObjectWishes } from "./hdf5-edit.ts";
import { type NameList, type NameLists, nameList, nameLists } from "./name-lists.ts";

/** What all objects have. */
interface PendingBase {
  readonly id: number;
  /** What it was created in, under `name`; none for the root. For messages. */
  readonly parent: PendingGroup | undefined;
  readonly name: string;
  readonly creationOrder: boolean;
  readonly comment: string | undefined;
  /** Hard links that lead here; the root has one more than its links. */
  names: number;
  /** Absent until there are some. */
  attributes: NameList | undefined;
  /** Of its header, once that is planned. */
  form: HeaderForm | undefined;
  /** Of its header; -1 until it is given. */
  address: number;
  /** Bytes of its header. */
  headerLength: number;
}

export interface PendingGroup extends PendingBase {
  readonly kind: "group";
  /** Its entries stand in {@link EditNodes.links}. */
  readonly links: NameList;
  /** Whether the old style can keep its links; known once its header is planned. */
  isOld: boolean;
}

export interface PendingDataset extends PendingBase {
  readonly kind: "dataset";
  readonly type: StoredType;
  /** The id of the committed datatype that is its type. */
  readonly datatype: number | undefined;
  readonly fillValue: NdArray | undefined;
  readonly plan: LayoutPlan;
  /** Its elements are written with the metadata, once addresses are known. */
  readonly late: boolean;
  /** Made when something is written that the next two cannot hold. */
  writer: DatasetWriter | undefined;
  /** Where all elements wait as they are stored, of a small dataset; or -1. */
  held: number;
  /** All elements, of a small dataset, in memory of its own. */
  whole: ArrayData | undefined;
  /** Where the elements are, once they are written. */
  stored: WrittenLayout | undefined;
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
  readonly root: PendingGroup;
  /** The entries of the links of all groups. */
  readonly links: NameLists;
  newId(): number;
  /** @throws `not-found` */
  find(id: number): PendingObject;
  /** @throws `not-found`, `invalid` for what is no group */
  findGroup(id: number): PendingGroup;
  /** Where an entry of links leads; hard ones by id. */
  target(entry: number): Hdf5Link;
  /** @throws `exists`, `invalid` for an impossible name, `not-found` for a target that is none */
  addLink(parent: number, name: string, link: Hdf5Link): void;
  /** Adds an object with the next id under its first name, and gives the id. @throws as {@link EditNodes.addLink} */
  add(object: PendingObject): number;
  /** @throws `not-found` */
  removeLink(parent: number, name: string): void;
  moveLink(parent: number, name: string, newParent: number, newName: string): void;
  /** What a path leads to, in the order in which it was created, the root first. */
  reachable(): PendingObject[];
}

/** Ids of objects that have no address yet: beyond any address of a file, and exact as a number. */
const firstId = 2 ** 52;

/** Where an object is made. */
export type PendingPlace = Pick<PendingBase, "id" | "parent" | "name">;

/** All fields in one literal, here and for datasets: made from parts, the objects of a file take four times as long to be made and used. */
export function pendingGroup({ id, parent, name }: PendingPlace, wishes: Hdf5ObjectWishes): PendingGroup {
  return {
    kind: "group",
    id,
    parent,
    name,
    creationOrder: wishes.creationOrder ?? false,
    comment: wishes.comment,
    names: 0,
    attributes: undefined,
    form: undefined,
    address: -1,
    headerLength: 0,
    links: nameList(),
    isOld: false,
  };
}

export function pendingDatatype(
  { id, parent, name }: PendingPlace,
  wishes: Hdf5ObjectWishes,
  dtype: Dtype,
  type: StoredType,
): PendingDatatype {
  return {
    kind: "datatype",
    id,
    parent,
    name,
    creationOrder: wishes.creationOrder ?? false,
    comment: wishes.comment,
    names: 0,
    attributes: undefined,
    form: undefined,
    address: -1,
    headerLength: 0,
    dtype,
    type,
  };
}

export function editNodes(wishes: Hdf5ObjectWishes): EditNodes {
  const root = pendingGroup({ id: firstId, parent: undefined, name: "" }, wishes);
  root.names = 1;
  const objects: PendingObject[] = [root];
  const links = nameLists();
  /** Of each link: the id of a hard one, or -1. */
  const hard: number[] = [];
  const others = new Map<number, Hdf5Link>();

  const find = (id: number): PendingObject => {
    const found = objects[id - firstId];
    if (found === undefined) throw hdmfError("not-found", `There is no object with the id ${id} in the new file`);
    return found;
  };
  const findGroup = (id: number): PendingGroup => {
    const found = find(id);
    if (found.kind !== "group") throw hdmfError("invalid", `${pathOf(found)} is a ${found.kind} and holds no links`);
    return found;
  };
  const checkFree = (group: PendingGroup, name: string): void => {
    checkLinkName(name, () => pathOf(group));
    if (links.find(group.links, name) < 0) return;
    throw takenName(pathOf({ parent: group, name }));
  };
  const append = (group: PendingGroup, name: string, id: number): number => {
    hard.push(id);
    return links.add(group.links, name);
  };
  const addLink = (parent: number, name: string, link: Hdf5Link): void => {
    const group = findGroup(parent);
    checkFree(group, name);
    if ("hard" in link) {
      find(link.hard).names++;
      append(group, name, link.hard);
    } else others.set(append(group, name, -1), link);
  };
  const entryOf = (group: PendingGroup, name: string): number => {
    const entry = links.find(group.links, name);
    if (entry < 0) throw hdmfError("not-found", `${pathOf({ parent: group, name })} does not exist`);
    return entry;
  };
  const removeLink = (parent: number, name: string): void => {
    const group = findGroup(parent);
    const entry = entryOf(group, name);
    links.remove(group.links, entry);
    others.delete(entry);
    const id = hard[entry]!;
    if (id >= 0) find(id).names--;
  };
  const target = (entry: number): Hdf5Link => {
    const id = hard[entry]!;
    return id >= 0 ? { hard: id } : others.get(entry)!;
  };
  return {
    root,
    links,
    newId: () => firstId + objects.length,
    find,
    findGroup,
    target,
    addLink,
    add(object) {
      const group = object.parent!;
      checkFree(group, object.name);
      objects.push(object);
      object.names = 1;
      append(group, object.name, object.id);
      return object.id;
    },
    removeLink,
    moveLink(parent, name, newParent, newName) {
      const link = target(entryOf(findGroup(parent), name));
      if (parent === newParent && name === newName) return;
      addLink(newParent, newName, link);
      removeLink(parent, name);
    },
    reachable() {
      const isFound = new Uint8Array(objects.length);
      isFound[0] = 1;
      const groups = [root];
      for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
        for (let entry = links.first(group.links); entry >= 0; entry = links.next(entry)) {
          const index = hard[entry]! - firstId;
          if (index < 0 || isFound[index] === 1) continue;
          isFound[index] = 1;
          const object = objects[index]!;
          if (object.kind === "group") groups.push(object);
        }
      }
      return objects.filter((_, index) => isFound[index] === 1);
    },
  };
}

/** The shape as it is now. */
export function shapeOf({ writer, plan }: PendingDataset): Shape {
  return writer === undefined ? plan.shape : writer.shape();
}

/** Where an object was created, for messages. */
export function pathOf({ parent, name }: Pick<PendingPlace, "parent" | "name">): string {
  if (parent === undefined) return "/";
  const names = [name];
  for (let above = parent; above.parent !== undefined; above = above.parent) names.push(above.name);
  return `/${names.reverse().join("/")}`;
}
