import { editableMemory, memorySink } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import type { EditableStorage, Storage } from "@hdmf-ts/storage";
import { type OpenContract, writeContractTarget, writeContractTree } from "@hdmf-ts/storage/testing";
import { openHdf5File } from "../../hdf5/src/index.ts";
import { createHdf5, editHdf5, openHdf5Storage } from "../src/index.ts";

/** An empty file. */
export async function emptyFile(): Promise<Uint8Array> {
  const sink = memorySink();
  await (await createHdf5(sink)).commit();
  return sink.bytes();
}

/** The contract tree, made by an edit of a file that is there. */
export async function fill(storage: EditableStorage): Promise<void> {
  const edit = storage.edit();
  await writeContractTree(edit, storage.capabilities);
  await edit.commit();
}

/** The contract on files in memory that are edited in their place; what was committed is read of the storage that is edited. */
export const editedMemory: OpenContract = {
  async filled(): Promise<Storage> {
    const target = memorySink();
    const made = await createHdf5(target);
    await writeContractTarget(made);
    await made.commit();
    const resolver = async (source: string): Promise<Storage> => {
      if (source === "contract-target.h5") return openHdf5Storage(await openHdf5File(target.bytes()));
      throw hdmfError("not-found", `There is no file ${source}`);
    };
    const storage = await editHdf5(editableMemory(await emptyFile()), { resolver });
    await fill(storage);
    return storage;
  },
  async fresh() {
    const storage = await editHdf5(editableMemory(await emptyFile()));
    return { edit: async () => storage.edit(), open: async () => storage };
  },
};
