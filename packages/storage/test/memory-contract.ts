import { hdmfError } from "@hdmf-ts/errors";
import { memoryStorage, type Resolver } from "../src/index.ts";
import { type OpenContract, writeContractTarget, writeContractTree } from "../src/testing.ts";

/** The contract tree in memory, its external link resolved to another memory storage. */
export const memoryContract: OpenContract = {
  async filled() {
    const target = memoryStorage({ name: "contract-target.h5" });
    const targetEdit = target.edit();
    await writeContractTarget(targetEdit);
    await targetEdit.commit();
    const resolver: Resolver = async (source) => {
      if (source === target.name) return target;
      throw hdmfError("not-found", `There is no file ${source}`);
    };
    const storage = memoryStorage({ name: "contract.h5", resolver });
    const edit = storage.edit();
    await writeContractTree(edit, storage.capabilities);
    await edit.commit();
    return storage;
  },
  async fresh() {
    const storage = memoryStorage();
    return { edit: async () => storage.edit(), open: async () => storage };
  },
};
