import { hdmfError } from "@hdmf-ts/errors";
import type { CallOptions, Resolver, Storage } from "@hdmf-ts/storage";
import { nodeFs, systemError } from "./node-fs.ts";

/**
 * The resolver of a store that is a folder: opens Zarr stores below the folder that the store is in, whatever symbolic links say.
 * A source is relative to the store itself (`../other.zarr`, reference: zarr.md A.3, E.8).
 */
export function siblingResolver(
  name: string | undefined,
  given: Resolver | undefined,
  openStore: (folder: string, options: CallOptions & { readonly resolver: Resolver }) => Promise<Storage>,
): { readonly resolver: Resolver | undefined; close(): Promise<void> } {
  const opened = new Map<string, Promise<Storage>>();
  const close = async (): Promise<void> => {
    const all = await Promise.allSettled(opened.values());
    opened.clear();
    for (const one of all) if (one.status === "fulfilled") await one.value.close();
  };
  if (given !== undefined || name === undefined || /^https?:/i.test(name)) return { resolver: undefined, close };
  const resolver: Resolver = async (source, _from, options) => {
    const { fs, path } = nodeFs(name);
    const refuse = (): never => {
      throw hdmfError("denied", `The link to ${JSON.stringify(source)} leads out of the folder of ${name}`, {
        source: name,
        hint: "open the store with a resolver that allows it",
      });
    };
    if (/^[a-z][a-z0-9+.-]*:/i.test(source) || /^[/\\]/.test(source) || source.includes("\0")) refuse();
    const target = path.resolve(name, source);
    const inside = (place: string, folder: string): boolean => place === folder || place.startsWith(folder + path.sep);
    if (!inside(target, path.dirname(name))) refuse();
    let real: string;
    try {
      real = await fs.realpath(target);
      if (!inside(real, await fs.realpath(path.dirname(name)))) refuse();
    } catch (error) {
      throw systemError("Following a link to", target, error);
    }
    let storage = opened.get(real);
    if (storage === undefined) {
      storage = openStore(real, { resolver, ...options });
      opened.set(real, storage);
      storage.catch(() => opened.delete(real));
    }
    return storage;
  };
  return { resolver, close };
}
