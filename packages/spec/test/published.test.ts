import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Issue, NamespaceSource } from "../src/index.ts";
import { checkNamespaceYaml, readNamespaceYaml } from "../src/yaml.ts";

const schemas = fileURLToPath(new URL("../../../../shared/fixtures/schema/", import.meta.url));

const textOf = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, "utf8") : undefined);
const beside = (path: string) => async (source: string) => textOf(join(dirname(path), source));

async function check(file: string, known: readonly string[] = []): Promise<readonly Issue[]> {
  const sources: NamespaceSource[] = [];
  for (const each of known) {
    const path = schemas + each;
    sources.push(...(await readNamespaceYaml(textOf(path) as string, path, beside(path))).sources);
  }
  const path = schemas + file;
  return checkNamespaceYaml(textOf(path) as string, path, beside(path), sources);
}

const common = (version: string): string => `hdmf-common-versions/${version}/common/namespace.yaml`;
const core = (version: string): string => `nwb-versions/${version}/core/nwb.namespace.yaml`;
const newest = [
  "installed/nwb-schema-2.11.0/hdmf-common-schema/common/namespace.yaml",
  "installed/nwb-schema-2.11.0/core/nwb.namespace.yaml",
];
const foldersOf = (folder: string): string[] => (existsSync(schemas + folder) ? readdirSync(schemas + folder) : []);

describe.skipIf(!existsSync(schemas))("published namespaces", () => {
  test.each<[string, readonly string[]]>([
    ...foldersOf("hdmf-common-versions").map((version): [string, string[]] => [common(version), []]),
    ["installed/hdmf-common-schema-1.10.0/common/namespace.yaml", []],
    [core("2.0.1"), []],
    [core("2.2.5"), [common("1.1.3")]],
    [core("2.5.0"), [common("1.5.1")]],
    [core("2.7.0"), [common("1.8.0")]],
    [newest[1] as string, [newest[0] as string]],
  ])("%s, which hdmf loads, has no errors", async (file, known) => {
    const issues = await check(file, known);
    expect(issues.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test.each(foldersOf("matnwb-small"))(
    "%s of matnwb, which hdmf refuses, has errors with their places",
    async (name) => {
      const folder = `matnwb-small/${name}`;
      const file = readdirSync(schemas + folder).find((each) => each.endsWith("namespace.yaml"));
      const region = "matnwb-small/regionReferenceSchema/rrs.namespace.yaml";
      const issues = await check(`${folder}/${file}`, [...newest, region]);
      expect(issues.filter(({ severity }) => severity === "error")).not.toEqual([]);
      for (const { at, code, path } of issues) {
        expect(at, `${code} ${path}`).toBeDefined();
        const line = (textOf(at?.file as string) as string).split("\n")[(at?.line as number) - 1];
        expect(line?.slice((at?.column as number) - 1), `${code} ${path}`).toMatch(/^[\w'"]/);
      }
    },
  );

  test("NWB alone: the one error is what it includes", async () => {
    const issues = await check(newest[1] as string);
    expect(issues.filter(({ severity }) => severity === "error").map(({ code, at }) => [code, at?.line])).toEqual([
      ["unknown-namespace", 20],
    ]);
  });
});
