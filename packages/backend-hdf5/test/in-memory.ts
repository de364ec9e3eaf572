import { memorySink } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import type { Storage } from "@hdmf-ts/storage";
import { type OpenContract, writeContractTarget, writeContractTree } from "@hdmf-ts/storage/testing";
import { openHdf5File } from "../../hdf5/src/index.ts";
import { createHdf5, openHdf5Storage } from "../src/index.ts";

type Fill = (edit: Awaited<ReturnType<typeof createHdf5>>) => Promise<void>;

/** A file in memory that `fill` makes. */
async function made(fill: Fill): Promise<Uint8Array> {
  const sink = memorySink();
  const edit = await createHdf5(sink);
  await fill(edit);
  await edit.commit();
  return sink.bytes();
}

/** The contract on files that are written to memory and read from there. */
export const inMemory: OpenContract = {
  async filled(): Promise<Storage> {
    const target = await made(writeContractTarget);
    const resolver = async (source: string): Promise<Storage> => {
      if (source === "contract-target.h5") return openHdf5Storage(await openHdf5File(target));
      throw hdmfError("not-found", `There is no file ${source}`);
    };
    const { capabilities } = openHdf5Storage(await openHdf5File(target));
    const bytes = await made((edit) => writeContractTree(edit, capabilities));
    return openHdf5Storage(await openHdf5File(bytes), { resolver });
  },
  async fresh() {
    const sink = memorySink();
    return {
      edit: () => createHdf5(sink),
      async open() {
        try {
          return openHdf5Storage(await openHdf5File(sink.bytes()));
        } catch (cause) {
          throw hdmfError("not-found", "Nothing was written", { cause });
        }
      },
    };
  },
};
