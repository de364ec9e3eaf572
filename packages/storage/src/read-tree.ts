import { compareUtf8, type NodeId } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { errorAt, type TreeDamage } from "./damage.ts";
import type { Child, GroupNode, Node } from "./node.ts";
import type { CallOptions, Damage, Storage } from "./storage.ts";

/** What is needed of a storage to read its nodes: the storage itself, or an edit's view of what it has made so far. */
export type TreeReader = Pick<Storage, "root" | "read">;

/** All nodes that hard links lead to from one node, with the first path of each, in the order of these paths. */
export interface Tree {
  readonly nodes: ReadonlyMap<NodeId, Node>;
  /** Those of damaged nodes too. By id, depth first, names in the order of their UTF-8 bytes. */
  readonly paths: ReadonlyMap<NodeId, string>;
}

/** Where {@link readTree} and {@link walk} start. */
export interface TreeOptions extends CallOptions {
  /** The root unless told. Paths start with `/` here. */
  readonly from?: NodeId;
  /** Nodes that are left out, with all that only they lead to. */
  readonly isKnown?: (id: NodeId) => boolean;
  /** Where given, what cannot be read is left out, and told of here once all else has been read; unless given, it is an error. */
  readonly onDamage?: (damage: TreeDamage) => void;
}

const maxDepth = 4096;

/**
 * Reads every node under `from`, a level in one batch; arrays stay unread. Nodes that several hard links lead to, in
 * circles too, are read once.
 * @throws `limit` for a tree more than 4096 levels deep; for what cannot be read, with its path, unless there is `onDamage`.
 */
export async function readTree(reader: TreeReader, options: TreeOptions = {}): Promise<Tree> {
  const { from = reader.root, isKnown, signal, onDamage } = options;
  const nodes = new Map<NodeId, Node>();
  const damage: Damage[] = [];
  const lose = (one: Damage): void => {
    if (onDamage !== undefined) damage.push(one);
    // Where the walk starts elsewhere, its paths are not those of the file.
    else throw from === reader.root ? errorAt(one.error, firstPaths(nodes, from).get(one.id) as string) : one.error;
  };
  const call = { ...(signal ? { signal } : {}), onDamage: lose };
  let level: NodeId[] = [from];
  const known = new Set<NodeId>(level);
  for (let depth = 0; level.length > 0; depth++) {
    signal?.throwIfAborted();
    if (depth > maxDepth) throw hdmfError("limit", `The tree has more than ${maxDepth} levels`);
    const next: NodeId[] = [];
    for (const node of await reader.read(level, call)) {
      nodes.set(node.id, node);
      if (node.kind !== "group") continue;
      for (const child of node.children.values()) {
        if (!("hard" in child) || known.has(child.hard) || isKnown?.(child.hard)) continue;
        known.add(child.hard);
        next.push(child.hard);
      }
    }
    level = next;
  }
  const paths = firstPaths(nodes, from);
  for (const one of damage) {
    const path = paths.get(one.id) as string;
    onDamage?.({ ...one, path, error: errorAt(one.error, path) });
  }
  const inOrder = new Map<NodeId, Node>();
  for (const id of paths.keys()) {
    const node = nodes.get(id);
    if (node !== undefined) inOrder.set(id, node);
  }
  return { nodes: inOrder, paths };
}

function firstPaths(nodes: ReadonlyMap<NodeId, Node>, from: NodeId): Map<NodeId, string> {
  const paths = new Map<NodeId, string>();
  const stack: [NodeId, string][] = [[from, "/"]];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [id, path] = top;
    if (paths.has(id)) continue;
    paths.set(id, path);
    const node = nodes.get(id);
    if (node?.kind !== "group") continue;
    const base = path === "/" ? "" : path;
    for (const [name, child] of sortedChildren(node).reverse())
      if ("hard" in child && !paths.has(child.hard)) stack.push([child.hard, `${base}/${name}`]);
  }
  return paths;
}

/** The children of a group in the order of the UTF-8 bytes of their names. */
export function sortedChildren(node: GroupNode): [string, Child][] {
  return [...node.children].sort(([a], [b]) => compareUtf8(a, b));
}

/** A child that is another name, soft or external, or a hard link to a node whose first path is elsewhere. */
export type WalkLink = Child & {
  /** Of a hard link: the first path of the node. */
  readonly path?: string;
};

/** A node under its first path, and those of its children that have no entry of their own under it. */
export interface WalkEntry {
  readonly path: string;
  readonly node: Node;
  readonly links: ReadonlyMap<string, WalkLink>;
}

/**
 * The nodes of a storage, depth first, names in the order of their UTF-8 bytes, each once: under the path that `pathOf`
 * gives. All nodes are read before the first is handed out, a level in one batch.
 */
export async function* walk(reader: TreeReader, options: TreeOptions = {}): AsyncGenerator<WalkEntry, void, undefined> {
  const { nodes, paths } = await readTree(reader, options);
  for (const [id, node] of nodes) {
    const path = paths.get(id) as string;
    yield { path, node, links: linksOf(node, path, paths) };
  }
}

function linksOf(node: Node, path: string, paths: ReadonlyMap<NodeId, string>): Map<string, WalkLink> {
  const links = new Map<string, WalkLink>();
  if (node.kind !== "group") return links;
  const base = path === "/" ? "" : path;
  for (const [name, child] of sortedChildren(node)) {
    if (!("hard" in child)) links.set(name, child);
    else {
      const first = paths.get(child.hard) as string;
      if (first !== `${base}/${name}`) links.set(name, { ...child, path: first });
    }
  }
  return links;
}
