import type { Storage } from "@hdmf-ts/storage";
import { concerns, storageContract } from "@hdmf-ts/storage/testing";
import { describe, test } from "vitest";
import { createZarr, openZarrStorage } from "../src/index.ts";
import { filledMap, openMaps } from "./filled-map.ts";

describe("a Zarr store in a Map keeps the contract of a storage", () => {
  const open = {
    filled: async (): Promise<Storage> => openMaps(await filledMap()),
    async fresh() {
      const place = new Map<string, Uint8Array>();
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
