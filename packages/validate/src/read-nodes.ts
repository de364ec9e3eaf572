import type { NodeId } from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import type { Location, Node, Storage } from "@hdmf-ts/storage";

/** How many nodes are asked for at once. */
const maxBatch = 1_000;

/** Reads the nodes of many places in batches; `undefined` where an id names nothing. */
export async function readNodes(
  places: readonly (Location | undefined)[],
  signal: AbortSignal | undefined,
): Promise<(Node | undefined)[]> {
  const result: (Node | undefined)[] = new Array(places.length).fill(undefined);
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
      const nodes = await readBatch(
        storage,
        batch.map((i) => places[i]!.id),
        signal,
      );
      batch.forEach((index, i) => {
        result[index] = nodes[i];
      });
    }
  }
  return result;
}

async function readBatch(
  storage: Storage,
  ids: readonly NodeId[],
  signal: AbortSignal | undefined,
): Promise<readonly (Node | undefined)[]> {
  const options = signal ? { signal } : {};
  try {
    return await storage.read(ids, options);
  } catch (error) {
    if (!isDamage(error)) throw error;
    if (ids.length === 1) return [undefined];
  }
  // One of them is not there: which one?
  const middle = ids.length >> 1;
  return [
    ...(await readBatch(storage, ids.slice(0, middle), signal)),
    ...(await readBatch(storage, ids.slice(middle), signal)),
  ];
}

/**
 * Whether an error speaks of a part of the file: a link or reference that leads nowhere or where we may not go, damaged
 * data, a filter that is not known. All else (closed, aborted) ends the validation.
 */
export function isDamage(error: unknown): boolean {
  return isHdmfError(error, "not-found", "denied", "limit", "malformed", "unsupported", "invalid", "io");
}
