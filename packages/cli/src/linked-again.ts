import type { NodeId, OutsidePlace } from "@hdmf-ts/array";
import { openHdf5Storage } from "@hdmf-ts/backend-hdf5";
import { folderResolver } from "@hdmf-ts/bytes";
import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import { openHdf5File } from "@hdmf-ts/hdf5";
import { type CallOptions, type Child, joinPath, type Node, readTree, type Storage } from "@hdmf-ts/storage";
import { diffTrees } from "@hdmf-ts/storage/diff";

interface Copied {
  readonly parent: NodeId;
  readonly name: string;
  readonly path: string;
  readonly id: NodeId;
  readonly copyOf: OutsidePlace;
}

/**
 * A view of a store in which a copy of what the original linked to in another HDF5 file is that link again, where the link leads to the same
 * from OUT; `links` are the paths of these. Else the copy stays, with a warning: it may be all that is left.
 */
export async function linkedAgain(
  storage: Storage,
  output: string,
  { warn, ...call }: CallOptions & { warn(message: string): void },
): Promise<{ readonly source: Storage; readonly links: ReadonlySet<string> }> {
  const again = new Map<NodeId, Map<string, OutsidePlace>>();
  const links = new Set<string>();
  for (const { parent, name, path, id, copyOf } of await copiesIn(storage, call)) {
    if ([...links].some((link) => path.startsWith(`${link}/`))) continue;
    const why = await whyNot(storage, id, copyOf, output, call);
    if (why === undefined) {
      again.set(parent, (again.get(parent) ?? new Map()).set(name, copyOf));
      links.add(path);
    } else warn(`${path} stays a copy of ${copyOf.path} in ${copyOf.source}: ${why}`);
  }
  return { source: again.size === 0 ? storage : withLinks(storage, again), links };
}

async function copiesIn(storage: Storage, call: CallOptions): Promise<Copied[]> {
  const { nodes, paths } = await readTree(storage, call);
  const found: Copied[] = [];
  for (const [parent, node] of nodes) {
    if (node.kind !== "group") continue;
    for (const [name, child] of node.children)
      if ("hard" in child && child.copyOf !== undefined && child.copyOf.source !== "")
        found.push({
          parent,
          name,
          path: joinPath(paths.get(parent) ?? "/", name),
          id: child.hard,
          copyOf: child.copyOf,
        });
  }
  return found;
}

/** Why a copy cannot be a link again; `undefined` where it can. */
async function whyNot(
  storage: Storage,
  id: NodeId,
  { source, path }: OutsidePlace,
  output: string,
  call: CallOptions,
): Promise<string | undefined> {
  const open = async (name: string): Promise<Storage> =>
    openHdf5Storage(await openHdf5File(name, call), { open: openHdf5File });
  let other: Storage | undefined;
  try {
    other = await folderResolver({ root: output, open })(source, output, call);
    const target = await other.resolve(path, call);
    const copy = { ...withSoftLinks(storage, source), root: id };
    for await (const { path: where } of diffTrees(copy, { ...target.storage, root: target.id }, call))
      return `it is no longer the same (${where})`;
    return undefined;
  } catch (error) {
    call.signal?.throwIfAborted();
    if (!isHdmfError(error)) throw error;
    return error.message;
  } finally {
    await other?.close();
  }
}

/** What soft links lead to was copied too, since a path of another file means nothing here: a view in which they are links. */
function withSoftLinks(storage: Storage, source: string): Storage {
  return viewOf(storage, (child) =>
    "hard" in child && child.copyOf?.source === source ? { soft: child.copyOf.path } : child,
  );
}

function withLinks(storage: Storage, again: ReadonlyMap<NodeId, ReadonlyMap<string, OutsidePlace>>): Storage {
  const view = viewOf(storage, (child, name, parent) => {
    const external = again.get(parent)?.get(name);
    return external === undefined ? child : { external };
  });
  return {
    ...view,
    follow: async (parent, name, options) => {
      if (again.get(parent)?.has(name)) throw hdmfError("denied", "It stays a link");
      return storage.follow(parent, name, options);
    },
  };
}

/** A storage with other children of its groups. */
function viewOf(storage: Storage, see: (child: Child, name: string, parent: NodeId) => Child): Storage {
  const seen = (node: Node): Node => {
    if (node.kind !== "group") return node;
    const children = [...node.children].map(([name, child]): [string, Child] => [name, see(child, name, node.id)]);
    return { ...node, children: new Map(children) };
  };
  return { ...storage, read: async (ids, options) => (await storage.read(ids, options)).map(seen) };
}
