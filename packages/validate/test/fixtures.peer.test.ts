import { existsSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { fixtures, hasJudge, issuesOf, ourFindings, theirFindings, type Verdict, verdicts } from "./hdmf-truth.ts";

const files = existsSync(fixtures)
  ? readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".nwb"))
  : [];
const judged = new Map<string, Verdict>();

describe.skipIf(!hasJudge || files.length === 0)(
  "the errors found in the NWB fixtures, against hdmf's validator",
  () => {
    test.each(files)("%s", { timeout: 120_000 }, async (file) => {
      if (judged.size === 0) {
        for (const [path, verdict] of verdicts(files.map((name) => fixtures + name))) judged.set(path, verdict);
      }
      const verdict = judged.get(basename(file))!;
      const issues = await issuesOf(fixtures + file);
      expect(verdict.failed).toBeUndefined();
      if (verdict.errors === null) expect(issues.map(({ code }) => code)).toEqual(["no-specification"]);
      else expect(ourFindings(issues)).toEqual(theirFindings(verdict.errors));
    });
  },
);
