import type { NodeId } from "@hdmf-ts/array";
import type { Catalog } from "@hdmf-ts/spec";
import type { Storage } from "@hdmf-ts/storage";
import { type ObjectType, objectType } from "./object-type.ts";
import { readNodes } from "./read-nodes.ts";

/** What a reference leads to: nothing, an untyped object (`null`), or an object of a type. */
type Target = ObjectType | null | undefined;

/** The types of what references lead to, read once each. */
export interface TargetTypes {
  of(storage: Storage, ids: readonly NodeId[], namespace: string): Promise<readonly Target[]>;
}

export function createTargetTypes(catalog: Catalog, signal: AbortSignal | undefined): TargetTypes {
  const known = new Map<Storage, Map<NodeId, Target>>();
  return {
    of: async (storage, ids, namespace) => {
      const types = known.get(storage) ?? new Map<NodeId, Target>();
      known.set(storage, types);
      const missing = [...new Set(ids)].filter((id) => !types.has(id));
      const nodes = await readNodes(
        missing.map((id) => ({ storage, id })),
        signal,
      );
      nodes.forEach(({ node }, i) => {
        types.set(missing[i]!, node && (objectType(catalog, node, namespace) ?? null));
      });
      return ids.map((id) => types.get(id));
    },
  };
}
