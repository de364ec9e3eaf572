import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  fixtures,
  hasJudge,
  issuesOf,
  ourFindings,
  recordedVerdicts,
  runJudge,
  theirFindings,
  verdicts,
} from "./hdmf-truth.ts";

const originals = ["main.nwb", "ndx/demo.nwb"].map((name) => `${fixtures}generated/${name}`);
const canRun = hasJudge && originals.every((path) => existsSync(path));
const folder = canRun ? mkdtempSync(join(tmpdir(), "hdmf-ts-broken-")) : "";

/** Where hdmf raises, or is wrong: what we find instead, and the warnings. The reasons stand in conformance/validate-differences.md. */
const differences: Readonly<Record<string, readonly string[]>> = {
  "missing-type-of-column": ["target /units/spike_times_index.target"],
  "reference-to-untyped": ["target /acquisition/es/electrodes.table"],
  "reference-null": ["dead-reference /acquisition/es/electrodes.table"],
  "link-extra": [],
  "compound-shorter": ["dtype /processing/ophys/ImageSegmentation/ps/pixel_mask"],
  "compound-is-array": ["dtype /processing/ophys/ImageSegmentation/ps/pixel_mask"],
  "dataset-is-group": ["missing / identifier"],
  "vlen-numbers": ["missing /acquisition/ts_ts/timestamps interval", "missing /acquisition/ts_ts/timestamps unit"],
};

/** What we find in defects that hdmf is silent about: warnings, by code. */
const warnings: Readonly<Record<string, readonly string[]>> = {
  "missing-object-id": ["missing-object-id /acquisition/ts_ts"],
  "missing-namespace": ["missing-namespace /acquisition/ts_ts"],
  "missing-type": ["unexpected-object /acquisition/ts_ts"],
  "unknown-type": ["unknown-type /acquisition/ts_ts"],
  "unknown-namespace": [],
  "attribute-value-changed": ["wrong-value /acquisition/ts_rate/starting_time.unit"],
  "extra-attribute": ["unexpected-attribute /acquisition/ts_rate"],
  "extra-dataset": ["unexpected-object /acquisition/ts_ts/extra"],
  "extra-group": ["unexpected-object /acquisition/extra"],
  "object-elsewhere": ["unexpected-object /general/dev"],
  "dates-second-malformed": ["missing-time-zone /file_create_date", "wrong-dtype /file_create_date"],
  "dates-without-zone": ["missing-time-zone /file_create_date"],
  "references-to-other-type": ["wrong-target /units/electrode_group"],
  "image-references-to-other-type": ["wrong-target /stimulus/templates/imgs_ordered/order_of_images"],
  "link-dead": ["dead-link /general/extracellular_ephys/eg0/device"],
  "link-outside-missing": ["dead-link /acquisition/out"],
  "link-extra": ["unexpected-object /general/extracellular_ephys/eg0/other"],
  "ext-fixed-value": ["wrong-value /general/lab2.fixed"],
  "ext-compound-of-other-type": ["wrong-target /general/lab2/cpd"],
  "ext-compound-shape": ["wrong-shape /general/lab2/cpd"],
  "ext-link-to-other-type": ["unexpected-object /general/lab2/lnk"],
  "compound-renamed": ["renamed-column /processing/ophys/ImageSegmentation/ps/pixel_mask"],
};

/** Judged again on each run, the others as recorded: hdmf needs a second a file. */
const sample = [
  "no-defect",
  "missing-typed-dataset",
  "index-int64",
  "reference-null",
  "date-only",
  "link-extra",
  "ext-missing-column",
];

describe.skipIf(!canRun)("seeded defects, against hdmf's validator", () => {
  const recorded = recordedVerdicts();

  beforeAll(() => {
    const files = originals.flatMap((path) => runJudge("make_broken.py", path, folder).trim().split("\n"));
    expect([...recorded.keys()].sort()).toEqual(files.sort());
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("the recorded verdicts are those of the judge", { timeout: 240_000 }, () => {
    const again = verdicts(sample.map((defect) => join(folder, `${defect}.nwb`)));
    for (const [file, verdict] of again) expect(recorded.get(file), file).toEqual(verdict);
  });

  test.each([...recorded.keys()].map((file) => file.replace(".nwb", "")))("%s", async (defect) => {
    const { errors, failed } = recorded.get(`${defect}.nwb`)!;
    const issues = await issuesOf(join(folder, `${defect}.nwb`));
    const found = issues.filter(({ severity }) => severity === "warning").map(({ code, path }) => `${code} ${path}`);
    expect(found).toEqual(expect.arrayContaining([...(warnings[defect] ?? [])]));
    const expected = differences[defect] ?? theirFindings(errors ?? []);
    expect({ failed, ours: ourFindings(issues) }).toEqual({
      failed: defect in differences ? failed : undefined,
      ours: expected,
    });
  });
});
