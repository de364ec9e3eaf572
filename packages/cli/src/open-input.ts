import { openHdf5Storage } from "@hdmf-ts/backend-hdf5";
import { openZarrStorage } from "@hdmf-ts/backend-zarr";
import { openBytes, pathKind } from "@hdmf-ts/bytes";
import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import { type Hdf5File, openHdf5File } from "@hdmf-ts/hdf5";
import { openHdf5 } from "@hdmf-ts/hdf5-h5wasm";
import type { Storage } from "@hdmf-ts/storage";
import { fallbackEngine } from "./fallback-engine.ts";
import { formatBytes } from "./format-bytes.ts";
import { isUrl } from "./is-url.ts";
import type { Terminal } from "./terminal.ts";

/** From a server without ranges a file is fetched whole: no more than this. */
const maxDownloadBytes = 2 * 1024 ** 3;

async function download(url: string, terminal: Terminal): Promise<Hdf5File> {
  const source = await openBytes(url, {
    signal: terminal.signal,
    download: true,
    maxDownloadBytes,
    onProgress({ loaded, total }) {
      const of = total === undefined ? "" : ` of ${formatBytes(total)}`;
      terminal.progress(`fetching ${url}: ${formatBytes(loaded)}${of}`);
    },
  });
  return fallbackEngine(openHdf5File, openHdf5)(source, { signal: terminal.signal });
}

async function openUrl(url: string, terminal: Terminal): Promise<Storage> {
  const { signal } = terminal;
  if (/\.zarr\/?$/i.test(new URL(url).pathname)) return openZarrStorage(url, { signal });
  try {
    return openHdf5Storage(await openHdf5File(url, { signal }));
  } catch (error) {
    if (!isHdmfError(error, "unsupported")) throw error;
    return openHdf5Storage(await download(url, terminal));
  }
}

/**
 * Opens what a PATH argument names: an HDF5 file, a Zarr folder or a URL. What our own HDF5 engine does not support is read by h5wasm.
 * @throws `not-found`, `denied`, `malformed` for what is neither; the caller closes the storage.
 */
async function openInput(path: string, terminal: Terminal): Promise<Storage> {
  if (isUrl(path)) return openUrl(path, terminal);
  const { signal } = terminal;
  const kind = await pathKind(path);
  if (kind === "missing") {
    throw hdmfError("not-found", `${path}: no such file or folder`, { source: path, hint: "check the path" });
  }
  if (kind === "folder") return openZarrStorage(path, { signal });
  const engine = fallbackEngine(openHdf5File, openHdf5);
  const open = (input: string) => engine(input, { signal });
  return openHdf5Storage(await open(path), { open });
}

/** Opens, works, and closes whatever happens. */
export async function withInput<T>(
  path: string,
  terminal: Terminal,
  work: (storage: Storage) => Promise<T>,
): Promise<T> {
  const storage = await openInput(path, terminal);
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}
