import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EditableStorage, Storage } from "@hdmf-ts/storage";
import {
  concerns,
  type OpenContract,
  storageContract,
  writeContractTarget,
  writeContractTree,
} from "@hdmf-ts/storage/testing";
import { afterAll, beforeAll, describe, test } from "vitest";
import { openHdf5File } from "../../hdf5/src/index.ts";
import { openHdf5 } from "../../hdf5-h5wasm/src/index.ts";
import { createHdf5, editHdf5, type OpenHdf5, openHdf5Storage } from "../src/index.ts";
import { editedMemory, fill } from "./edited.ts";
import { inMemory } from "./in-memory.ts";

const folder = mkdtempSync(join(tmpdir(), "hdmf-ts-hdf5-"));
const place = join(folder, "contract.h5");
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

beforeAll(async () => {
  const target = await createHdf5(join(folder, "contract-target.h5"));
  await writeContractTarget(target);
  await target.commit();
  const { capabilities, close } = openHdf5Storage(await openHdf5File(join(folder, "contract-target.h5")));
  await close();
  const edit = await createHdf5(place);
  await writeContractTree(edit, capabilities);
  await edit.commit();
});

/** Files that were written to a path, and are read by an engine. */
function byPath(engine: OpenHdf5): OpenContract {
  const open = async (path: string): Promise<Storage> => openHdf5Storage(await engine(path), { open: engine });
  return {
    filled: () => open(place),
    async fresh() {
      const path = join(folder, `fresh-${++count}.h5`);
      return { edit: () => createHdf5(path), open: () => open(path) };
    },
  };
}

/** Files that are made empty and edited in their place; an engine reads what was committed while the editor is open. */
function byEditing(engine: OpenHdf5): OpenContract {
  const edited: EditableStorage[] = [];
  afterAll(() => Promise.all(edited.map((storage) => storage.close())));
  return {
    async filled() {
      const storage = await editHdf5(join(folder, `edited-${++count}.h5`), { mode: "a", open: engine });
      await fill(storage);
      return storage;
    },
    async fresh() {
      const path = join(folder, `edited-${++count}.h5`);
      const storage = await editHdf5(path, { mode: "a" });
      edited.push(storage);
      return {
        edit: async () => storage.edit(),
        open: async () => openHdf5Storage(await engine(path), { open: engine }),
      };
    },
  };
}

describe.each<[name: string, open: OpenContract]>([
  ["a path", byPath(openHdf5File)],
  ["a path, read by libhdf5", byPath(openHdf5)],
  ["memory", inMemory],
  ["a file that is edited", byEditing(openHdf5File)],
  ["a file that is edited, read by libhdf5", byEditing(openHdf5)],
  ["memory that is edited", editedMemory],
])("what is written to %s keeps the contract of a storage", (_, open) => {
  test.each(storageContract)("$name", async (one) => {
    const storage = await open.filled();
    const { capabilities } = storage;
    await storage.close();
    if (concerns(one, capabilities, true)) await one.run(open);
  });
});
