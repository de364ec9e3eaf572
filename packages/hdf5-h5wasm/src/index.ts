/**
 * HDF5 files read through h5wasm (libhdf5 as WebAssembly), behind the `Hdf5File` interface of `@hdmf-ts/hdf5`.
 *
 * @example
 * ```ts
 * const file = await openHdf5("a.nwb");
 * const [root] = await file.objects([file.root]);
 * if (root?.kind === "group") console.log([...root.links.keys()]);
 * await file.close();
 * ```
 */
export { type OpenHdf5Options, openHdf5 } from "./open-hdf5.ts";
