import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const python = `${root}.venv-a/bin/python`;

/** What is planted in a copy of a file, and one of the differences that the judge must then report. */
const planted: readonly (readonly [name: string, kind: string, path: string])[] = [
  ["a number", "value", "/again"],
  ["minus zero", "value", "/plain"],
  ["another NaN", "value", "/plain"],
  ["a text", "value", "/words"],
  ["an element of a list", "value", "/lists"],
  ["a missing attribute", "missing-attribute", "/g@number"],
  ["an extra attribute", "extra-attribute", "/g@more"],
  ["another value of an attribute", "attribute-value", "/g@number"],
  ["a wider attribute", "attribute-type", "/g@number"],
  ["an attribute of one element", "attribute-space", "/g@number"],
  ["an attribute that is no text of varying length", "attribute-type", "/g@text"],
  ["an attribute in ASCII", "attribute-type", "/g@text"],
  ["a scalar for a null space", "attribute-space", "/g@empty"],
  ["a wrong reference in an attribute", "attribute-value", "/g@to"],
  ["a wrong reference", "value", "/references"],
  ["a null reference", "value", "/references"],
  ["a wrong reference in a compound", "value", "/pairs"],
  ["another region", "value", "/regions"],
  ["a wider type", "type", "/scalar"],
  ["another byte order", "type", "/scalar"],
  ["another padding", "type", "/padded"],
  ["another width of text", "type", "/padded"],
  ["another character set", "type", "/padded"],
  ["another precision", "type", "/odd"],
  ["other padding bits", "type", "/odd"],
  ["another place in a compound", "type", "/gaps"],
  ["another enum", "type", "/colour"],
  ["another shape", "space", "/again"],
  ["another maximum", "space", "/again"],
  ["other chunks", "chunks", "/again"],
  ["another level", "filters", "/again"],
  ["a filter less", "filters", "/again"],
  ["another fill value", "fill-value", "/again"],
  ["no fill value", "fill-value", "/again"],
  ["another layout", "layout", "/plain"],
  ["a type of its own", "datatype", "/typed"],
  ["a dropped object", "missing-object", "/scalar"],
  ["an extra object", "extra-object", "/more"],
  ["a group for a dataset", "kind", "/scalar"],
  ["a dropped link", "missing-link", "/soft"],
  ["a wrong link", "link", "/soft"],
  ["a wrong link to another file", "link", "/outside"],
  ["a copy instead of a second name", "missing-link", "/rows"],
  ["a soft link instead of a second name", "extra-link", "/again"],
  ["names in another order", "names", "/ordered"],
  ["no order of creation", "order", "/ordered"],
  ["no order of creation", "attribute-order", "/ordered"],
  ["a comment", "comment", "/g"],
];

describe.skipIf(!existsSync(python))("the judge of HDF5 files", () => {
  let answers: Record<string, readonly (readonly [kind: string, path: string])[]>;

  beforeAll(() => {
    const run = spawnSync(python, [`${root}conformance/prove_hdf5_judge.py`], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(run.stderr);
    answers = JSON.parse(run.stdout);
  }, 120_000);

  test("finds nothing in a copy", () => expect(answers.untouched).toEqual([]));

  test("all that is planted is in the list", () => {
    const names = new Set(planted.map(([name]) => name));
    expect(Object.keys(answers).sort()).toEqual(["untouched", ...names].sort());
  });

  test.each(planted)("finds %s as %s", (name, kind, path) => expect(answers[name]).toContainEqual([kind, path]));
});
