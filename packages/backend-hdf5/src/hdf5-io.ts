import type { BytesInput } from "@hdmf-ts/bytes";
import { type Manager, type Resolver, type StorageIO, storageIO } from "@hdmf-ts/storage";
import { type OpenHdf5, openHdf5Storage } from "./open-hdf5-storage.ts";

/** What {@link createHDF5IO} puts together. */
export interface HDF5IOOptions<Root> {
  /** Opens files: `openHdf5` of `@hdmf-ts/hdf5-h5wasm`. */
  readonly engine: OpenHdf5;
  readonly manager: Manager<Root>;
  /** Opens the files that external links lead to; those in the folder of the file unless told. */
  readonly resolver?: Resolver;
}

/**
 * Gives `open(input)`, which opens HDF5 files as containers.
 *
 * @example
 * ```ts
 * const { open } = createHDF5IO({ engine: openHdf5, manager });
 * const io = await open("a.nwb");
 * const root = await io.read();
 * await io.close();
 * ```
 */
export function createHDF5IO<Root>({ engine, manager, resolver }: HDF5IOOptions<Root>): {
  open(input: BytesInput, options?: { readonly signal?: AbortSignal }): Promise<StorageIO<Root>>;
} {
  return {
    async open(input, options) {
      const file = await engine(input, options);
      const storage = openHdf5Storage(file, { open: engine, ...(resolver === undefined ? {} : { resolver }) });
      return storageIO(storage, manager);
    },
  };
}
