import { type Manager, type Resolver, type StorageIO, storageIO } from "@hdmf-ts/storage";
import type { StoreInput } from "./store.ts";
import { openZarrStorage } from "./zarr-storage.ts";

/** What {@link createZarrIO} puts together. */
export interface ZarrIOOptions<Root> {
  readonly manager: Manager<Root>;
  /** Opens the stores that links lead to; those in the folder of the store unless told. */
  readonly resolver?: Resolver;
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
  open(input: StoreInput, options?: { readonly signal?: AbortSignal }): Promise<StorageIO<Root>>;
} {
  return {
    async open(input, options) {
      const storage = await openZarrStorage(input, { ...options, ...(resolver === undefined ? {} : { resolver }) });
      return storageIO(storage, manager);
    },
  };
}
