/** HDF5 files: the interface that every engine fulfils. */
export type * from "./hdf5-file.ts";
