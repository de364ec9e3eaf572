import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { hasJudge, repository } from "./hdmf-dump.ts";
import { dedent, unmark } from "./marked-yaml.ts";
import { typeCases } from "./type-cases.ts";

/** What hdmf loads although an error of ours says what is wrong. */
const gaps: readonly string[] = [
  "an unknown target of a link",
  "an unknown target of a reference",
  "an unknown target in a compound",
  "a named group twice",
  "a named link, many times",
  "a shape of fewer axes",
  "what an inclusion inside of an untyped group refines against its type",
  "keys of both dialects that differ",
  "a name that stands for a folder",
  "two compound columns of one name",
  "a compound without columns",
  "a name that is empty",
  "a negative length",
  "a length that is a word",
  "true as a quantity",
  "a number as text",
  "a text as number",
  "a fraction as integer",
  "a negative number as uint",
  "a number as bool",
  "a text that is no date",
  "a value of a reference",
  "a map as value",
  "a list of another shape",
  "ragged lists",
  "one wrong item",
];

/** What hdmf 6.2 refuses although older or newer versions of the language have it. */
const lenient: readonly string[] = [
  "a region, which is no reftype any more",
  "a reference without reftype",
  "shape: scalar, and shape: null",
];

describe.skipIf(!hasJudge)("against hdmf", () => {
  test("what it refuses is an error here, and of what it loads only the known gaps are", { timeout: 60_000 }, () => {
    const cases = typeCases.flatMap(([, each]) => each);
    const input = JSON.stringify(cases.map(([, marked]) => unmark(dedent(marked)).text));
    const run = spawnSync(`${repository}.venv-a/bin/python`, [`${repository}conformance/load_spec.py`], {
      input,
      encoding: "utf8",
    });
    expect(run.status, run.stderr).toBe(0);
    const failures = JSON.parse(run.stdout) as (string | null)[];
    const missed: string[] = [];
    const stricter: string[] = [];
    for (const [i, [what, , ...issues]] of cases.entries()) {
      const isError = issues.some((issue) => issue.startsWith("error"));
      if (failures[i] !== null && !isError) missed.push(what);
      if (failures[i] === null && isError) stricter.push(what);
    }
    expect(missed).toEqual(lenient);
    expect(stricter).toEqual(gaps);
  });
});
