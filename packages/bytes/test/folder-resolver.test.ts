import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileSource, folderResolver, readAll } from "../src/index.ts";

const scratch = mkdtempSync(join(tmpdir(), "folder-resolver-"));
const root = join(scratch, "files", "root.h5");

beforeAll(() => {
  mkdirSync(join(scratch, "files", "below"), { recursive: true });
  for (const name of ["files/root.h5", "files/target.h5", "files/below/other.h5", "secret.h5"]) {
    writeFileSync(join(scratch, name), name);
  }
  symlinkSync(join(scratch, "secret.h5"), join(scratch, "files", "to-secret.h5"));
  symlinkSync(join(scratch, "files", "below"), join(scratch, "files", "also-below"));
});
afterAll(() => rmSync(scratch, { recursive: true }));

describe("where a file may lead", () => {
  const opened: string[] = [];
  const resolver = folderResolver({
    root,
    open: async (path) => {
      opened.push(path);
      return fileSource(path);
    },
  });

  test.each([
    ["a file beside", "target.h5", "files/target.h5"],
    ["a file below", "below/other.h5", "files/below/other.h5"],
    ["a file below, with dots", "./below/../target.h5", "files/target.h5"],
    ["a link that stays inside", "also-below/other.h5", "files/below/other.h5"],
    ["a full path inside", join(scratch, "files", "below", "other.h5"), "files/below/other.h5"],
    ["a full path from another machine, the file beside", "/data/of/others/target.h5", "files/target.h5"],
  ])("%s is opened", async (_, source, content) => {
    const found = await resolver(source, root);
    expect(new TextDecoder().decode(await readAll(found))).toBe(content);
    await found.close?.();
  });

  test("a file is looked for beside the one that leads to it", async () => {
    const found = await resolver("/of/others/other.h5", join(scratch, "files", "below", "from.h5"));
    expect(new TextDecoder().decode(await readAll(found))).toBe("files/below/other.h5");
    await found.close?.();
  });

  test.each([
    ["dots that leave the folder", "../secret.h5", "denied"],
    ["dots that leave the folder to what is not there", "../none.h5", "denied"],
    ["a symbolic link that leaves", "to-secret.h5", "denied"],
    ["a full path outside", join(scratch, "secret.h5"), "denied"],
    ["a system file", "/etc/passwd", "denied"],
    ["a URL", "https://example.org/a.h5", "denied"],
    ["a file URL", "file:///etc/passwd", "denied"],
    ["a name with NUL", "target.h5\0", "denied"],
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
    await expect(resolver("target.h5", from)).rejects.toMatchObject({ tag: "denied" });
  });
});
