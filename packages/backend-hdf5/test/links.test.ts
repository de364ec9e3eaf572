import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHdf5 } from "../../hdf5-h5wasm/src/index.ts";
import { openHdf5Storage } from "../src/index.ts";

const scratch = mkdtempSync(join(tmpdir(), "backend-hdf5-"));
const root = join(scratch, "files", "links.h5");
const contract = "conformance/fixtures/contract.h5";
const target = "conformance/fixtures/contract-target.h5";

beforeAll(() => {
  mkdirSync(join(scratch, "files"));
  copyFileSync(contract, root);
  copyFileSync(target, join(scratch, "files", "contract-target.h5"));
});
afterAll(() => rmSync(scratch, { recursive: true }));

describe("files that links led to", () => {
  test("are opened once, and closed with the root", async () => {
    const storage = openHdf5Storage(await openHdf5(root), { open: openHdf5 });
    const first = await storage.resolve("/links/outside");
    const second = await storage.resolve("/links/outside");
    expect(second.storage).toBe(first.storage);
    expect(first.storage.name).toContain("contract-target.h5");
    await storage.close();
    await expect(first.storage.read([first.id])).rejects.toMatchObject({ tag: "closed" });
    await expect(storage.resolve("/links/outside")).rejects.toMatchObject({ tag: "closed" });
  });

  test.each([
    ["without an engine", root, {}],
    ["from memory", new Uint8Array(readFileSync(contract)), { open: openHdf5 }],
  ])("are not opened %s", async (_, input, options) => {
    const storage = openHdf5Storage(await openHdf5(input), options);
    await expect(storage.resolve("/links/outside")).rejects.toMatchObject({ tag: "denied" });
    await storage.close();
  });

  test("come from the caller's resolver where there is one", async () => {
    const asked: unknown[] = [];
    const storage = openHdf5Storage(await openHdf5(new Uint8Array(readFileSync(contract))), {
      resolver: async (source, from) => {
        asked.push([source, from]);
        return openHdf5Storage(await openHdf5(target));
      },
    });
    const { storage: other } = await storage.resolve("/links/outside");
    await storage.resolve("/links/outside");
    expect(asked).toEqual([["contract-target.h5", undefined]]);
    await storage.close();
    await expect(other.read([other.root])).rejects.toMatchObject({ tag: "closed" });
  });
});
