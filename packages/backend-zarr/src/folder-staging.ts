import { hdmfError } from "@hdmf-ts/errors";
import { gate } from "./gate.ts";
import { nodeKey } from "./names.ts";
import { isMissing, nodeFs, systemError } from "./node-fs.ts";
import type { Contents, Staging } from "./staging.ts";

/** Chunks up to this size wait in memory, so that small datasets are one file less to rename … */
const SMALL = 16 * 1024;
/** … as long as there are not too many. */
const MAX_HELD = 16 * 1024 * 1024;
const WRITERS = 8;

/** Keeps chunks in a folder beside the target, `.NAME.hdmf-ts-XXXX.partial`, which becomes the target by renaming. */
export function folderStaging(input: string | URL): Staging {
  const { fs, path, url } = nodeFs(String(input));
  const target = path.resolve(typeof input === "string" ? input : url.fileURLToPath(input));
  const random = [...crypto.getRandomValues(new Uint8Array(4))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  const beside = (ending: string): string =>
    path.join(path.dirname(target), `.${path.basename(target)}.hdmf-ts-${random}.${ending}`);
  const partial = beside("partial");
  const held = new Map<number, Map<string, Uint8Array>>();
  const onDisk = new Set<number>();
  const folders = new Map<string, Promise<unknown>>();
  let heldBytes = 0;
  let made: Promise<void> | undefined;
  const through = gate(WRITERS);

  const makePartial = (): Promise<void> => {
    made ??= fs.mkdir(partial).then(
      () => undefined,
      (error: unknown) => {
        throw systemError("Creating a folder in", path.dirname(target), error);
      },
    );
    return made;
  };
  const writing = new Set<Promise<void>>();
  const writeFile = (file: string, bytes: Uint8Array): Promise<void> => {
    const done = through(async () => {
      const folder = path.dirname(file);
      try {
        await makeFolder(folder);
        await fs.writeFile(file, bytes);
      } catch (error) {
        throw systemError("Writing", target, error);
      }
    });
    const settled = done.catch(() => undefined).finally(() => writing.delete(settled));
    writing.add(settled);
    return done;
  };
  const makeFolder = (folder: string): Promise<unknown> => {
    let making = folders.get(folder);
    if (making === undefined) {
      making = fs.mkdir(folder, { recursive: true });
      folders.set(folder, making);
      making.catch(() => folders.delete(folder));
    }
    return making;
  };
  const place = (dataset: number, key: string): string => path.join(partial, "chunks", String(dataset), key);

  return {
    async get(dataset, key) {
      const small = held.get(dataset)?.get(key);
      if (small !== undefined || !onDisk.has(dataset)) return small;
      try {
        return new Uint8Array(await fs.readFile(place(dataset, key)));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw systemError("Reading", place(dataset, key), error);
      }
    },
    async put(dataset, key, bytes) {
      await makePartial();
      if (bytes.length <= SMALL && heldBytes + bytes.length <= MAX_HELD) {
        const chunks = held.get(dataset) ?? new Map<string, Uint8Array>();
        held.set(dataset, chunks);
        heldBytes += bytes.length - (chunks.get(key)?.length ?? 0);
        chunks.set(key, bytes);
        return;
      }
      held.get(dataset)?.delete(key);
      onDisk.add(dataset);
      await writeFile(place(dataset, key), bytes);
    },
    async drop(dataset, key) {
      held.get(dataset)?.delete(key);
      if (onDisk.has(dataset)) await fs.rm(place(dataset, key), { force: true });
    },
    async dropAll(dataset) {
      held.delete(dataset);
      if (onDisk.delete(dataset))
        await fs.rm(path.join(partial, "chunks", String(dataset)), { recursive: true, force: true });
    },
    async publish(contents, { overwrite, signal }) {
      signal?.throwIfAborted();
      await checkTarget(target, overwrite);
      await makePartial();
      const store = path.join(partial, "store");
      try {
        await fs.rm(store, { recursive: true, force: true });
        await fs.mkdir(store);
        await build(store, contents, signal);
      } catch (error) {
        signal?.throwIfAborted();
        throw systemError("Writing", target, error);
      }
      signal?.throwIfAborted();
      await swap(store, overwrite);
      await fs.rm(partial, { recursive: true, force: true }).catch(() => undefined);
    },
    async abandon() {
      held.clear();
      await made?.catch(() => undefined);
      await Promise.all(writing);
      await fs.rm(partial, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    },
    async isStore(source) {
      if (/^[a-z][a-z0-9+.-]*:/i.test(source) || source.includes("\0")) return false;
      try {
        await fs.stat(path.join(path.resolve(target, source), "zarr.json"));
        return true;
      } catch {
        return false;
      }
    },
  };

  async function build(store: string, contents: Contents, signal: AbortSignal | undefined): Promise<void> {
    folders.clear();
    for (const [dataset, nodePath] of contents.datasets) {
      if (!onDisk.has(dataset)) continue;
      const folder = path.join(store, nodeKey(nodePath, "."));
      await makeFolder(path.dirname(folder));
      await fs.rename(path.join(partial, "chunks", String(dataset)), folder);
    }
    const files = function* (): Generator<readonly [string, Uint8Array]> {
      for (const [dataset, nodePath] of contents.datasets)
        for (const [key, bytes] of held.get(dataset) ?? []) yield [nodeKey(nodePath, key), bytes];
      yield* contents.metadata;
    };
    const queue = files();
    const lane = async (): Promise<void> => {
      for (let next = queue.next(); next.done !== true; next = queue.next()) {
        signal?.throwIfAborted();
        await writeFile(path.join(store, next.value[0]), next.value[1]);
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: WRITERS }, lane));
    for (const result of lanes) if (result.status === "rejected") throw result.reason;
    await writeFile(path.join(store, "zarr.json"), contents.root);
  }

  async function swap(store: string, overwrite: boolean): Promise<void> {
    const old = beside("old");
    let moved = false;
    try {
      if (overwrite)
        moved = await fs.rename(target, old).then(
          () => true,
          (error: unknown) => {
            if (isMissing(error)) return false;
            throw error;
          },
        );
      else await checkTarget(target, false);
      await fs.rename(store, target);
    } catch (error) {
      if (moved) await fs.rename(old, target).catch(() => undefined);
      throw systemError("Putting the store at", target, error);
    }
    if (moved) await fs.rm(old, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** @throws `exists` for what must not be replaced. */
async function checkTarget(target: string, overwrite: boolean): Promise<void> {
  const { fs } = nodeFs(target);
  let isFolder: boolean;
  try {
    isFolder = (await fs.lstat(target)).isDirectory();
  } catch (error) {
    if (isMissing(error)) return;
    throw systemError("Looking at", target, error);
  }
  if (!overwrite)
    throw hdmfError("exists", `${target} is there already`, {
      source: target,
      hint: "overwrite it or choose another name",
    });
  if (!isFolder) return;
  const names = await fs.readdir(target);
  if (names.length > 0 && !names.some((name) => ["zarr.json", ".zgroup", ".zarray", ".zmetadata"].includes(name)))
    throw hdmfError("exists", `${target} is a folder, but no Zarr store: it is not overwritten`, {
      source: target,
      hint: "choose another name",
    });
}
