import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { hasJudge, issuesOf, ourFindings, parseVerdicts, runJudge, theirFindings } from "./hdmf-truth.ts";

/** hdmf assigns a subtype to the spec of its base although one of its own is there (conformance/validate-differences.md). */
const differences: Readonly<Record<string, readonly string[]>> = {
  "plain-base-and-subtype.h5": [],
  "plain-two-subtypes.h5": [],
};

describe.skipIf(!hasJudge)(
  "plain HDMF files with quantities, links and rules at the place of inclusion, against hdmf",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "hdmf-ts-plain-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test("each file has the same errors", { timeout: 120_000 }, async () => {
      const judged = parseVerdicts(runJudge("validate_plain.py", folder));
      expect(judged.size).toBeGreaterThan(20);
      for (const [file, { errors, failed }] of judged) {
        const ours = ourFindings(await issuesOf(join(folder, file)));
        expect({ file, failed, ours }).toEqual({
          file,
          failed: undefined,
          ours: differences[file] ?? theirFindings(errors ?? []),
        });
      }
    });
  },
);
