import { type BytesInput, folderResolver } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import type { Hdf5File } from "@hdmf-ts/hdf5";
import type { Resolver, Storage } from "@hdmf-ts/storage";
import { hdf5Storage, type StartEdit } from "./hdf5-storage.ts";

/** Opens an HDF5 file: `openHdf5` of an engine. */
export type OpenHdf5 = (input: BytesInput, options?: { readonly signal?: AbortSignal }) => Promise<Hdf5File>;

/** How links out of the file are followed. */
export interface Hdf5StorageOptions {
  /** The engine, for the paths that external links lead to; without it and without `resolver` these are `denied`. */
  readonly open?: (path: string, options?: { readonly signal?: AbortSignal }) => Promise<Hdf5File>;
  /** Opens these files instead of `folderResolver` of `@hdmf-ts/bytes`. What it gives is kept, and closed with the storage. */
  readonly resolver?: Resolver;
}

/**
 * A storage over an open HDF5 file, reading only; closing it closes the file. Ids are the addresses of object headers.
 * By default external links lead to files in the folder of this file and below, never elsewhere.
 *
 * @example
 * ```ts
 * const storage = openHdf5Storage(await openHdf5("a.nwb"), { open: openHdf5 });
 * const [root] = await storage.read([storage.root]);
 * await storage.close();
 * ```
 */
export function openHdf5Storage(file: Hdf5File, options: Hdf5StorageOptions = {}): Storage {
  return storageOver(file, options);
}

/** @param startEdit Given for a file that is edited. */
export function storageOver(file: Hdf5File, options: Hdf5StorageOptions, startEdit?: StartEdit): Storage {
  const opened = new Map<string, Promise<Storage>>();
  let closed = false;
  const keep = (key: string, open: () => Promise<Storage>): Promise<Storage> => {
    if (closed) throw hdmfError("closed", "The file that the link is in is closed");
    const known = opened.get(key);
    if (known !== undefined) return known;
    const opening = open();
    opened.set(key, opening);
    // What failed may be tried again.
    opening.catch(() => opened.delete(key));
    return opening;
  };
  const closeOpened = async (): Promise<void> => {
    closed = true;
    const storages = await Promise.allSettled(opened.values());
    await Promise.all(
      storages.map((one) => (one.status === "fulfilled" && one.value !== root ? one.value.close() : undefined)),
    );
  };
  const resolver = resolverOf(file, options, keep, () => resolver);
  const root = hdf5Storage(file, resolver, closeOpened, startEdit);
  if (file.name !== undefined) opened.set(absolutePath(file.name), Promise.resolve(root));
  return root;
}

type Keep = (key: string, open: () => Promise<Storage>) => Promise<Storage>;

function resolverOf(
  file: Hdf5File,
  { open, resolver }: Hdf5StorageOptions,
  keep: Keep,
  shared: () => Resolver | undefined,
): Resolver | undefined {
  if (resolver !== undefined) {
    return (source, from, options) => keep(JSON.stringify([source, from]), () => resolver(source, from, options));
  }
  if (open === undefined || file.name === undefined) return undefined;
  return folderResolver({
    root: file.name,
    open: (path, options) =>
      keep(absolutePath(path), async () => hdf5Storage(await open(path, options), shared(), async () => {})),
  });
}

/** One name for a file, where there is a file system. */
function absolutePath(path: string): string {
  return globalThis.process?.getBuiltinModule?.("node:path")?.resolve(path) ?? path;
}
