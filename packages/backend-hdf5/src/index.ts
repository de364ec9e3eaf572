/**
 * `Storage` on HDF5 files, over any engine that fulfils `Hdf5File`.
 *
 * @example
 * ```ts
 * const storage = openHdf5Storage(await openHdf5("a.nwb"), { open: openHdf5 });
 * const { id } = await storage.resolve("/acquisition");
 * await storage.close();
 * ```
 */
export { type CreateHdf5Options, createHdf5 } from "./create-hdf5.ts";
export { type EditHdf5Options, editHdf5 } from "./edit-hdf5.ts";
export { createHDF5IO, type HDF5IOOptions } from "./hdf5-io.ts";
export { type Hdf5StorageOptions, type OpenHdf5, openHdf5Storage } from "./open-hdf5-storage.ts";
