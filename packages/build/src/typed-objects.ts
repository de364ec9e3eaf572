import { compareUtf8, type NodeId } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import {
  type CallOptions,
  type Damage,
  errorAt,
  type GroupNode,
  joinPath,
  type Node,
  type Storage,
  type TreeDamage,
} from "@hdmf-ts/storage";
import { objectIdOf, typeOf } from "./type-of.ts";

/** A group or dataset that has a type. What the file does not say is left out. */
export interface TypedObject {
  /** The first path that leads to it: depth first, names in the order of their UTF-8 bytes, links not followed. */
  readonly path: string;
  readonly type: string;
  readonly namespace?: string;
  readonly objectId?: string;
  readonly id: NodeId;
  readonly kind: "group" | "dataset";
}

/** How far a walk through a file has come. */
export interface WalkProgress {
  /** Objects read so far. */
  readonly done: number;
  /** Objects known so far; grows until the last level is read. */
  readonly total: number;
}

export interface TypedObjectsOptions extends CallOptions {
  readonly onProgress?: (progress: WalkProgress) => void;
  /** The most objects to read before it is an error (`limit`); 10 million unless told. */
  readonly maxObjects?: number;
  /** Where given, what cannot be read is left out, and told of here once all else has been read; unless given, it is an error. */
  readonly onDamage?: (damage: TreeDamage) => void;
}

/** What is kept of a node, so that a large file is not held in memory as nodes. */
interface Facts {
  readonly typed?: Omit<TypedObject, "path">;
  /** Hard children in the order of the walk. */
  readonly children: readonly (readonly [name: string, id: NodeId])[];
}

const batchSize = 4096;

/**
 * The typed groups and datasets of a file in the order of their paths: every object once, under its first path. Reads
 * level by level, many nodes in one request, and no array. The cached specifications (`/specifications`) are left out,
 * and so is what only soft or external links lead to: it belongs to another place.
 *
 * @throws what reading nodes throws; `limit` for more objects than allowed.
 */
export async function typedObjects(
  storage: Storage,
  options: TypedObjectsOptions = {},
): Promise<readonly TypedObject[]> {
  const { onDamage } = options;
  const damage: Damage[] = [];
  const facts = await readTree(storage, options, onDamage && ((one) => damage.push(one)));
  const { found, paths } = inOrder(storage.root, facts);
  for (const one of damage) {
    const path = paths.get(one.id) as string;
    onDamage?.({ ...one, path, error: errorAt(one.error, path) });
  }
  return found;
}

async function readTree(
  storage: Storage,
  options: TypedObjectsOptions,
  onDamage: ((damage: Damage) => void) | undefined,
): Promise<ReadonlyMap<NodeId, Facts>> {
  const { signal, onProgress, maxObjects = 10_000_000 } = options;
  const facts = new Map<NodeId, Facts>();
  const known = new Set<NodeId>([storage.root]);
  let level: NodeId[] = [storage.root];
  while (level.length > 0) {
    const next: NodeId[] = [];
    for (let start = 0; start < level.length; start += batchSize) {
      signal?.throwIfAborted();
      const ids = level.slice(start, start + batchSize);
      const call = { ...(signal === undefined ? {} : { signal }), ...(onDamage === undefined ? {} : { onDamage }) };
      for (const node of await storage.read(ids, call)) {
        const { id } = node;
        const fact = factsOf(node, id, id === storage.root);
        facts.set(id, fact);
        for (const [, child] of fact.children) {
          if (known.has(child)) continue;
          known.add(child);
          next.push(child);
        }
      }
      if (known.size > maxObjects) {
        throw hdmfError("limit", `More than ${maxObjects} objects${storage.name ? ` in ${storage.name}` : ""}`, {
          hint: "allow more with maxObjects",
        });
      }
      onProgress?.({ done: facts.size, total: known.size });
    }
    level = next;
  }
  return facts;
}

function factsOf(node: Node, id: NodeId, isRoot: boolean): Facts {
  const children = node.kind === "group" ? hardChildren(node, isRoot) : [];
  const type = node.kind === "datatype" ? undefined : typeOf(node);
  if (type === undefined || node.kind === "datatype") return { children };
  const objectId = objectIdOf(node);
  return { children, typed: { ...type, ...(objectId === undefined ? {} : { objectId }), id, kind: node.kind } };
}

function hardChildren(group: GroupNode, isRoot: boolean): (readonly [string, NodeId])[] {
  const children: (readonly [string, NodeId])[] = [];
  for (const [name, child] of group.children) {
    if ("hard" in child && !(isRoot && name === "specifications")) children.push([name, child.hard]);
  }
  return children.sort(([a], [b]) => compareUtf8(a, b));
}

/** Depth first with a stack of our own: the depth of a hostile file is not the depth of our calls. */
function inOrder(
  root: NodeId,
  facts: ReadonlyMap<NodeId, Facts>,
): { readonly found: readonly TypedObject[]; readonly paths: ReadonlyMap<NodeId, string> } {
  const found: TypedObject[] = [];
  const paths = new Map<NodeId, string>();
  const stack: [path: string, id: NodeId][] = [["/", root]];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [path, id] = top;
    if (paths.has(id)) continue;
    paths.set(id, path);
    const fact = facts.get(id);
    if (fact === undefined) continue;
    if (fact.typed !== undefined) found.push({ path, ...fact.typed });
    for (let index = fact.children.length - 1; index >= 0; index--) {
      const [name, child] = fact.children[index] as readonly [string, NodeId];
      if (!paths.has(child)) stack.push([joinPath(path, name), child]);
    }
  }
  return { found, paths };
}
