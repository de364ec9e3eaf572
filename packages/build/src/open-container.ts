import { hdmfError } from "@hdmf-ts/errors";
import type { ResolvedType } from "@hdmf-ts/spec";
import type { CallOptions, Node, Storage } from "@hdmf-ts/storage";
import { collectFields } from "./collect-fields.ts";
import type { Container, ObjectHandle } from "./container.ts";
import type { Member } from "./members.ts";
import { type Registry, resolveType } from "./registry.ts";
import { objectIdOf, typeOf } from "./type-of.ts";

/**
 * The typed object at a path; links are followed. Reads it, its children and what is below its children without a type, and no
 * array; the objects in it are opened when asked for. Of a type that the registry does not know, all is in `extra`.
 *
 * @throws `not-found`, or `invalid` where what is there has no type.
 */
export async function containerAt(
  storage: Storage,
  registry: Registry,
  path: string,
  options: CallOptions = {},
): Promise<Container> {
  const place = await storage.resolve(path, options);
  const [node] = await place.storage.read([place.id], options);
  if (node === undefined) throw hdmfError("not-found", `Nothing is at ${path}`, { path });
  return openContainer({ storage: place.storage, node, path }, registry, options);
}

interface Place {
  readonly storage: Storage;
  readonly node: Node;
  readonly path: string;
}

async function openContainer(place: Place, registry: Registry, options: CallOptions): Promise<Container> {
  const { storage, node, path } = place;
  const type = typeOf(node);
  if (type === undefined) throw hdmfError("invalid", `${path} is a ${node.kind} without a type`, { path });
  const resolved = resolveType(registry, type);
  const handleOf = (member: Member): ObjectHandle => ({
    path: member.path,
    ...(member.type ?? { type: "" }),
    link: member.link,
    open: () => openContainer(member, registry, {}),
  });
  const { fields, extra } = await collectFields(place, registry.catalog, resolved, handleOf, options);
  const objectId = objectIdOf(node);
  const container: Container = {
    path,
    ...type,
    ...(objectId === undefined ? {} : { objectId }),
    fields,
    extra,
    storage,
    id: node.id,
    node,
    registry,
  };
  if (resolved !== undefined) extend(container, resolved);
  return container;
}

/** Adds the behaviours of its type and its ancestors, the nearest first, so that the special goes before the general. */
function extend(container: Container, resolved: ResolvedType): void {
  const { behaviours, catalog } = container.registry;
  for (const ancestor of resolved.hierarchy) {
    for (const behaviour of behaviours) {
      if (behaviour.type !== ancestor) continue;
      if (catalog.type(resolved.namespace, ancestor)?.namespace !== behaviour.namespace) continue;
      for (const [key, value] of Object.entries(behaviour.extend(container))) {
        if (!(key in container)) Object.defineProperty(container, key, { value, enumerable: true });
      }
    }
  }
}
