import type { Resolver, Storage } from "@hdmf-ts/storage";
import type { StoreInput } from "./store.ts";
import { openZarrStorage } from "./zarr-storage.ts";

/** What makes containers of a storage; `@hdmf-ts/build` has it. */
export interface ZarrManager<Root> {
  construct(storage: Storage): Promise<Root>;
}

/** What {@link createZarrIO} puts together. */
export interface ZarrIOOptions<Root> {
  readonly manager: ZarrManager<Root>;
  /** Opens the stores that links lead to; those in the folder of the store unless told. */
  readonly resolver?: Resolver;
}

/** A Zarr store as containers, after hdmf-zarr's class of this name: reading so far. */
export interface ZarrIO<Root> {
  /** The tree below the containers. */
  readonly storage: Storage;
  /** The root container, made once. */
  read(): Promise<Root>;
  /** Closes the store, and those that its links led to. */
  close(): Promise<void>;
}

/**
 * Gives `open(input)`, which opens Zarr stores as containers.
 *
 * @example
 * ```ts
 * const { open } = createZarrIO({ manager });
 * const io = await open("a.nwb.zarr");
 * const root = await io.read();
 * await io.close();
 * ```
 */
export function createZarrIO<Root>({ manager, resolver }: ZarrIOOptions<Root>): {
  open(input: StoreInput, options?: { readonly signal?: AbortSignal }): Promise<ZarrIO<Root>>;
} {
  return {
    async open(input, options) {
      const storage = await openZarrStorage(input, { ...options, ...(resolver === undefined ? {} : { resolver }) });
      let root: Promise<Root> | undefined;
      return {
        storage,
        read() {
          root ??= manager.construct(storage);
          return root;
        },
        close: () => storage.close(),
      };
    },
  };
}
