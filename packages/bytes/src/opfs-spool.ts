import { hdmfError } from "@hdmf-ts/errors";
import { randomName } from "./random-name.ts";
import type { Spool } from "./spool.ts";

/** What workers have of a file in the browser's own storage; it is not in the types of a page. */
interface SyncAccessHandle {
  read(target: Uint8Array, options: { readonly at: number }): number;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  truncate(length: number): void;
  flush(): void;
  close(): void;
}

interface WorkerFile extends FileSystemFileHandle {
  createSyncAccessHandle?(): Promise<SyncAccessHandle>;
  move?(folder: FileSystemDirectoryHandle, name: string): Promise<void>;
}

/** A spool in a file beside another one. */
export interface SiblingSpool extends Spool {
  /** Makes it the file that it stands beside, with so many bytes. */
  replace(byteLength: number): Promise<void>;
}

/**
 * A spool beside a file of the browser's own storage, where there are synchronous files that can be renamed: in workers. `undefined` elsewhere.
 */
export async function siblingSpool(target: FileSystemFileHandle): Promise<SiblingSpool | undefined> {
  const worker = target as WorkerFile;
  if (worker.createSyncAccessHandle === undefined || worker.move === undefined) return undefined;
  const folder = await folderOf(target);
  if (folder === undefined) return undefined;
  const name = `.${target.name}.hdmf-ts-${randomName()}.partial`;
  const file: WorkerFile = await folder.getFileHandle(name, { create: true });
  const access = await file.createSyncAccessHandle?.();
  if (access === undefined) return undefined;
  return {
    async write(offset, bytes) {
      const written = access.write(bytes, { at: offset });
      if (written !== bytes.length) throw hdmfError("io", `${target.name} cannot be written: no space is left`);
    },
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      access.read(bytes, { at: offset });
      return bytes;
    },
    async replace(byteLength) {
      access.truncate(byteLength);
      access.flush();
      access.close();
      await file.move?.(folder, target.name);
    },
    async drop() {
      access.close();
      await folder.removeEntry(name).catch(() => undefined);
    },
  };
}

/** The folder of a file of the browser's own storage; `undefined` for a file of the user. */
async function folderOf(file: FileSystemFileHandle): Promise<FileSystemDirectoryHandle | undefined> {
  const root = await navigator.storage.getDirectory();
  const path = await root.resolve(file);
  if (path === null) return undefined;
  let folder = root;
  for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name);
  return folder;
}
