import type { NodeId, OutsidePlace } from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import type { CopyOptions, CopyWarningCode } from "./copy-options.ts";
import type { Child, GroupNode, Node } from "./node.ts";
import { joinPath } from "./path.ts";
import { readTree, sortedChildren } from "./read-tree.ts";
import type { Location, Storage } from "./storage.ts";

/** An object to be made, from the source or from a file that it links to. */
export interface Entry {
  readonly storage: Storage;
  readonly node: Node;
  /** The link source that led into this entry's file; absent for the source itself. */
  readonly source?: string;
  readonly children: Map<string, EntryChild>;
  /** The group and name it is made at; absent for the root. */
  parent?: Entry;
  name?: string;
  path: string;
}

type EntryChild = { readonly entry: Entry; readonly copyOf?: OutsidePlace } | { readonly link: Child };

/** All that will be made. */
export interface CopyPlan {
  readonly root: Entry;
  /** Depth first, in the order of their paths; those of other files last. */
  readonly entries: readonly Entry[];
  find(storage: Storage, id: NodeId): Entry | undefined;
}

/** A message about a link, given once it is known where the group that holds it stands in the copy. */
interface Notice {
  readonly group: Entry;
  readonly name: string;
  readonly code: CopyWarningCode;
  readonly text: string;
}

/**
 * Reads all nodes of the source, level by level, and decides what becomes of each link.
 * @throws for what cannot be read, with its path.
 */
export async function planCopy(source: Storage, options: CopyOptions): Promise<CopyPlan> {
  const tables = new Map<Storage, Map<NodeId, Entry>>();
  const call = options.signal ? { signal: options.signal } : {};
  const notices: Notice[] = [];
  const find = (storage: Storage, id: NodeId): Entry | undefined => tables.get(storage)?.get(id);

  /** Reads a node and all under it that is not there yet; gives the groups that are new. */
  const load = async (storage: Storage, start: NodeId, from: string | undefined): Promise<Entry[]> => {
    const table = tables.get(storage) ?? new Map<NodeId, Entry>();
    tables.set(storage, table);
    if (table.has(start)) return [];
    const groups: Entry[] = [];
    const { nodes } = await readTree(storage, { ...call, from: start, isKnown: (id) => table.has(id) });
    for (const [id, node] of nodes) {
      const entry: Entry = {
        storage,
        node,
        path: "",
        children: new Map(),
        ...(from === undefined ? {} : { source: from }),
      };
      table.set(id, entry);
      if (node.kind === "group") groups.push(entry);
    }
    return groups;
  };

  const follow = async (group: Entry, name: string): Promise<Location | undefined> => {
    try {
      return await group.storage.follow(group.node.id, name, call);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!isHdmfError(error) || error.tag === "closed") throw error;
      const denied = error.tag === "denied";
      const text = `${denied ? "may not be followed" : "leads nowhere"}: ${error.message}`;
      notices.push({ group, name, code: denied ? "external-link-denied" : "dead-link", text });
      return undefined;
    }
  };

  const { from = source.root } = options;
  const queue = await load(source, from, undefined);
  for (let group = queue.pop(); group !== undefined; group = queue.pop()) {
    const { storage, children } = group;
    const foreign = storage !== source;
    for (const [name, child] of (group.node as GroupNode).children) {
      if ("hard" in child) {
        children.set(name, {
          entry: find(storage, child.hard) as Entry,
          ...(child.copyOf ? { copyOf: child.copyOf } : {}),
        });
        continue;
      }
      const location = options.external === "copy" ? await follow(group, name) : undefined;
      // A soft path of another file means nothing in the copy: it is an outside place there.
      const place = "external" in child ? child.external : { source: group.source ?? "", path: child.soft };
      if (location === undefined || ("soft" in child && !foreign)) {
        children.set(name, { link: foreign ? { external: place } : child });
        continue;
      }
      queue.push(...(await load(location.storage, location.id, place.source)));
      children.set(name, { entry: find(location.storage, location.id) as Entry, copyOf: place });
      const code = "external" in child ? "external-link-copied" : "outside-link-copied";
      notices.push({ group, name, code, text: `is a copy of ${place.path} in ${place.source || "another file"}` });
    }
  }

  const root = find(source, from) as Entry;
  root.path = "/";
  const entries = [root];
  arrange(entries, false);
  arrange(entries, true);
  for (const { group, name, code, text } of notices) {
    const path = joinPath(group.path, name);
    options.onWarning?.({ code, path, message: `The link ${path} ${text}` });
  }
  return { root, entries, find };
}

/**
 * Gives each entry its first path, depth first, names in the order of their UTF-8 bytes. `copies` tells whether links that
 * became copies are followed too: they come second, so that what has a path in the source keeps it.
 */
function arrange(entries: Entry[], copies: boolean): void {
  const made = new Set(entries);
  for (const start of [...entries]) {
    const stack = childrenOf(start, copies);
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { entry, parent, name } = next;
      if (made.has(entry)) continue;
      made.add(entry);
      entries.push(Object.assign(entry, { parent, name, path: joinPath(parent.path, name) }));
      stack.push(...childrenOf(entry, copies));
    }
  }
}

interface NamedEntry {
  readonly entry: Entry;
  readonly parent: Entry;
  readonly name: string;
}

/** What an entry leads to, the last name first, as a stack wants it. */
function childrenOf(parent: Entry, copies: boolean): NamedEntry[] {
  const { node, children } = parent;
  if (node.kind !== "group") return [];
  const found: NamedEntry[] = [];
  for (const [name, original] of sortedChildren(node)) {
    const child = children.get(name);
    if (child !== undefined && "entry" in child && (copies || "hard" in original))
      found.push({ entry: child.entry, parent, name });
  }
  return found.reverse();
}
