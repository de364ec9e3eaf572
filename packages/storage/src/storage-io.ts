import type { Storage } from "./storage.ts";

/** What makes containers of a storage: `createManager` of `@hdmf-ts/build`. A backend takes it by this interface and knows no more. */
export interface Manager<Root> {
  /** The root container; what it leads to is made when asked for. */
  construct(storage: Storage): Promise<Root>;
}

/** An open file or store as containers, after hdmf's `HDMFIO`: reading so far. */
export interface StorageIO<Root> {
  /** The tree below the containers. */
  readonly storage: Storage;
  /** The root container, made once. */
  read(): Promise<Root>;
  /** Closes the storage, and those that its links led to. */
  close(): Promise<void>;
}

/** Puts a storage and a manager together; closing closes the storage. */
export function storageIO<Root>(storage: Storage, manager: Manager<Root>): StorageIO<Root> {
  let root: Promise<Root> | undefined;
  return {
    storage,
    read() {
      root ??= manager.construct(storage);
      return root;
    },
    close: () => storage.close(),
  };
}
