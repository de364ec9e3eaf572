import { concerns, storageContract } from "@hdmf-ts/storage/testing";
import { describe, test } from "vitest";
import { inMemory } from "./in-memory.ts";

describe("what is written to memory in a browser keeps the contract of a storage", () => {
  test.each(storageContract)("$name", async (one) => {
    const storage = await inMemory.filled();
    const { capabilities } = storage;
    await storage.close();
    if (concerns(one, capabilities, true)) await one.run(inMemory);
  });
});
