import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../packages/cli/test/run-command.ts";
import { ask, compareHdf5, differencesOf, python, root } from "./peers.ts";

describe.skipIf(!existsSync(python("a")))("what was never written", () => {
  const folder = mkdtempSync(join(tmpdir(), "never-written-"));
  const original = join(folder, "original.h5");
  const copy = join(folder, "copy.h5");
  const back = join(folder, "back.h5");

  beforeAll(async () => {
    execFileSync(python("a"), [join(root, "conformance/make_never_written.py"), original]);
    await runCommand(["convert", original, copy]);
    await runCommand(["convert", original, join(folder, "copy.zarr"), "--to", "zarr3"]);
    await runCommand(["convert", join(folder, "copy.zarr"), back]);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([copy, back])("is read as before, by h5py", (path) => {
    expect(compareHdf5([[original, path]]).flatMap(differencesOf)).toEqual([]);
  });

  test("takes no room in a copy, but where the fill value is not what is read", () => {
    const sizes = ask<Readonly<Record<string, number>>>(python("a"), "make_never_written.py", [
      "--sizes",
      original,
      copy,
    ]);
    const expected = { ...sizes[0], "hidden fill in chunks": 64, "hidden fill in one piece": 1600 };
    expect(sizes[1]).toEqual(expected);
    expect(Object.values(expected).filter((size) => size === 0)).toHaveLength(4);
  });
});
