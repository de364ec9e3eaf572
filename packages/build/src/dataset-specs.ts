import { compareUtf8, type NodeId } from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import { type DatasetSpec, type GroupSpec, matchChildren, resolveInclusion } from "@hdmf-ts/spec";
import { type CallOptions, type GroupNode, joinPath, type Location, type Node, type Storage } from "@hdmf-ts/storage";
import { factsOf } from "./facts-of.ts";
import type { Member } from "./members.ts";
import { type Registry, resolveType } from "./registry.ts";
import { typeOf } from "./type-of.ts";

/**
 * The specification of each dataset of a file by its first path: that of the place where it stands, else that of its type. Reads all
 * nodes once; what external links lead to is there under the path of the link.
 */
export async function datasetSpecs(
  storage: Storage,
  registry: Registry,
  options: CallOptions,
): Promise<ReadonlyMap<string, DatasetSpec>> {
  const specs = new Map<string, DatasetSpec>();
  const queue: Visit[] = [{ storage, id: storage.root, path: "/", depth: 0 }];
  const seen = new Map<Storage, Set<NodeId>>();
  for (let visit = queue.pop(); visit !== undefined; visit = queue.pop()) {
    const tree = await readBelow(visit.storage, visit.id, seen, options);
    queue.push(...(await matchTree(visit, tree, registry, specs, options)));
  }
  return specs;
}

/** A group or dataset that is known to answer to a specification, at the top of a tree of hard links. */
interface Visit {
  readonly storage: Storage;
  readonly id: NodeId;
  readonly path: string;
  readonly spec?: GroupSpec | DatasetSpec;
  readonly namespace?: string;
  /** How many links out of the file, and from there on, lead here. */
  readonly depth: number;
}

const maxLinkDepth = 8;

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
    // What is damaged has no specification; that it is lost is told by who copies it.
    for (const node of await storage.read(level, { ...options, onDamage() {} })) {
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
    if (node.kind !== "group") {
      note(specs, node, visit, registry);
      continue;
    }
    const { spec, namespace } = specOf(node, visit, registry);
    const members = await membersIn(node, visit, nodes, options);
    const slots = spec?.kind === "group" ? matchMembers(members, spec, namespace, registry) : new Map();
    for (const member of members.reverse()) {
      const { storage, path, node: linked } = member;
      const child: Visit = {
        storage,
        id: linked.id,
        path,
        depth: visit.depth + Number(member.link),
        ...slots.get(member),
      };
      if (!member.link) stack.push(child);
      else if (linked.kind === "group") outside.push(child);
      else if (linked.kind === "dataset") note(specs, linked, child, registry);
    }
  }
  return outside;
}

function note(specs: Map<string, DatasetSpec>, node: Node, visit: Visit, registry: Registry): void {
  const { spec } = specOf(node, visit, registry);
  if (node.kind === "dataset" && spec?.kind === "dataset") specs.set(visit.path, spec);
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

/**
 * The hard children of a group, and what its external links lead to, in the order of their names; outside of the file what its
 * soft links lead to as well, since a copy has to take that with it.
 */
async function membersIn(group: GroupNode, visit: Visit, nodes: Tree, options: CallOptions): Promise<Member[]> {
  const members: Member[] = [];
  for (const [name, child] of [...group.children].sort(([a], [b]) => compareUtf8(a, b))) {
    const path = joinPath(visit.path, name);
    if ("hard" in child) {
      const node = nodes.get(child.hard);
      if (node !== undefined) members.push(memberOf(name, path, node, visit.storage, false));
    } else if (visit.depth < maxLinkDepth && ("external" in child || visit.depth > 0)) {
      const place = await followIfThere(visit.storage, group.id, name, options);
      const [node] = place === undefined ? [] : await place.storage.read([place.id], { ...options, onDamage() {} });
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
