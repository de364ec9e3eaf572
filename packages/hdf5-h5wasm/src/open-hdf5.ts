import { type ByteSource, type BytesInput, openBytes, readAll } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import type { Hdf5File, Hdf5Object } from "@hdmf-ts/hdf5";
import { addressOf } from "./links.ts";
import { objectTable } from "./objects.ts";
import { checkOpen, type OpenFile } from "./open-file.ts";
import { fileBytes, memoryBytes, type RawBytes } from "./raw-bytes.ts";
import { readSuperblock } from "./superblock.ts";
import { getWasm } from "./wasm.ts";

/** How a file is opened. */
export interface OpenHdf5Options {
  readonly signal?: AbortSignal;
}

/** Milliseconds of reading after which the event loop gets a turn. */
const turn = 30;
let virtualFiles = 0;

/**
 * Opens an HDF5 file for reading through h5wasm. A path (Node) is read in place; all else is taken into memory whole, and
 * bytes that are given must not change until `close`.
 *
 * @throws `not-found`, `denied`, `io`; `invalid` for a folder; `malformed` for a file that is empty, no HDF5, truncated or damaged.
 */
export async function openHdf5(input: BytesInput, options: OpenHdf5Options = {}): Promise<Hdf5File> {
  const { signal } = options;
  const source = await openBytes(input, { ...options, download: true });
  const inPlace = isPath(input);
  let bytes: Uint8Array | undefined;
  try {
    if (!inPlace) bytes = await readWhole(source, options);
  } finally {
    if (source !== input) await source.close?.();
  }
  const { name } = source;
  const label = name === undefined ? "the HDF5 file" : `"${name}"`;
  const raw = bytes === undefined ? openRaw(name ?? "") : memoryBytes(bytes);
  let file: OpenFile | undefined;
  try {
    const block = readSuperblock(raw, name === undefined ? "The file" : `"${name}"`);
    signal?.throwIfAborted();
    const wasm = await getWasm(bytes === undefined ? "path" : "memory");
    signal?.throwIfAborted();
    const place = bytes === undefined ? absolutePath(name ?? "") : `/hdmf-ts-${++virtualFiles}.h5`;
    if (bytes !== undefined) wasm.module.FS.writeFile(place, bytes, { canOwn: true });
    const unlink = (): void => (bytes === undefined ? undefined : wasm.module.FS.unlink(place));
    let id: bigint;
    try {
      id = wasm.call(`open ${label}`, (module) => module.open(place, 0, false, -1, -1));
    } catch (error) {
      unlink();
      throw error;
    }
    const release = (): void => {
      if (!wasm.dead) wasm.call(`close ${label}`, (module) => module.close_file(id));
      unlink();
      raw.close();
    };
    file = { raw, block, wasm, id, label, closed: false, release, ...(name === undefined ? {} : { name }) };
    return hdf5File(file, addressOf(file, "/"));
  } catch (error) {
    if (file === undefined) raw.close();
    else file.release();
    throw error;
  }
}

async function readWhole(source: ByteSource, options: OpenHdf5Options): Promise<Uint8Array> {
  try {
    return await readAll(source, options);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const message = `There is no memory for the ${source.byteLength} bytes of ${source.name ?? "the file"}`;
    throw hdmfError("limit", message, { cause, hint: "Give the path of the file instead, in Node" });
  }
}

function isPath(input: BytesInput): boolean {
  if (typeof input === "string") return !/^https?:\/\//i.test(input);
  return Object.prototype.toString.call(input) === "[object URL]" && (input as URL).protocol === "file:";
}

function openRaw(path: string): RawBytes {
  const fs = globalThis.process?.getBuiltinModule?.("node:fs");
  if (fs === undefined) throw hdmfError("invalid", `The path "${path}" cannot be opened in a browser`);
  try {
    return fileBytes(fs, path);
  } catch (cause) {
    throw hdmfError("io", `"${path}" cannot be opened`, { source: path, cause });
  }
}

function absolutePath(path: string): string {
  return globalThis.process.getBuiltinModule("node:path").resolve(path);
}

function hdf5File(file: OpenFile, root: number): Hdf5File {
  const table = objectTable(file, root);
  return {
    root,
    ...(file.name === undefined ? {} : { name: file.name }),
    async objects(addresses, { signal, onDamage } = {}) {
      const objects: Hdf5Object[] = [];
      let started = performance.now();
      for (const address of addresses) {
        checkOpen(file);
        signal?.throwIfAborted();
        const object = table.read(address, onDamage);
        if (object !== undefined) objects.push(object);
        if (performance.now() - started < turn) continue;
        await new Promise((resolve) => setTimeout(resolve));
        started = performance.now();
      }
      checkOpen(file);
      return objects;
    },
    async close() {
      if (file.closed) return;
      file.closed = true;
      file.release();
    },
  };
}
