import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import type { AbsolutePath, AsyncMutable, AsyncReadable, RangeQuery, Readable } from "zarrita";

/** What a store is given by: a folder (Node), an http(s) URL, a `Map` of keys, or any store of zarrita. */
export type StoreInput = string | URL | ReadableStore;
/** zarrita's store interface; `Map<string, Uint8Array>` has it. */
export type ReadableStore = Readable | ReadonlyMap<string, Uint8Array>;
/** A store that can be written into. */
export type WritableStore = AsyncMutable | Map<string, Uint8Array>;

/** A store as the rest of this package uses it; keys have no leading slash. */
export interface Keys {
  readonly name?: string;
  get(key: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** The bytes from `offset`, or the last bytes; fewer than asked for where the value is shorter. */
  getRange(key: string, range: RangeQuery, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** The names under a folder, `""` the root; absent where the store cannot list. */
  list?(folder: string): Promise<readonly string[]>;
}

/**
 * Opens what {@link StoreInput} describes, without looking at what is inside.
 * @throws `not-found`, `malformed` for a file, `unsupported` for a zip file, `invalid`.
 */
export async function openKeys(input: StoreInput): Promise<Keys> {
  const isPath = (place: string | URL): boolean =>
    typeof place === "string" ? !/^https?:/i.test(place) : place.protocol === "file:";
  if ((typeof input === "string" || input instanceof URL) && isPath(input))
    return (await import("./folder-store.ts")).openFolder(input);
  if (typeof input === "string" || input instanceof URL) return openUrl(new URL(input));
  if (typeof (input as { get?: unknown } | null)?.get !== "function")
    throw hdmfError("invalid", "A Zarr store is opened by a path, a URL, a Map or a store of zarrita");
  return openObject(input);
}

const isMap = (store: ReadableStore): store is ReadonlyMap<string, Uint8Array> => store instanceof Map;

function openObject(store: ReadableStore): Keys {
  const read = store as AsyncReadable;
  const keys = {
    async get(key: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
      signal?.throwIfAborted();
      return guarded(key, undefined, signal, async () => read.get(`/${key}`, signal === undefined ? {} : { signal }));
    },
    async getRange(key: string, range: RangeQuery, signal?: AbortSignal): Promise<Uint8Array | undefined> {
      signal?.throwIfAborted();
      const bytes = await guarded(key, undefined, signal, async () =>
        read.getRange === undefined
          ? read.get(`/${key}`, signal === undefined ? {} : { signal })
          : read.getRange(`/${key}`, range, signal === undefined ? {} : { signal }),
      );
      return bytes === undefined ? undefined : cutRange(bytes, range);
    },
  };
  if (!isMap(store)) return keys;
  return {
    ...keys,
    async list(folder: string): Promise<readonly string[]> {
      const prefix = folder === "" ? "/" : `/${folder}/`;
      const names = new Set<string>();
      for (const key of store.keys())
        if (key.startsWith(prefix)) names.add(key.slice(prefix.length).split("/", 1)[0] ?? "");
      return [...names];
    },
  };
}

/** The asked-for range of an answer that may be the whole value: some servers ignore ranges. */
function cutRange(bytes: Uint8Array, range: RangeQuery): Uint8Array {
  if ("suffixLength" in range) return bytes.subarray(Math.max(0, bytes.length - range.suffixLength));
  return bytes.length <= range.length ? bytes : bytes.subarray(range.offset, range.offset + range.length);
}

async function openUrl(url: URL): Promise<Keys> {
  const { FetchStore } = await import("zarrita");
  const store = new FetchStore(url);
  const encode = (key: string): AbsolutePath => `/${key.split("/").map(encodeURIComponent).join("/")}`;
  const source = `${url.origin}${url.pathname}`;
  return {
    name: source,
    get: (key, signal) =>
      guarded(key, source, signal, () => store.get(encode(key), signal === undefined ? {} : { signal })),
    async getRange(key, range, signal) {
      const bytes = await guarded(key, source, signal, () =>
        store.getRange(encode(key), range, signal === undefined ? {} : { signal }),
      );
      return bytes === undefined ? undefined : cutRange(bytes, range);
    },
  };
}

async function guarded<T>(
  key: string,
  source: string | undefined,
  signal: AbortSignal | undefined,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    signal?.throwIfAborted();
    if (isHdmfError(cause)) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw hdmfError("io", `Reading ${key}${source === undefined ? "" : ` of ${source}`} failed: ${why}`, {
      cause,
      ...(source === undefined ? {} : { source }),
    });
  }
}
