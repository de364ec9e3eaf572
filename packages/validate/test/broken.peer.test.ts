import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  fixtures,
  hasJudge,
  issuesOf,
  ourFindings,
  repository,
  runJudge,
  theirFindings,
  type Verdict,
  verdicts,
} from "./hdmf-truth.ts";

const main = `${fixtures}generated/main.nwb`;
const canRun = hasJudge && existsSync(main);
const folder = canRun ? mkdtempSync(join(tmpdir(), "hdmf-ts-broken-")) : "";
const script = readFileSync(`${repository}conformance/make_broken.py`, "utf8");
const defects = [...script.matchAll(/^ {4}"([a-z0-9-]+)": /gm)].map((found) => found[1]!);
const judged = new Map<string, Verdict>();

/** Where hdmf raises, or is wrong: what we find instead, and the warnings. The reasons stand in conformance/validate-differences.md. */
const differences: Readonly<Record<string, readonly string[]>> = {};

describe.skipIf(!canRun)("seeded defects, against hdmf's validator", () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(defects)("%s", { timeout: 240_000 }, async (defect) => {
    if (judged.size === 0) {
      const files = runJudge("make_broken.py", main, folder).trim().split("\n");
      expect(files.map((name) => name.replace(".nwb", ""))).toEqual(defects);
      for (const [path, verdict] of verdicts(files.map((name) => join(folder, name)))) judged.set(path, verdict);
    }
    const path = join(folder, `${defect}.nwb`);
    const { errors, failed } = judged.get(path)!;
    const ours = ourFindings(await issuesOf(path));
    if (defect in differences)
      expect({ failed, ours }).toEqual({ failed: expect.anything(), ours: differences[defect] });
    else expect({ failed, ours }).toEqual({ failed: undefined, ours: theirFindings(errors ?? []) });
  });
});
