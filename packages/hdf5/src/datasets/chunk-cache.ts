import type { ArrayData } from "@hdmf-ts/array";

/** Decoded chunks of a file, those used last, up to a bound in bytes. */
export interface ChunkCache {
  /** The part of a dataset, whose chunks are known by their numbers. What is kept is shared: it is not to be changed. */
  forDataset(): DatasetCache;
  clear(): void;
}

interface DatasetCache {
  get(number: number): ArrayData | undefined;
  /** Chunks larger than the whole cache are not kept. */
  set(number: number, data: ArrayData, bytes: number): void;
}

const defaultBytes = 64 * 2 ** 20;
/** What an entry costs beside its data. */
const overhead = 256;

/** A new cache; `maxBytes` is 64 MiB unless told. */
export function createChunkCache(maxBytes: number = defaultBytes): ChunkCache {
  const entries = new Map<string, { readonly data: ArrayData; readonly bytes: number }>();
  let total = 0;
  let datasets = 0;
  return {
    forDataset() {
      const prefix = `${datasets++}:`;
      return {
        get(number) {
          const key = prefix + number;
          const entry = entries.get(key);
          if (entry === undefined) return undefined;
          entries.delete(key);
          entries.set(key, entry);
          return entry.data;
        },
        set(number, data, bytes) {
          const size = bytes + overhead;
          if (size > maxBytes) return;
          const key = prefix + number;
          const before = entries.get(key);
          if (before !== undefined) {
            total -= before.bytes;
            entries.delete(key);
          }
          entries.set(key, { data, bytes: size });
          total += size;
          for (const [oldest, { bytes }] of entries) {
            if (total <= maxBytes) break;
            entries.delete(oldest);
            total -= bytes;
          }
        },
      };
    },
    clear() {
      entries.clear();
      total = 0;
    },
  };
}
