import { concerns, storageContract } from "@hdmf-ts/storage/testing";
import { describe, test } from "vitest";
import { editedMemory } from "./edited.ts";
import { inMemory } from "./in-memory.ts";

describe.each([
  ["memory", inMemory],
  ["memory that is edited", editedMemory],
])("what is written to %s in a browser keeps the contract of a storage", (_, open) => {
  test.each(storageContract)("$name", async (one) => {
    const storage = await open.filled();
    const { capabilities } = storage;
    await storage.close();
    if (concerns(one, capabilities, true)) await one.run(open);
  });
});
