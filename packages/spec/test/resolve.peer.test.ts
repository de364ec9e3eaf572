import { existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { chooseVersions, createCatalog, parseNamespace } from "../src/index.ts";
import { dumpOf, hasJudge, ourForm, repository, theirForm } from "./hdmf-dump.ts";

const fixtures = `${repository}../shared/fixtures/`;
const files = ["nwb", "hdmf"].flatMap((folder) =>
  existsSync(fixtures + folder)
    ? readdirSync(fixtures + folder, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(nwb|h5)$/.test(name))
        .map((name) => `${folder}/${name}`)
    : [],
);

describe.skipIf(!hasJudge || files.length === 0)("the types of the namespaces that a file caches, against hdmf", () => {
  test.each(files)("%s", { timeout: 120_000 }, (file) => {
    const dump = dumpOf(fixtures + file);
    const parsed = chooseVersions(dump.namespaces).map(parseNamespace);
    const catalog = createCatalog(parsed.flatMap(({ namespace }) => namespace ?? []));
    expect(dump.failed).toBeUndefined();
    for (const [namespace, types] of Object.entries(dump.types)) {
      for (const [name, theirs] of Object.entries(types)) {
        const ours = catalog.type(namespace, name);
        expect(ours?.hierarchy, `${namespace}/${name}`).toEqual(theirs.hierarchy);
        expect(ourForm(catalog, namespace, ours!.spec), `${namespace}/${name}`).toEqual(theirForm(theirs));
      }
    }
    expect(
      [...parsed.flatMap(({ issues }) => issues), ...catalog.issues()].filter(({ severity }) => severity === "error"),
    ).toEqual([]);
  });
});
