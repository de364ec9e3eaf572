import { compareUtf8, type NodeId } from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import { type DatasetSpec, type GroupSpec, matchChildren, resolveInclusion, type ShapeSpec } from "@hdmf-ts/spec";
import {
  type CallOptions,
  type DatasetNode,
  type GroupNode,
  joinPath,
  type Location,
  type Node,
  type Storage,
} from "@hdmf-ts/storage";
import { factsOf } from "./facts-of.ts";
import type { Member } from "./members.ts";
import { isA, type Registry, resolveType } from "./registry.ts";
import { typeOf } from "./type-of.ts";

/** What the specification adds to a dataset that is copied to another format. */
export interface SpecWishes {
  /** The name of each axis. */
  readonly dimensions?: readonly (string | null)[];
  /** How far each axis may grow. */
  readonly maxShape?: readonly (number | null)[];
}

/**
 * What only the specifications know of the datasets of a file, for the `wishes` of `copyTree`. Reads all nodes once, and
 * what external links lead to.
 *
 * - `dimensions`: the `dims` of the alternative that the shape fits, by the specification of the place where the dataset
 *   stands (a column of a table is a `VectorData` there, whatever extends it), as hdmf labels axes; absent where the dataset has
 *   names for its axes already.
 * - `maxShape`: for `VectorData`, `ElementIdentifiers` and what extends them, whose rows may be added to; only where the
 *   source is Zarr, which does not say what may grow.
 */
export async function wishesOf(
  storage: Storage,
  registry: Registry,
  options: CallOptions = {},
): Promise<(path: string, node: DatasetNode) => SpecWishes | undefined> {
  const specs = new Map<string, DatasetSpec>();
  const queue: Visit[] = [{ storage, id: storage.root, path: "/", depth: 0 }];
  const seen = new Map<Storage, Set<NodeId>>();
  for (let visit = queue.pop(); visit !== undefined; visit = queue.pop()) {
    const tree = await readBelow(visit.storage, visit.id, seen, options);
    queue.push(...(await matchTree(visit, tree, registry, specs, options)));
  }
  const grows = storage.format.startsWith("zarr");
  return (path, node) => {
    const spec = specs.get(path);
    const { shape } = node.array;
    const fit = spec === undefined || shape === null ? undefined : fittingShape(spec.shape ?? [], shape);
    if (spec === undefined || fit === undefined || shape?.length === 0) return undefined;
    const dims = spec.dims?.[fit];
    const isNamed = dims === undefined || node.dimensions !== undefined;
    const type = grows && node.array.maxShape === undefined ? typeOf(node) : undefined;
    const isExpandable = type && (isA(registry, type, "VectorData") || isA(registry, type, "ElementIdentifiers"));
    const maxShape = isExpandable ? spec.shape?.[fit] : undefined;
    if (isNamed && maxShape === undefined) return undefined;
    return { ...(isNamed ? {} : { dimensions: dims }), ...(maxShape === undefined ? {} : { maxShape }) };
  };
}

/** A group or dataset that is known to answer to a specification, at the top of a tree of hard links. */
interface Visit {
  readonly storage: Storage;
  readonly id: NodeId;
  readonly path: string;
  readonly spec?: GroupSpec | DatasetSpec;
  readonly namespace?: string;
  /** How many external links lead here. */
  readonly depth: number;
}

const maxExternalDepth = 8;

type Tree = ReadonlyMap<NodeId, Node>;

/** The nodes below one that were not read before, level by level. */
async function readBelow(
  storage: Storage,
  from: NodeId,
  seen: Map<Storage, Set<NodeId>>,
  options: CallOptions,
): Promise<Tree> {
  const known = seen.get(storage) ?? new Set<NodeId>();
  seen.set(storage, known);
  const nodes = new Map<NodeId, Node>();
  let level = known.has(from) ? [] : [from];
  known.add(from);
  while (level.length > 0) {
    options.signal?.throwIfAborted();
    const next: NodeId[] = [];
    for (const node of await storage.read(level, options)) {
      nodes.set(node.id, node);
      if (node.kind !== "group") continue;
      for (const [name, child] of node.children) {
        if (!("hard" in child) || known.has(child.hard)) continue;
        if (node.id === storage.root && name === "specifications") continue;
        known.add(child.hard);
        next.push(child.hard);
      }
    }
    level = next;
  }
  return nodes;
}

/** Notes the spec of each dataset of a tree under its first path; gives what external links lead to. */
async function matchTree(
  top: Visit,
  nodes: Tree,
  registry: Registry,
  specs: Map<string, DatasetSpec>,
  options: CallOptions,
): Promise<readonly Visit[]> {
  const outside: Visit[] = [];
  const done = new Set<NodeId>();
  const stack: Visit[] = [top];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const node = nodes.get(visit.id);
    if (node === undefined || done.has(visit.id)) continue;
    done.add(visit.id);
    const { spec, namespace } = specOf(node, visit, registry);
    if (node.kind === "dataset" && spec?.kind === "dataset") specs.set(visit.path, spec);
    if (node.kind !== "group") continue;
    const members = await membersIn(node, visit, nodes, options);
    const slots = spec?.kind === "group" ? matchMembers(members, spec, namespace, registry) : new Map();
    for (const member of members.reverse()) {
      const { storage, path } = member;
      const child: Visit = {
        storage,
        id: member.node.id,
        path,
        depth: visit.depth + Number(member.link),
        ...slots.get(member),
      };
      (member.link ? outside : stack).push(child);
    }
  }
  return outside;
}

type Found = Pick<Visit, "spec" | "namespace">;

/** A dataset answers to the specification of its place, a typed group to that of its own type. */
function specOf(node: Node, visit: Visit, registry: Registry): Found {
  if (node.kind === "dataset" && visit.spec?.kind === "dataset") return visit;
  const type = typeOf(node);
  return type === undefined ? visit : (resolveType(registry, type) ?? {});
}

function matchMembers(
  members: readonly Member[],
  spec: GroupSpec,
  namespace: string | undefined,
  registry: Registry,
): ReadonlyMap<Member, Found> {
  const { catalog } = registry;
  const slots = new Map<Member, Found>();
  if (namespace === undefined) return slots;
  for (const match of matchChildren(catalog, namespace, spec, factsOf(members)).matches) {
    if (match.spec.kind === "link" || match.children.length === 0) continue;
    const slot: Found = { spec: resolveInclusion<GroupSpec | DatasetSpec>(catalog, namespace, match.spec), namespace };
    for (const index of match.children) slots.set(members[index] as Member, slot);
  }
  return slots;
}

/** The hard children of a group, and what its external links lead to, in the order of their names. */
async function membersIn(group: GroupNode, visit: Visit, nodes: Tree, options: CallOptions): Promise<Member[]> {
  const members: Member[] = [];
  for (const [name, child] of [...group.children].sort(([a], [b]) => compareUtf8(a, b))) {
    const path = joinPath(visit.path, name);
    if ("hard" in child) {
      const node = nodes.get(child.hard);
      if (node !== undefined) members.push(memberOf(name, path, node, visit.storage, false));
    } else if ("external" in child && visit.depth < maxExternalDepth) {
      const place = await followIfThere(visit.storage, group.id, name, options);
      const [node] = place === undefined ? [] : await place.storage.read([place.id], options);
      if (place && node) members.push(memberOf(name, path, node, place.storage, true));
    }
  }
  return members;
}

function memberOf(name: string, path: string, node: Node, storage: Storage, link: boolean): Member {
  const type = typeOf(node);
  return { name, path, node, storage, link, ...(type === undefined ? {} : { type }) };
}

async function followIfThere(
  storage: Storage,
  parent: NodeId,
  name: string,
  options: CallOptions,
): Promise<Location | undefined> {
  try {
    return await storage.follow(parent, name, options);
  } catch (error) {
    if (isHdmfError(error) && error.tag !== "closed") return undefined;
    throw error;
  }
}

/**
 * The alternative of a specification that a shape fits: as many axes, and the lengths it asks for; of several the one that
 * leaves least open, then the first (as hdmf chooses).
 */
function fittingShape(alternatives: ShapeSpec, shape: readonly number[]): number | undefined {
  let best: number | undefined;
  let bestOpen = Number.POSITIVE_INFINITY;
  for (const [index, axes] of alternatives.entries()) {
    if (axes.length !== shape.length || axes.some((length, axis) => length !== null && length !== shape[axis]))
      continue;
    const open = axes.filter((length) => length === null).length;
    if (open < bestOpen) [best, bestOpen] = [index, open];
  }
  return best;
}
