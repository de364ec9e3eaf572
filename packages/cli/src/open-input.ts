import { openHdf5Storage } from "@hdmf-ts/backend-hdf5";
import { openZarrStorage } from "@hdmf-ts/backend-zarr";
import { openBytes, pathKind } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import { openHdf5 } from "@hdmf-ts/hdf5-h5wasm";
import type { Storage } from "@hdmf-ts/storage";
import { formatBytes } from "./format-bytes.ts";
import type { Terminal } from "./terminal.ts";

/** A URL is fetched whole for now: no more than this. */
const maxDownloadBytes = 2 * 1024 ** 3;

const isUrl = (path: string) => /^https?:\/\//i.test(path);

async function openUrl(url: string, terminal: Terminal): Promise<Storage> {
  if (/\.zarr\/?$/i.test(new URL(url).pathname)) return openZarrStorage(url, { signal: terminal.signal });
  const source = await openBytes(url, {
    signal: terminal.signal,
    download: true,
    maxDownloadBytes,
    onProgress({ loaded, total }) {
      const of = total === undefined ? "" : ` of ${formatBytes(total)}`;
      terminal.progress(`fetching ${url}: ${formatBytes(loaded)}${of}`);
    },
  });
  return openHdf5Storage(await openHdf5(source, { signal: terminal.signal }));
}

/**
 * Opens what a PATH argument names: an HDF5 file, a Zarr folder or a URL.
 * @throws `not-found`, `denied`, `malformed` for what is neither; the caller closes the storage.
 */
async function openInput(path: string, terminal: Terminal): Promise<Storage> {
  if (isUrl(path)) return openUrl(path, terminal);
  const kind = await pathKind(path);
  if (kind === "missing") {
    throw hdmfError("not-found", `${path}: no such file or folder`, { source: path, hint: "check the path" });
  }
  if (kind === "folder") return openZarrStorage(path, { signal: terminal.signal });
  const openFile = (input: string) => openHdf5(input, { signal: terminal.signal });
  return openHdf5Storage(await openFile(path), { open: openFile });
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
