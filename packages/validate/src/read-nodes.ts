import type { NodeId } from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import type { Damage, Location, Node, Storage } from "@hdmf-ts/storage";

/** How many nodes are asked for at once. */
const maxBatch = 1_000;

/** A node that was read, and what of it could not be. */
export interface Found {
  /** Absent where an id names nothing, or what is damaged. */
  readonly node?: Node;
  readonly damage: readonly Damage[];
}

/** Reads the nodes of many places in batches. */
export async function readNodes(
  places: readonly (Location | undefined)[],
  signal: AbortSignal | undefined,
): Promise<Found[]> {
  const result = places.map((): Found => ({ damage: [] }));
  const byStorage = new Map<Storage, number[]>();
  places.forEach((place, i) => {
    if (place === undefined) return;
    const list = byStorage.get(place.storage);
    if (list) list.push(i);
    else byStorage.set(place.storage, [i]);
  });
  for (const [storage, indices] of byStorage) {
    for (let start = 0; start < indices.length; start += maxBatch) {
      const batch = indices.slice(start, start + maxBatch);
      const found = await readBatch(
        storage,
        batch.map((i) => places[i]!.id),
        signal,
      );
      for (const index of batch) result[index] = found.get(places[index]!.id)!;
    }
  }
  return result;
}

async function readBatch(
  storage: Storage,
  ids: readonly NodeId[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<NodeId, Found>> {
  const damage = new Map<NodeId, Damage[]>(ids.map((id) => [id, []]));
  const nodes = await storage.read(ids, {
    ...(signal ? { signal } : {}),
    onDamage: (one) => damage.get(one.id)?.push(one),
  });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return new Map(
    [...damage].map(([id, list]) => {
      const node = byId.get(id);
      return [id, { ...(node === undefined ? {} : { node }), damage: list }];
    }),
  );
}

/**
 * Whether an error speaks of a part of the file: a link or reference that leads nowhere or where we may not go, damaged
 * data, a filter that is not known. All else (closed, aborted) ends the validation.
 */
export function isPartial(error: unknown): boolean {
  return isHdmfError(error, "not-found", "denied", "limit", "malformed", "unsupported", "invalid", "io");
}
