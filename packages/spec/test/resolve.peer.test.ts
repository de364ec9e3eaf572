import { existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { chooseVersions, createCatalog, parseNamespace } from "../src/index.ts";
import { type Dump, dumpOf, hasJudge, ourForm, repository, theirForm } from "./hdmf-dump.ts";

const fixtures = `${repository}../shared/fixtures/`;
const files = ["nwb", "hdmf"].flatMap((folder) =>
  existsSync(fixtures + folder)
    ? readdirSync(fixtures + folder, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(nwb|h5)$/.test(name))
        .map((name) => `${folder}/${name}`)
    : [],
);

const common = (version: string): string => `hdmf-common-versions/${version}/common/namespace.yaml`;
const core = (version: string): string => `nwb-versions/${version}/core/nwb.namespace.yaml`;
const schemas: readonly (readonly [string, readonly string[]])[] = [
  ...["1.1.0", "1.1.2", "1.2.0", "1.3.0", "1.4.0", "1.5.1", "1.6.0", "1.7.0", "1.8.0", "1.9.0", "1.10.0"].map(
    (version) => [`hdmf-common ${version}`, [common(version)]] as const,
  ),
  ["NWB 2.0.1", [core("2.0.1")]],
  ["NWB 2.2.5", [common("1.1.3"), core("2.2.5")]],
  ["NWB 2.5.0", [common("1.5.1"), core("2.5.0")]],
  ["NWB 2.7.0", [common("1.8.0"), core("2.7.0")]],
];

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

describe.skipIf(!hasJudge || !existsSync(`${fixtures}schema`))(
  "the types of published namespaces, against hdmf",
  () => {
    test.each(schemas)("%s", { timeout: 120_000 }, (_, paths) => {
      compare(dumpOf(...paths.map((path) => `${fixtures}schema/${path}`)));
    });
  },
);
