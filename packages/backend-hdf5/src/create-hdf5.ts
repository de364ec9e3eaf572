import type { SinkOutput } from "@hdmf-ts/bytes";
import { type CreateHdf5FileOptions, createHdf5File } from "@hdmf-ts/hdf5";
import type { CallOptions, Edit, ObjectWishes } from "@hdmf-ts/storage";
import { editNames } from "./edit-names.ts";
import { idOf } from "./id-of.ts";
import { objectWishes, storageEdit } from "./storage-edit.ts";

/** What the root group shall be, where chunks are compressed, and how to stop. */
export type CreateHdf5Options = CallOptions & Pick<ObjectWishes, "stored"> & Pick<CreateHdf5FileOptions, "pool">;

/**
 * Starts a new HDF5 file: nothing is there under the name before `commit`, and nothing remains after `abandon`. Superblock 0 and
 * groups of the older kind, as h5py writes them; datasets are contiguous unless chunks, filters or room to grow are asked for.
 * Names of axes are not kept: HDF5 has no place for them.
 *
 * @throws as `createHdf5File` of `@hdmf-ts/hdf5`
 *
 * @example
 * ```ts
 * const edit = await createHdf5("a.h5");
 * const id = await edit.createDataset(edit.root, "data", { dtype: "int16", shape: [3] });
 * await edit.write(id, [], Int16Array.of(1, 2, 3));
 * await edit.commit();
 * ```
 */
export async function createHdf5(output: SinkOutput, { stored, signal, pool }: CreateHdf5Options = {}): Promise<Edit> {
  const options = { ...objectWishes(stored), ...(pool && { pool }), ...(signal && { signal }) };
  const file = await createHdf5File(output, options);
  return storageEdit(file, editNames(file.root), {
    encodedWriter: (id, filters, byteOrder) => file.encodedWriter(idOf(id), filters, byteOrder),
    commit: (commit) => file.commit(commit),
    abandon: () => file.abandon(),
  });
}
