import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHdf5 } from "../../hdf5-h5wasm/src/index.ts";
import { folderResolver, openHdf5Storage } from "../src/index.ts";

const scratch = mkdtempSync(join(tmpdir(), "backend-hdf5-"));
const root = join(scratch, "files", "links.h5");
const contract = "conformance/fixtures/contract.h5";
const target = "conformance/fixtures/contract-target.h5";

beforeAll(() => {
  mkdirSync(join(scratch, "files", "below"), { recursive: true });
  copyFileSync(contract, root);
  copyFileSync(target, join(scratch, "files", "contract-target.h5"));
  copyFileSync(target, join(scratch, "files", "below", "other.h5"));
  copyFileSync(target, join(scratch, "secret.h5"));
  symlinkSync(join(scratch, "secret.h5"), join(scratch, "files", "to-secret.h5"));
  symlinkSync(join(scratch, "files", "below"), join(scratch, "files", "also-below"));
});
afterAll(() => rmSync(scratch, { recursive: true }));

describe("where external links may lead", () => {
  const opened: string[] = [];
  const resolver = folderResolver({
    root,
    open: async (path) => {
      opened.push(path);
      return openHdf5Storage(await openHdf5(path));
    },
  });

  test.each([
    ["a file beside", "contract-target.h5"],
    ["a file below", "below/other.h5"],
    ["a file below, with dots", "./below/../contract-target.h5"],
    ["a link that stays inside", "also-below/other.h5"],
    ["a full path inside", join(scratch, "files", "below", "other.h5")],
    ["a full path from another machine, the file beside", "/data/of/others/contract-target.h5"],
  ])("%s is opened", async (_, source) => {
    const storage = await resolver(source, root);
    expect((await storage.read([storage.root]))[0]?.kind).toBe("group");
    await storage.close();
  });

  test.each([
    ["dots that leave the folder", "../secret.h5", "denied"],
    ["dots that leave the folder to what is not there", "../none.h5", "denied"],
    ["a symbolic link that leaves", "to-secret.h5", "denied"],
    ["a full path outside", join(scratch, "secret.h5"), "denied"],
    ["a system file", "/etc/passwd", "denied"],
    ["a URL", "https://example.org/a.h5", "denied"],
    ["a file URL", "file:///etc/passwd", "denied"],
    ["a name with NUL", "contract-target.h5\0", "denied"],
    ["what is not there", "none.h5", "not-found"],
    ["the folder itself", ".", "denied"],
  ])("%s is refused", async (_, source, tag) => {
    opened.length = 0;
    await expect(resolver(source, root)).rejects.toMatchObject({ tag, message: expect.not.stringContaining("\n") });
    expect(opened).toEqual([]);
  });

  test.each([
    ["memory", undefined],
    ["a URL", "https://example.org/root.h5"],
  ])("from %s nothing is opened", async (_, from) => {
    await expect(resolver("contract-target.h5", from)).rejects.toMatchObject({ tag: "denied" });
  });
});

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
