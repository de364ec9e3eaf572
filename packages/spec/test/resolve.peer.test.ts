import { existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkNamespaces } from "../src/check.ts";
import { chooseVersions, createCatalog, parseNamespace } from "../src/index.ts";
import { type Dump, dumpOf, hasJudge, ourForm, theirForm } from "./hdmf-dump.ts";
import { fixtures, hasSchemas, published, refused } from "./published.ts";

const files = ["nwb", "hdmf"].flatMap((folder) =>
  existsSync(fixtures + folder)
    ? readdirSync(fixtures + folder, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(nwb|h5)$/.test(name))
        .map((name) => `${folder}/${name}`)
    : [],
);

function compare(dump: Dump): void {
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
  const issues = [...parsed.flatMap((each) => each.issues), ...catalog.issues()];
  expect(issues.filter(({ severity }) => severity === "error")).toEqual([]);
}

describe.skipIf(!hasJudge || files.length === 0)("the types of the namespaces that a file caches, against hdmf", () => {
  test.each(files)("%s", { timeout: 120_000 }, (file) => compare(dumpOf(fixtures + file)));
});

describe.skipIf(!hasJudge || !hasSchemas)("the types of published namespaces, against hdmf", () => {
  test.each(published)("%s", { timeout: 120_000 }, (_, paths) => {
    compare(dumpOf(...paths.map((path) => fixtures + path)));
  });
});

describe.skipIf(!hasJudge || !hasSchemas)("a namespace that hdmf refuses has issues here", () => {
  test.each(refused)("%s", { timeout: 120_000 }, (_, paths) => {
    const { failed, namespaces } = dumpOf(...paths.map((path) => fixtures + path));
    expect(failed).toBeDefined();
    const issues = checkNamespaces(namespaces.slice(-1), namespaces.slice(0, -1));
    expect(issues.map(({ code }) => code)).not.toEqual([]);
  });
});
