import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../packages/cli/test/run-command.ts";
import { differs, refused } from "./hdf5-suite-exceptions.ts";
import { compareHdf5, differencesOf, fixtures, python } from "./peers.ts";

const suite = join(fixtures, "hdf5/library-suite");
const list = join(fixtures, "hdf5/library-suite.json");
const known: Readonly<Record<string, { readonly h5py: string }>> = existsSync(list)
  ? JSON.parse(readFileSync(list, "utf8"))
  : {};
const files = Object.keys(known)
  .filter((name) => known[name]?.h5py === "reads all")
  .sort();

describe.skipIf(!existsSync(python("a")) || files.length === 0)(
  "the library's own test files that h5py reads, repacked",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "hdmf-suite-"));
    const found = new Map<string, readonly string[]>();

    beforeAll(async () => {
      const pairs: [original: string, copy: string][] = [];
      for (const name of files) {
        const [original, copy] = [join(suite, name), join(folder, name)];
        const { code, errors } = await runCommand(["convert", original, copy]);
        if (code === 0) pairs.push([original, copy]);
        else found.set(name, errors);
      }
      for (const [index, answer] of compareHdf5(pairs).entries())
        found.set((pairs[index]?.[1] ?? "").slice(folder.length + 1), differencesOf(answer));
    }, 1_200_000);

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test.each(files.filter((name) => !refused.has(name)))("%s is equal, but for what the table says", (name) => {
      const [expected] = differs.get(name) ?? [[]];
      expect(found.get(name)).toEqual(expected);
    });

    test.each(files.filter((name) => refused.has(name)))("%s: why it cannot be, in one line", (name) => {
      expect(found.get(name)?.at(-1)).toMatch(refused.get(name) as RegExp);
    });
  },
);
