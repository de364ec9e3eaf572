/** Where a dataset being written keeps its chunks until the store is published, by number of the dataset and key. */
export interface Staging {
  get(dataset: number, key: string): Promise<Uint8Array | undefined>;
  /** `bytes` are the caller's to reuse only after it is done. */
  put(dataset: number, key: string, bytes: Uint8Array): Promise<void>;
  drop(dataset: number, key: string): Promise<void>;
  /** Drops all chunks of a dataset. */
  dropAll(dataset: number): Promise<void>;
  /**
   * Makes the store visible under its name: the chunks first, then the nodes, the root last.
   * @throws `exists` without `overwrite`, `io`, `denied`; nothing is under the name then that was not before.
   */
  publish(contents: Contents, options: { readonly overwrite: boolean; readonly signal?: AbortSignal }): Promise<void>;
  /** Removes all that was staged; never throws. */
  abandon(): Promise<void>;
  /** Whether a source in a link leads to a Zarr store; `undefined` where that cannot be known. */
  isStore(source: string): Promise<boolean | undefined>;
}

/** What a store is made of beside its chunks. */
export interface Contents {
  /** The path of each dataset by its number. */
  readonly datasets: ReadonlyMap<number, string>;
  /** Metadata by key, the root not included. */
  readonly metadata: ReadonlyMap<string, Uint8Array>;
  /** `zarr.json` of the root. */
  readonly root: Uint8Array;
}
