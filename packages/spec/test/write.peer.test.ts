import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { cachedNamespace, hdmfDialect, type NamespaceSource, nwbDialect } from "../src/index.ts";
import { exportSpec, readNamespaceYaml } from "../src/yaml.ts";
import { dumpOf, hasJudge } from "./hdmf-dump.ts";
import { fixtures, hasSchemas, published } from "./published.ts";

const folder = mkdtempSync(join(tmpdir(), "hdmf-ts-spec-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = async (path: string): Promise<readonly NamespaceSource[]> =>
  (await readNamespaceYaml(readFileSync(path, "utf8"), path, (source) => readFile(join(dirname(path), source), "utf8")))
    .sources;

/** Writes files into a folder of their own; the path of the first. */
function write(name: string, files: ReadonlyMap<string, string>): string {
  const paths = [...files].map(([file, text]) => {
    const path = join(folder, name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  });
  return paths[0]!;
}

describe.skipIf(!hasJudge || !hasSchemas)("published namespaces, written again", () => {
  test.each(published)("%s", { timeout: 120_000 }, async (name, paths) => {
    const theirs = dumpOf(...paths.map((path) => fixtures + path));
    expect(theirs.failed).toBeUndefined();
    const sources = (await Promise.all(paths.map((path) => read(fixtures + path)))).flat();

    const ours = dumpOf(...sources.map((source) => write(`${name}/${source.name}`, exportSpec(source))));
    expect(ours.failed).toBeUndefined();
    expect(ours.types).toEqual(theirs.types);

    // What includes NWB is loaded by hdmf with the keys of NWB, all of it.
    const dialect = sources.some((source) => source.name === "core") ? nwbDialect : hdmfDialect;
    for (const source of sources) expectCached(cachedNamespace(source, dialect), theirs.cached[source.name]!);
  });

  test("core and an extension are cached as pynwb did it", { timeout: 120_000 }, async () => {
    const [, paths] = published.find(([name]) => name === "an extension")!;
    const { namespaces } = dumpOf(`${fixtures}nwb/generated/ndx/demo.nwb`);
    for (const path of paths.slice(1)) {
      const [source] = await read(fixtures + path);
      const cached = namespaces.find(({ name }) => name === source!.name)!;
      expectCached(cachedNamespace(source!), Object.fromEntries(cached.sources));
    }
  });
});

/** The same texts with the same keys in the same order; numbers are written as JavaScript does it. */
function expectCached(ours: NamespaceSource, theirs: Readonly<Record<string, string>>): void {
  expect([...ours.sources.keys()].sort()).toEqual(Object.keys(theirs).sort());
  for (const [name, text] of ours.sources) expect(text, name).toBe(JSON.stringify(JSON.parse(theirs[name]!)));
}
