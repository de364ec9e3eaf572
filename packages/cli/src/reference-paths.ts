import { type ArrayData, isColumns, isNumbers, isRagged, isReferences, type NodeId, referenceAt } from "@hdmf-ts/array";
import type { PathLookup, Storage } from "@hdmf-ts/storage";

/** The ids that values refer to, at any depth. */
function referencedIds(data: ArrayData, into: Set<NodeId> = new Set()): Set<NodeId> {
  if (Array.isArray(data) || isNumbers(data)) return into;
  if (isReferences(data)) {
    for (let i = 0; i < data.ids.length; i++) {
      const id = referenceAt(data, i);
      if (id !== null) into.add(id);
    }
  } else if (isRagged(data)) {
    referencedIds(data.values, into);
  } else if (isColumns(data)) {
    for (const column of data.values()) referencedIds(column, into);
  }
  return into;
}

/** A look-up of the paths of all that `values` refer to, made in one request. */
export async function pathsFor(storage: Storage, values: readonly ArrayData[]): Promise<PathLookup> {
  const ids = new Set<NodeId>();
  for (const data of values) referencedIds(data, ids);
  if (ids.size === 0) return () => undefined;
  const list = [...ids];
  const paths = await storage.pathOf(list);
  const table = new Map(list.map((id, i) => [id, paths[i]]));
  return (id) => table.get(id);
}
