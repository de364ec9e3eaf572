import type { EditableBytes } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import { type EditHdf5FileOptions, editHdf5File, type Hdf5File, type Hdf5FileEdit } from "@hdmf-ts/hdf5";
import type { Edit, EditableStorage, Storage } from "@hdmf-ts/storage";
import { editNames } from "./edit-names.ts";
import type { StartEdit } from "./hdf5-storage.ts";
import { type Hdf5StorageOptions, storageOver } from "./open-hdf5-storage.ts";
import { type Hdf5Changes, storageEdit } from "./storage-edit.ts";

/** How a file is edited, and how links out of it are followed. */
export type EditHdf5Options = EditHdf5FileOptions & Hdf5StorageOptions;

/**
 * Opens an HDF5 file for changing it in its place. What is read of the storage is the file as the last commit left it; its ids are those
 * that `edit` takes and gives, and stay the same for the life of the file.
 *
 * - One edit at a time. `commit` makes its changes visible, all or none, in the file itself (`flush` of `@hdmf-ts/hdf5`): after any end of the
 *   process the file is as before or has them all, with `durable` after a loss of power too. The edit is over then; `edit()` gives the next.
 * - `abandon` gives up what was not committed. After a commit that failed it is the way on: the file is opened anew by the next call.
 * - `close` gives up what was not committed, and lets the file go: until then others of ours cannot edit it.
 * - Nodes that were read before a commit keep what they show; their arrays are `closed` after it, as is a read that is under way.
 * - Chunks are not taken as stored (no `encodedWriter`). A dataset of times that is there has the opaque type that reading shows.
 *
 * @throws as `editHdf5File` of `@hdmf-ts/hdf5`
 *
 * @example
 * ```ts
 * const storage = await editHdf5("a.nwb");
 * const { id } = await storage.resolve("/general/subject/species");
 * const edit = storage.edit();
 * await edit.write(id, [], ["Mus musculus"]);
 * await edit.commit();
 * await storage.close();
 * ```
 */
export async function editHdf5(
  input: string | EditableBytes,
  { open, resolver, durable = false, ...options }: EditHdf5Options = {},
): Promise<EditableStorage> {
  const first = await editHdf5File(input, { ...options, durable });
  // What mode `a` made is there now.
  const { file, startEdit } = successiveEdits(first, () => editHdf5File(input, { durable }));
  return storageOver(file, { ...(open && { open }), ...(resolver && { resolver }) }, startEdit) as EditableStorage;
}

function successiveEdits(
  first: Hdf5FileEdit,
  reopen: () => Promise<Hdf5FileEdit>,
): { readonly file: Hdf5File; readonly startEdit: StartEdit } {
  const { root } = first;
  const { name } = first.file;
  let current: Promise<Hdf5FileEdit> | undefined = Promise.resolve(first);
  let closed = false;
  let editing = false;
  /** A commit or an abandoning that is under way: what is read waits for its end. */
  let ending: Promise<unknown> = Promise.resolve();

  async function opened(): Promise<Hdf5FileEdit> {
    if (closed) throw hdmfError("closed", name === undefined ? "The file is closed" : `"${name}" is closed`);
    current ??= reopen();
    try {
      return await current;
    } catch (error) {
      current = undefined;
      throw error;
    }
  }
  async function close(): Promise<void> {
    const old = current;
    current = undefined;
    await (await old?.catch(() => undefined))?.close();
  }
  const file: Hdf5File = {
    root,
    ...(name === undefined ? {} : { name }),
    async objects(addresses, options) {
      await ending;
      return (await opened()).file.objects(addresses, options);
    },
    async close() {
      closed = true;
      await close();
    },
  };

  function startEdit(storage: Storage, forget: () => void): Edit {
    if (editing)
      throw hdmfError("invalid", "The file is being edited already", { hint: "commit or abandon that edit" });
    editing = true;
    let over = false;
    let changed = false;
    const end = (): void => {
      editing = false;
      forget();
    };
    async function changing<T>(call: (edit: Hdf5FileEdit) => Promise<T>): Promise<T> {
      if (over) throw hdmfError("closed", "The edit is over", { hint: "edit() of the storage gives another" });
      changed = true;
      return call(await opened());
    }
    const changes: Hdf5Changes = {
      root,
      createGroup: (...args) => changing((edit) => edit.createGroup(...args)),
      createDataset: (...args) => changing((edit) => edit.createDataset(...args)),
      createDatatype: (...args) => changing((edit) => edit.createDatatype(...args)),
      setAttribute: (...args) => changing((edit) => edit.setAttribute(...args)),
      removeAttribute: (...args) => changing((edit) => edit.removeAttribute(...args)),
      link: (...args) => changing((edit) => edit.link(...args)),
      unlink: (...args) => changing((edit) => edit.unlink(...args)),
      move: (...args) => changing((edit) => edit.move(...args)),
      write: (...args) => changing((edit) => edit.write(...args)),
      writeBlocks: (...args) => changing((edit) => edit.writeBlocks(...args)),
      append: (...args) => changing((edit) => edit.append(...args)),
    };
    return storageEdit(
      changes,
      editNames(root, (ids) => storage.read(ids)),
      {
        async commit({ signal } = {}) {
          const committing = changing(async (edit) => edit.flush(signal ? { signal } : {})).then(end);
          over = true;
          ending = committing.catch(() => undefined);
          try {
            await committing;
          } catch (error) {
            over = false;
            throw error;
          }
        },
        async abandon() {
          if (over) return;
          over = true;
          ending = (changed ? close() : Promise.resolve()).catch(() => undefined).then(end);
          await ending;
        },
      },
    );
  }
  return { file, startEdit };
}
