/**
 * Zarr stores as `Storage`: reading and writing Zarr v3 in the convention of hdmf-zarr 0.14.
 *
 * @example
 * ```ts
 * const edit = await createZarr("a.nwb.zarr");
 * const data = await edit.createDataset(edit.root, "data", { dtype: "int16", shape: [3] });
 * await edit.write(data, [], Int16Array.of(1, 2, 3));
 * await edit.commit();
 * const storage = await openZarrStorage("a.nwb.zarr");
 * ```
 */

export { createZarr } from "./create-zarr.ts";
export { isZarrFolder } from "./is-zarr-folder.ts";
export type { ReadableStore, StoreInput, WritableStore } from "./store.ts";
export { toZarrita } from "./to-zarrita.ts";
export { createZarrIO, type ZarrIOOptions } from "./zarr-io.ts";
export { type OpenZarrOptions, openZarrStorage } from "./zarr-storage.ts";
