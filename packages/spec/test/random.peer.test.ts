import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cachedNamespace, createCatalog, hdmfDialect, type Issue, type NamespaceSource, nwbDialect, parseNamespace } from "../src/index.ts";
import { exportSpec, readNamespaceYaml } from "../src/yaml.ts";
import { type Dump, dumpsOf, hasJudge, ourForm, runJudge, theirForm } from "./hdmf-dump.ts";

/** `HDMF_TS_RANDOM_NAMESPACES=600` is the long form; `HDMF_TS_RANDOM_SEED` gives others. */
const count = Number(process.env.HDMF_TS_RANDOM_NAMESPACES ?? 40);
const seed = process.env.HDMF_TS_RANDOM_SEED ?? "1";
const batch = 50;

/** Why hdmf refuses a whole set, and the code of the issue that there is here. */
const refusals: readonly (readonly [RegExp, string])[] = [
];

describe.skipIf(!hasJudge)(`random namespaces of seed ${seed}, against hdmf`, () => {
  const folder = mkdtempSync(join(tmpdir(), "hdmf-ts-random-"));
  const sets: string[][] = [];
  const dumps: Dump[] = [];
  beforeAll(() => {
    const lines = runJudge("make_random_namespaces.py", folder, String(count), seed).trimEnd().split("\n");
    sets.push(...lines.map((line) => JSON.parse(line)));
    for (let i = 0; i < sets.length; i += batch) dumps.push(...dumpsOf(sets.slice(i, i + batch)));
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const loaded = () => sets.map((files, i) => ({ files, dump: dumps[i]! })).filter(({ dump }) => dump.failed === undefined);

  test("what hdmf refuses has an issue here", async () => {
    const seen: unknown[] = [];
    for (const [i, { failed }] of dumps.entries()) {
      if (failed === undefined) continue;
      const { issues } = resolveAll(await readAll(sets[i]!));
      seen.push([i, failed.slice(0, 120), issues.map((x) => `${x.severity} ${x.code}`).join()]);
    }
    console.log(seen);
  });

  test("what hdmf loads is resolved in the same way", async () => {
    const bad: string[] = [];
    for (const { files, dump } of loaded()) {
      const { catalog, issues } = resolveAll(await readAll(files));
      const errors = issues.filter(({ severity }) => severity === "error");
      if (errors.length) bad.push(files[0] + JSON.stringify(errors));
      for (const [namespace, types] of Object.entries(dump.types)) {
        for (const [name, theirs] of Object.entries(types)) {
          const place = `${files[0]} ${namespace}/${name}`;
          const ours = catalog.type(namespace, name)!;
          try {
          expect(ours.hierarchy, place).toEqual(theirs.hierarchy);
          expect(ourForm(catalog, namespace, ours.spec), place).toEqual(theirForm(theirs));
          } catch (e) { bad.push(String((e as Error).message)+ String((e as any).diff).slice(0, 3000)); }
        }
      }
    }
    console.log(bad.length, bad.slice(0, 8).join("\n\n"));
    expect(bad.length).toBe(0);
  });

  test("what hdmf loads is cached in the same way", async () => {
    for (const { files, dump } of loaded()) {
      const sources = await readAll(files);
      const dialect = Object.values(dump.cached).some((texts) => JSON.stringify(texts).includes("neurodata_type")) ? nwbDialect : hdmfDialect;
      for (const source of sources) {
        const { sources: texts } = cachedNamespace(source, dialect);
        const theirs = dump.cached[source.name]!;
        expect([...texts.keys()].sort()).toEqual(Object.keys(theirs).sort());
        for (const [name, text] of texts) expect(text, `${files[0]} ${name}`).toBe(JSON.stringify(JSON.parse(theirs[name]!)));
      }
    }
  });

  test("what is exported here hdmf loads as what it was", { timeout: 600_000 }, async () => {
    const all = loaded();
    for (let i = 0; i < all.length; i += batch) {
      const some = all.slice(i, i + batch);
      const ours = await Promise.all(some.map(async ({ files }) => (await readAll(files)).map((source) => write(files, source))));
      for (const [j, dump] of dumpsOf(ours).entries()) {
        expect(dump.failed, some[j]!.files[0]!).toBeUndefined();
        expect(dump.types, some[j]!.files[0]!).toEqual(some[j]!.dump.types);
      }
    }
  });
});

async function readAll(files: readonly string[]): Promise<NamespaceSource[]> {
  const read = files.map((path) =>
    readNamespaceYaml(readFileSync(path, "utf8"), path, (source) => readFile(join(dirname(path), source), "utf8")),
  );
  return (await Promise.all(read)).flat();
}

/** Every type resolved, and all that is wrong. */
function resolveAll(sources: readonly NamespaceSource[]): { catalog: ReturnType<typeof createCatalog>; issues: Issue[] } {
  const parsed = sources.map(parseNamespace);
  const catalog = createCatalog(parsed.flatMap(({ namespace }) => namespace ?? []));
  for (const { name, types } of catalog.namespaces.values()) for (const type of types.keys()) catalog.type(name, type);
  return { catalog, issues: [...parsed.flatMap((each) => each.issues), ...catalog.issues()] };
}

/** Writes a namespace again beside its files; the path of the namespace file. */
function write(files: readonly string[], source: NamespaceSource): string {
  const place = join(dirname(files[0]!), "again", source.name);
  mkdirSync(place, { recursive: true });
  const written = exportSpec(source);
  for (const [name, text] of written) writeFileSync(join(place, name), text);
  return join(place, [...written.keys()][0]!);
}
