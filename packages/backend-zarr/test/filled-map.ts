import { hdmfError } from "@hdmf-ts/errors";
import type { Storage } from "@hdmf-ts/storage";
import { writeContractTarget, writeContractTree } from "@hdmf-ts/storage/testing";
import { createZarr, openZarrStorage } from "../src/index.ts";

interface Maps {
  readonly main: Map<string, Uint8Array>;
  readonly target: Map<string, Uint8Array>;
}
let made: Promise<Maps> | undefined;

/** The contract tree in one Map, what its external link leads to in another; made once. */
export function filledMap(): Promise<Maps> {
  made ??= (async () => {
    const main = new Map<string, Uint8Array>();
    const target = new Map<string, Uint8Array>();
    const other = await createZarr(target);
    await writeContractTarget(other);
    await other.commit();
    const edit = await createZarr(main);
    const { capabilities } = await openZarrStorage(target);
    await writeContractTree(edit, capabilities, "../target.zarr");
    await edit.commit();
    return { main, target };
  })();
  return made;
}

/** Opens the first Map with a resolver that knows the second. */
export function openMaps({ main, target }: Maps): Promise<Storage> {
  return openZarrStorage(main, {
    async resolver(source) {
      if (source === "../target.zarr") return openZarrStorage(target);
      throw hdmfError("not-found", `There is no store ${source}`);
    },
  });
}
