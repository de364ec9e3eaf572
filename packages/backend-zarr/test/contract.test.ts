import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Storage } from "@hdmf-ts/storage";
import { concerns, storageContract, writeContractTarget, writeContractTree } from "@hdmf-ts/storage/testing";
import { afterAll, beforeAll, describe, test } from "vitest";
import { createZarr, openZarrStorage } from "../src/index.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hdmf-ts-zarr-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
let count = 0;

describe("a Zarr store in a folder keeps the contract of a storage", () => {
  let filled: string | undefined;
  const fill = async (): Promise<string> => {
    const place = join(folder, "filled.zarr");
    const target = await createZarr(join(folder, "contract-target.zarr"));
    await writeContractTarget(target);
    await target.commit();
    const { capabilities } = await openZarrStorage(join(folder, "contract-target.zarr"));
    const edit = await createZarr(place);
    await writeContractTree(edit, capabilities, "../contract-target.zarr");
    await edit.commit();
    return place;
  };
  const open = {
    async filled(): Promise<Storage> {
      filled ??= await fill();
      return openZarrStorage(filled);
    },
    async fresh() {
      const place = join(folder, `fresh-${++count}.zarr`);
      return { edit: async () => createZarr(place), open: () => openZarrStorage(place) };
    },
  };
  test.each(storageContract)("$name", async (one) => {
    const storage = await open.filled();
    const { capabilities } = storage;
    await storage.close();
    if (concerns(one, capabilities, true)) await one.run(open);
  });
});
