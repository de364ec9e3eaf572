import type { NodeId } from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import {
  type CallOptions,
  type Child,
  type Damage,
  type GroupNode,
  joinPath,
  type Location,
  type Node,
  type Storage,
} from "@hdmf-ts/storage";
import { type TypeName, typeOf } from "./type-of.ts";

/** A child of a group, wherever it lies. */
export interface Member {
  readonly name: string;
  readonly path: string;
  readonly node: Node;
  readonly storage: Storage;
  /** Whether a soft or external link leads to it. */
  readonly link: boolean;
  readonly type?: TypeName;
}

/**
 * The children of a group by name, in the order of the file: hard ones read in one batch, links followed, out of the file
 * too. A link that leads nowhere, or to what may not be opened, is left out and `lost` told why; so is a child of which anything is
 * damaged.
 */
export async function membersOf(
  place: { readonly storage: Storage; readonly group: GroupNode; readonly path: string },
  lost: (name: string, reason: string, what: "dead-link" | "unreadable") => void,
  options: CallOptions,
): Promise<ReadonlyMap<string, Member>> {
  const { storage, group, path } = place;
  const entries = await Promise.all(
    [...group.children].map(
      async ([name, child]) => [name, await locate(storage, group.id, name, child, options)] as const,
    ),
  );
  const hard = entries.flatMap(([, found]) =>
    typeof found === "object" && found.storage === storage ? [found.id] : [],
  );
  const own = await readWhole(storage, hard, options);
  const members = new Map<string, Member>();
  for (const [name, found] of entries) {
    if (typeof found === "string") {
      lost(name, found, "dead-link");
      continue;
    }
    const { nodes, damage } = found.storage === storage ? own : await readWhole(found.storage, [found.id], options);
    const node = nodes.get(found.id);
    if (node === undefined) {
      lost(name, damage.get(found.id) ?? "it cannot be read", "unreadable");
      continue;
    }
    const type = typeOf(node);
    const link = !("hard" in (group.children.get(name) as Child));
    const member = { name, path: joinPath(path, name), node, storage: found.storage, link };
    members.set(name, type === undefined ? member : { ...member, type });
  }
  return members;
}

/** The nodes that are whole, and what is wrong with the others. */
async function readWhole(
  storage: Storage,
  ids: readonly NodeId[],
  { signal }: CallOptions,
): Promise<{ readonly nodes: ReadonlyMap<NodeId, Node>; readonly damage: ReadonlyMap<NodeId, string> }> {
  const damage = new Map<NodeId, string>();
  const onDamage = ({ id, error }: Damage): unknown => damage.set(id, error.message);
  const found = await storage.read(ids, { ...(signal ? { signal } : {}), onDamage });
  return { nodes: new Map(found.filter(({ id }) => !damage.has(id)).map((node) => [node.id, node])), damage };
}

/** Where a child is; a dead or refused link gives the reason instead. */
async function locate(
  storage: Storage,
  parent: NodeId,
  name: string,
  child: Child,
  options: CallOptions,
): Promise<Location | string> {
  if ("hard" in child) return { storage, id: child.hard };
  try {
    return await storage.follow(parent, name, options);
  } catch (error) {
    if (isHdmfError(error, "not-found", "denied", "limit")) return error.message;
    throw error;
  }
}
