/**
 * HDF5 files: a reader in TypeScript, and the interface that every engine fulfils.
 *
 * @example
 * ```ts
 * const file = await openHdf5File("a.nwb");
 * const [root] = await file.objects([file.root]);
 * await file.close();
 * ```
 */

export { type CreateHdf5FileOptions, createHdf5File } from "./create-hdf5-file.ts";
export {
  type EditHdf5FileOptions,
  editHdf5File,
  type Hdf5FileEdit,
  type Hdf5Recovery,
  recoverHdf5File,
} from "./edit-hdf5-file.ts";
export type * from "./hdf5-file.ts";
export { type OpenHdf5FileOptions, openHdf5File } from "./open-hdf5.ts";
export type * from "./writer/hdf5-edit.ts";
