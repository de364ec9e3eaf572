import { hdmfError } from "@hdmf-ts/errors";
import type { AbsolutePath, AsyncMutable } from "zarrita";
import { nodeKey } from "./names.ts";
import type { Staging } from "./staging.ts";
import type { WritableStore } from "./store.ts";

/** Keeps all in memory until it is published into a `Map` or a store of zarrita. */
export function mapStaging(target: WritableStore): Staging {
  const datasets = new Map<number, Map<string, Uint8Array>>();
  const put = async (key: string, bytes: Uint8Array): Promise<void> => {
    await (target as AsyncMutable).set(`/${key}` as AbsolutePath, bytes);
  };
  return {
    get: async (dataset, key) => datasets.get(dataset)?.get(key),
    async put(dataset, key, bytes) {
      const chunks = datasets.get(dataset) ?? new Map<string, Uint8Array>();
      datasets.set(dataset, chunks);
      chunks.set(key, bytes);
    },
    async drop(dataset, key) {
      datasets.get(dataset)?.delete(key);
    },
    async dropAll(dataset) {
      datasets.delete(dataset);
    },
    async publish(contents, { overwrite, signal }) {
      signal?.throwIfAborted();
      if (await isTaken(target)) {
        if (!overwrite) throw hdmfError("exists", "The target already holds a Zarr store", { hint: "overwrite it" });
        if (!(target instanceof Map))
          throw hdmfError("unsupported", "A store that cannot delete keys is not overwritten", {
            hint: "give an empty one",
          });
        target.clear();
      }
      for (const [dataset, path] of contents.datasets)
        for (const [key, bytes] of datasets.get(dataset) ?? []) await put(nodeKey(path, key), bytes);
      for (const [key, bytes] of contents.metadata) await put(key, bytes);
      await put("zarr.json", contents.root);
      datasets.clear();
    },
    async abandon() {
      datasets.clear();
    },
    isStore: async () => undefined,
  };
}

async function isTaken(target: WritableStore): Promise<boolean> {
  if (target instanceof Map) return target.size > 0;
  for (const key of ["/zarr.json", "/.zgroup", "/.zarray"] as const)
    if ((await target.get(key)) !== undefined) return true;
  return false;
}
