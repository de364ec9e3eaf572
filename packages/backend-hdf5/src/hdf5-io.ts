import type { BytesInput } from "@hdmf-ts/bytes";
import type { Resolver, Storage } from "@hdmf-ts/storage";
import { type OpenHdf5, openHdf5Storage } from "./open-hdf5-storage.ts";

/** What makes containers of a storage; `@hdmf-ts/build` has it. */
export interface Hdf5Manager<Root> {
  construct(storage: Storage): Promise<Root>;
}

/** What {@link createHDF5IO} puts together. */
export interface HDF5IOOptions<Root> {
  /** Opens files: `openHdf5` of `@hdmf-ts/hdf5-h5wasm`. */
  readonly engine: OpenHdf5;
  readonly manager: Hdf5Manager<Root>;
  /** Opens the files that external links lead to; those in the folder of the file unless told. */
  readonly resolver?: Resolver;
}

/** An HDF5 file as containers, after hdmf's class of this name: reading so far. */
export interface HDF5IO<Root> {
  /** The tree below the containers. */
  readonly storage: Storage;
  /** The root container, made once. */
  read(): Promise<Root>;
  /** Closes the file, and those that its links led to. */
  close(): Promise<void>;
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
  open(input: BytesInput, options?: { readonly signal?: AbortSignal }): Promise<HDF5IO<Root>>;
} {
  return {
    async open(input, options) {
      const file = await engine(input, options);
      const storage = openHdf5Storage(file, { open: engine, ...(resolver === undefined ? {} : { resolver }) });
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
