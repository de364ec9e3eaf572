import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const python = `${root}.venv-b/bin/python`;
const original = `${root}../shared/fixtures/nwb/generated/main.nwb`;
const store = `${root}../shared/fixtures/zarr/main-hdmf-zarr-0.14.nwb.zarr`;

/** What is planted in a store that is right, and one of the differences the judge must then report. */
const planted: readonly (readonly [name: string, kind: string, path: string])[] = [
  ["no record of what is lost", "no-record", "/acquisition/es/data"],
  ["a number", "value", "/acquisition/ts_rate/data"],
  ["one bit of a float", "value", "/acquisition/es/channel_conversion"],
  ["minus zero", "value", "/acquisition/es/starting_time"],
  ["a text", "value", "/session_description"],
  ["an element of a text column", "value", "/acquisition/licks/annotation"],
  ["a chunk that is gone", "value", "/acquisition/ts_rate/data"],
  ["a missing attribute", "missing-attribute", "/acquisition/es@filtering"],
  ["another attribute", "attribute", "/acquisition/es/data@conversion"],
  ["an extra attribute", "extra-attribute", "/acquisition/es@more"],
  ["another object id", "attribute", "/acquisition/es@object_id"],
  ["another type", "attribute", "/acquisition/es@neurodata_type"],
  ["a wrong reference in an attribute", "attribute", "/acquisition/es/electrodes@table"],
  ["a wrong reference in an attribute", "builder-attribute", "/acquisition/es/electrodes@table"],
  ["a dead reference in an attribute", "attribute", "/acquisition/es/electrodes@table"],
  ["a wrong reference in a dataset", "value", "/units/electrode_group"],
  ["a wrong reference in a dataset", "builder-references", "/units/electrode_group"],
  ["a wrong reference in a compound", "value", "/intervals/trials/timeseries"],
  ["a wrong reference in a compound", "builder-references", "/intervals/trials/timeseries"],
  ["another number in a compound", "value", "/intervals/trials/timeseries"],
  ["a reference dataset said to be text", "reserved-attribute", "/units/electrode_group@_DTYPE"],
  ["reference fields that are not said", "reserved-attribute", "/intervals/trials/timeseries@_REFERENCE_FIELDS"],
  ["a dropped object", "missing-node", "/acquisition/es"],
  ["a dropped dataset", "missing-node", "/units/spike_times"],
  ["an extra object", "extra-node", "/acquisition/more"],
  ["a dropped link", "missing-link", "/acquisition/tp/imaging_plane"],
  ["a wrong link", "link-target", "/acquisition/tp/imaging_plane"],
  ["a copy instead of a link", "node-instead-of-link", "/acquisition/tp/imaging_plane"],
  ["a wider type", "dtype", "/acquisition/ts_rate/data"],
  ["another shape", "shape", "/acquisition/ts_rate/data"],
  ["a specification", "value", "/specifications/core/2.11.0/nwb.base"],
  ["another place of the specifications", "attribute", "/@.specloc"],
  ["stale consolidated metadata", "consolidated-stale", "/acquisition/es"],
];

describe.skipIf(!existsSync(python) || !existsSync(original))("the judge of conversions", () => {
  let answers: Record<string, readonly (readonly [kind: string, path: string])[]>;

  beforeAll(() => {
    const run = spawnSync(python, [`${root}conformance/prove_judge.py`, original, store], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (run.status !== 0) throw new Error(run.stderr);
    answers = JSON.parse(run.stdout);
  }, 300_000);

  test("finds nothing wrong in what hdmf-zarr itself exported", () => expect(answers.untouched).toEqual([]));

  test.each(planted)("finds %s as %s", (name, kind, path) => expect(answers[name]).toContainEqual([kind, path]));
});
