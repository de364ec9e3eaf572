import { hdmfError, isDamage, isHdmfError } from "@hdmf-ts/errors";
import { checkLinkName, childPath, takenName } from "../groups/link-name.ts";
import type { Hdf5Link, Hdf5Object } from "../hdf5-file.ts";
import { messageType } from "../headers/message-type.ts";
import { resolveType } from "../headers/resolve-message.ts";
import type { Range } from "../io/file-bytes.ts";
import { type EditedGroup, type EditedObject, pathOf } from "./edit-objects.ts";
import type { EditReader } from "./edit-reader.ts";
import { checkRanks, previousNext, readEditedLinks } from "./edited-links.ts";
import type { ElementTools } from "./element-store.ts";
import { existingElements } from "./existing-dataset.ts";
import { ownMessages, type RawHeader, readRawHeader } from "./raw-header.ts";

/** The objects of a file that is edited, those that were touched. */
export interface EditedTree {
  /** Reads the object, if it was not touched before. @throws `not-found` for what is no object, or deleted; `malformed`, `unsupported` */
  find(id: number): Promise<EditedObject>;
  /** @throws `invalid` for what is no group */
  findGroup(id: number): Promise<EditedGroup>;
  /** Adds an object under its first name. */
  add(parent: number, name: string, object: EditedObject): Promise<void>;
  addLink(parent: number, name: string, link: Hdf5Link): Promise<void>;
  removeLink(parent: number, name: string): Promise<void>;
  moveLink(parent: number, name: string, newParent: number, newName: string): Promise<void>;
  /** @throws `exists`, `invalid` for a name that cannot be */
  checkFree(parent: number, name: string): Promise<EditedGroup>;
  /** Notes where objects are, for messages. */
  note(objects: readonly Hdf5Object[]): void;
  /** Room of what was deleted. */
  takeFreed(): Range[];
}

export function editedTree(
  root: number,
  ranks: { readonly leaf: number; readonly group: number },
  objects: Map<number, EditedObject>,
  reader: () => EditReader,
  tools: () => ElementTools,
): EditedTree {
  /** Where objects were found, for messages. */
  const paths = new Map<number, string>([[root, "/"]]);
  let freed: Range[] = [];

  async function find(id: number): Promise<EditedObject> {
    const known = objects.get(id);
    if (known === undefined) {
      const { run } = reader();
      const read = await run(() => readObject(id));
      objects.set(id, read);
      return read;
    }
    if (known.references > 0) return known;
    throw hdmfError("not-found", `${known.path} was deleted`, { path: known.path });
  }

  function readObject(id: number): EditedObject {
    const now = reader();
    const header = readRawHeader(now.bytes, id);
    const path = paths.get(id) ?? pathOf(id);
    const messages = ownMessages(header);
    const base = {
      id,
      path,
      header,
      reserved: 0,
      creationOrder: false,
      comment: undefined,
      references: Math.max(1, header.references),
      attributes: undefined,
      attributesChanged: false,
      attributeRanges: [],
    };
    const has = (type: number): boolean => messages.some((message) => message.type === type);
    if (has(messageType.layout)) {
      const { elements, type } = existingElements(now, id, path, tools());
      return { ...base, kind: "dataset", type, elements, constant: [] };
    }
    if (has(messageType.symbolTable) || has(messageType.linkInfo) || has(messageType.link)) {
      const { links, table } = readEditedLinks(now.file, header);
      for (const [name, { link }] of links) notePath({ path }, name, link);
      return { ...base, kind: "group", links, table, linksChanged: false, linkRanges: [] };
    }
    const message = messages.find(({ type }) => type === messageType.datatype);
    if (message === undefined)
      throw hdmfError("malformed", `${path} is damaged: it is no group, dataset or datatype`, { path });
    const { type } = resolveType(now.file, message.body, 0, message.body.length, (message.flags & 2) !== 0);
    return { ...base, kind: "datatype", dtype: type.dtype, type };
  }

  function notePath(group: { readonly path: string }, name: string, link: Hdf5Link): void {
    if ("hard" in link && !paths.has(link.hard)) paths.set(link.hard, childPath(group.path, name));
  }

  async function findGroup(id: number): Promise<EditedGroup> {
    const found = await find(id);
    if (found.kind === "group") return found;
    throw hdmfError("invalid", `${found.path} is a ${found.kind} and holds no links`, { path: found.path });
  }

  async function checkFree(parent: number, name: string): Promise<EditedGroup> {
    const group = await findGroup(parent);
    checkLinkName(name, () => group.path);
    if (group.table !== undefined) checkRanks(ranks, group.path);
    if (!group.links.has(name)) return group;
    throw takenName(childPath(group.path, name));
  }

  function put(group: EditedGroup, name: string, link: Hdf5Link): void {
    const info = group.header && ownMessages(group.header).find(({ type }) => type === messageType.linkInfo);
    const order = [...group.links.values()].reduce((most, one) => Math.max(most, one.order + 1), previousNext(info));
    group.links.set(name, { link, order });
    group.linksChanged = true;
  }

  /** Takes a name from an object; where it was the last, the object and what only it leads to are deleted. */
  async function drop(id: number): Promise<void> {
    const object = await find(id);
    object.references--;
    if (object.references > 0) return;
    const ranges = [...object.attributeRanges];
    if (object.header !== undefined) ranges.push(...headerRanges(object.header));
    else ranges.push({ address: object.id, length: object.reserved });
    if (object.kind === "group") ranges.push(...object.linkRanges);
    if (object.kind === "dataset") ranges.push(...((await orDamaged(object.elements.ranges())) ?? []));
    freed.push(...ranges);
    if (object.kind !== "group") return;
    for (const { link } of object.links.values())
      if ("hard" in link && (objects.get(link.hard)?.references ?? 1) > 0) await orDamaged(drop(link.hard));
  }

  /** What is damaged of what is deleted stays where it is. */
  async function orDamaged<T>(work: Promise<T>): Promise<T | undefined> {
    try {
      return await work;
    } catch (error) {
      if (isDamage(error) || isHdmfError(error, "not-found")) return undefined;
      throw error;
    }
  }

  /** Whether a group is in another, or is it. */
  async function isWithin(inner: number, outer: number): Promise<boolean> {
    const seen = new Set([outer]);
    for (const id of seen) {
      if (id === inner) return true;
      const object = await find(id);
      if (object.kind !== "group") continue;
      for (const { link } of object.links.values()) if ("hard" in link) seen.add(link.hard);
    }
    return false;
  }

  async function addLink(parent: number, name: string, link: Hdf5Link): Promise<void> {
    const group = await checkFree(parent, name);
    const path = childPath(group.path, name);
    if ("userDefined" in link)
      throw hdmfError("unsupported", `${path}: links of user-defined kinds are not written`, { path });
    // A group may hold itself; a path that leads to itself leads nowhere.
    if ("soft" in link && (link.soft === name || link.soft === path || link.soft === `./${name}`))
      throw hdmfError("invalid", `${path} cannot be a link to itself`, { path });
    if ("hard" in link) {
      const target = await find(link.hard);
      if (target.references >= 0xffff_ffff) throw hdmfError("limit", `${target.path} has too many links`);
      target.references++;
    }
    put(group, name, link);
  }

  async function existing(
    parent: number,
    name: string,
  ): Promise<{ readonly group: EditedGroup; readonly link: Hdf5Link }> {
    const group = await findGroup(parent);
    const found = group.links.get(name);
    if (found !== undefined) return { group, link: found.link };
    throw hdmfError("not-found", `${childPath(group.path, name)} does not exist`, {
      path: childPath(group.path, name),
    });
  }

  return {
    find,
    findGroup,
    checkFree,
    addLink,
    async add(parent, name, object) {
      const group = await checkFree(parent, name);
      objects.set(object.id, object);
      put(group, name, { hard: object.id });
    },
    async removeLink(parent, name) {
      const { group, link } = await existing(parent, name);
      if (group.table !== undefined) checkRanks(ranks, group.path);
      // What cannot be read is found out before anything changes.
      if ("hard" in link) await find(link.hard);
      group.links.delete(name);
      group.linksChanged = true;
      if ("hard" in link) await drop(link.hard);
    },
    async moveLink(parent, name, newParent, newName) {
      const { group, link } = await existing(parent, name);
      if (parent === newParent && name === newName) return;
      const target = await checkFree(newParent, newName);
      if (group.table !== undefined) checkRanks(ranks, group.path);
      if ("hard" in link && parent !== newParent && (await isWithin(newParent, link.hard)))
        throw hdmfError("invalid", `${childPath(group.path, name)} cannot be moved into itself`, {
          path: childPath(group.path, name),
        });
      const before = group.links.get(name)!;
      group.links.delete(name);
      group.linksChanged = true;
      if (!("userDefined" in link)) return put(target, newName, link);
      group.links.set(name, before);
      throw hdmfError("unsupported", `${childPath(group.path, name)}: links of user-defined kinds are not written`);
    },
    note(found) {
      for (const object of found) {
        const path = paths.get(object.address);
        if (object.kind !== "group" || path === undefined) continue;
        for (const [name, link] of object.links) notePath({ path }, name, link);
      }
    },
    takeFreed() {
      const list = freed;
      freed = [];
      return list;
    },
  };
}

/** The bytes of a header in all its blocks. */
function headerRanges({ version, address, blocks }: RawHeader): Range[] {
  const [first, ...rest] = blocks;
  const length = version === 1 ? 16 + first!.length : first!.length;
  return [{ address, length }, ...rest];
}
