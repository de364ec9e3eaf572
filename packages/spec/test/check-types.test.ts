import { describe, expect, test } from "vitest";
import { declaration, dedent, issuesOf, unmark } from "./marked-yaml.ts";
import { typeCases } from "./type-cases.ts";

describe.each(typeCases)("%s", (_section, cases) => {
  test.each(cases)("%s", async (_, marked, ...issues) => {
    const { text, places } = unmark(dedent(marked));
    const found = await issuesOf(`${declaration}  - source: lab.yaml\n`, { "lab.yaml": text });
    expect(found).toEqual(places.map((place, i) => `lab.yaml ${place} ${issues[i]}`));
    expect(found).toHaveLength(issues.length);
  });
});
