import { elementBytes, elementCount, type NodeId } from "@hdmf-ts/array";
import { isDamage, isHdmfError } from "@hdmf-ts/errors";
import { errorAt, type TreeDamage } from "./damage.ts";
import { diffNodes } from "./diff-nodes.ts";
import { diffValues } from "./diff-values.ts";
import { type Difference, type Finding, finding } from "./difference.ts";
import type { Child, GroupNode, Node } from "./node.ts";
import { joinPath } from "./path.ts";
import { readTree, sortedChildren, type Tree } from "./read-tree.ts";
import type { CallOptions, Storage } from "./storage.ts";

export interface DiffProgress {
  /** The object at hand. */
  readonly path: string;
  /** Array data compared so far, as bytes in memory (an estimate for text). */
  readonly bytes: number;
  /** All array data of the first tree. */
  readonly totalBytes: number;
}

export interface DiffOptions extends CallOptions {
  /** Where given, what cannot be read of one side is compared on neither, and told of here; unless given, it is an error. */
  onDamage?(damage: Omit<TreeDamage, "id">): void;
  onProgress?(progress: DiffProgress): void;
}

interface Side {
  readonly storage: Storage;
  readonly tree: Tree;
  /** The object of the other side that each was met with first. */
  readonly met: Map<NodeId, NodeId>;
  /** The names of damaged attributes and children. */
  readonly damaged: ReadonlyMap<NodeId, ReadonlySet<string>>;
}

interface Pair {
  readonly path: string;
  readonly a: NodeId;
  readonly b: NodeId;
}

/**
 * What differs between two trees, depth first, by path: {@link Difference}. References are compared by the first path of their
 * target, numbers bit by bit (so a NaN equals the same NaN). Links are not followed: a child that is noted to be a copy of what an
 * external link leads to equals that link. Memory: the nodes of both trees, and a block of each side.
 */
export async function* diffTrees(
  a: Storage,
  b: Storage,
  options: DiffOptions = {},
): AsyncGenerator<Difference, void, undefined> {
  const call: CallOptions = options.signal ? { signal: options.signal } : {};
  const [left, right] = await Promise.all([sideOf(a, options), sideOf(b, options)]);
  const totalBytes = [...left.tree.nodes.values()].reduce((sum, node) => sum + bytesOf(node), 0);
  let bytes = 0;
  const stack: Pair[] = [{ path: "/", a: a.root, b: b.root }];
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    options.signal?.throwIfAborted();
    const { path } = pair;
    const identity = meet(pair, left, right);
    if (identity.finding) yield { path, ...identity.finding };
    if (!identity.fresh) continue;
    const nodeA = left.tree.nodes.get(pair.a);
    const nodeB = right.tree.nodes.get(pair.b);
    if (nodeA === undefined || nodeB === undefined) continue;
    const isLost = (kind: "attribute" | "child", name: string): boolean =>
      [left.damaged.get(pair.a), right.damaged.get(pair.b)].some((names) => names?.has(`${kind} ${name}`));
    for (const one of diffNodes(nodeA, nodeB, left.tree.paths, right.tree.paths)) {
      if (one.attribute === undefined || !isLost("attribute", one.attribute)) yield { path, ...one };
    }
    if (nodeA.kind === "group" && nodeB.kind === "group") {
      const inner: Pair[] = [];
      for (const [name, childA, childB] of bothChildren(nodeA, nodeB)) {
        if (isLost("child", name)) continue;
        const child = joinPath(path, name);
        if (childA && childB && "hard" in childA && "hard" in childB)
          inner.push({ path: child, a: childA.hard, b: childB.hard });
        else {
          const one = await diffLinks(left, nodeA, childA, right, nodeB, childB, name, call);
          if (one !== undefined) yield { path: child, ...one };
        }
      }
      stack.push(...inner.reverse());
    }
    if (nodeA.kind !== "dataset" || nodeB.kind !== "dataset") continue;
    const size = elementBytes(nodeA.array.dtype);
    options.onProgress?.({ path, bytes, totalBytes });
    if (JSON.stringify(nodeA.array.shape) !== JSON.stringify(nodeB.array.shape)) continue;
    const onElements = (count: number): void => {
      bytes += count * size;
      options.onProgress?.({ path, bytes, totalBytes });
    };
    const sides = [
      { array: nodeA.array, paths: left.tree.paths },
      { array: nodeB.array, paths: right.tree.paths },
    ] as const;
    let value: Finding | undefined;
    try {
      value = await diffValues(...sides, { ...call, onElements });
    } catch (error) {
      if (options.onDamage === undefined || !isDamage(error)) throw error;
      options.onDamage({ path, error: errorAt(error, path) });
    }
    if (value !== undefined) yield { path, ...value };
  }
}

async function sideOf(storage: Storage, { signal, onDamage }: DiffOptions): Promise<Side> {
  const damaged = new Map<NodeId, Set<string>>();
  const note = (damage: TreeDamage): void => {
    const { id, attribute, child } = damage;
    const names = damaged.get(id) ?? new Set();
    damaged.set(id, names);
    if (attribute !== undefined) names.add(`attribute ${attribute}`);
    if (child !== undefined) names.add(`child ${child}`);
    onDamage?.(damage);
  };
  const options = { ...(signal ? { signal } : {}), ...(onDamage ? { onDamage: note } : {}) };
  return { storage, tree: await readTree(storage, options), met: new Map(), damaged };
}

function bytesOf(node: Node): number {
  return node.kind === "dataset" ? elementCount(node.array.shape) * elementBytes(node.array.dtype) : 0;
}

/** Whether a pair is to be compared, and what there is to say where one of the two was met with another before. */
function meet({ a, b }: Pair, left: Side, right: Side): { fresh: boolean; finding?: Finding } {
  const [otherOfA, otherOfB] = [left.met.get(a), right.met.get(b)];
  if (otherOfA === b && otherOfB === a) return { fresh: false };
  const fresh = otherOfA === undefined || otherOfB === undefined;
  if (otherOfA === undefined) left.met.set(a, b);
  if (otherOfB === undefined) right.met.set(b, a);
  if (otherOfA === undefined && otherOfB === undefined) return { fresh };
  return { fresh, finding: finding("hard-link", left.tree.paths.get(a), right.tree.paths.get(b)) };
}

function bothChildren(a: GroupNode, b: GroupNode): [name: string, Child | undefined, Child | undefined][] {
  const children = new Map<string, Child>([...a.children, ...b.children]);
  const all: GroupNode = { kind: "group", id: a.id, attributes: a.attributes, children };
  return sortedChildren(all).map(([name]) => [name, a.children.get(name), b.children.get(name)]);
}

/** Compares two children of one name of which at most one is hard; one may be absent. */
async function diffLinks(
  left: Side,
  groupA: GroupNode,
  a: Child | undefined,
  right: Side,
  groupB: GroupNode,
  b: Child | undefined,
  name: string,
  call: CallOptions,
): Promise<Finding | undefined> {
  const [jsonA, jsonB] = [childJson(left, a), childJson(right, b)];
  if (a === undefined || b === undefined) {
    const [side, group, child] = a === undefined ? ([right, groupB, b] as const) : ([left, groupA, a] as const);
    const kind = await missingKind(side, group, child as Child, name, call);
    return finding(kind, jsonA, jsonB);
  }
  if ("hard" in a || "hard" in b) {
    const [hard, link] = "hard" in a ? [a, b] : [b as Extract<Child, { hard: NodeId }>, a];
    if ("external" in link) {
      const { copyOf } = hard;
      const same = copyOf?.source === link.external.source && copyOf.path === link.external.path;
      return same ? undefined : finding("external-link", jsonA, jsonB);
    }
    const tree = hard === a ? left.tree : right.tree;
    const second = "soft" in link && joinPath(link.soft) === tree.paths.get(hard.hard);
    return finding(second ? "hard-link" : "link", jsonA, jsonB);
  }
  if (JSON.stringify(jsonA) === JSON.stringify(jsonB)) return undefined;
  return finding("external" in a !== "external" in b ? "external-link" : "link", jsonA, jsonB);
}

async function missingKind(
  side: Side,
  group: GroupNode,
  child: Child,
  name: string,
  call: CallOptions,
): Promise<"missing" | "datatype" | "dead-link"> {
  if ("hard" in child) return side.tree.nodes.get(child.hard)?.kind === "datatype" ? "datatype" : "missing";
  try {
    await side.storage.follow(group.id, name, call);
    return "missing";
  } catch (error) {
    call.signal?.throwIfAborted();
    if (!isHdmfError(error) || error.tag === "closed") throw error;
    return "dead-link";
  }
}

/** A child as `describe` shows it: the kind and first path of an object, or where a link leads. */
function childJson(side: Side, child: Child | undefined): unknown {
  if (child === undefined) return undefined;
  if ("soft" in child) return { soft: child.soft };
  if ("external" in child) return { external: { source: child.external.source, path: child.external.path } };
  return { kind: side.tree.nodes.get(child.hard)?.kind, path: side.tree.paths.get(child.hard) };
}
