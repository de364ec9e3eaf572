import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkNamespaces } from "../src/check.ts";
import {
  cachedNamespace,
  createCatalog,
  hdmfDialect,
  type NamespaceSource,
  nwbDialect,
  parseNamespace,
} from "../src/index.ts";
import { exportSpec, readNamespaceYaml } from "../src/yaml.ts";
import { type Dump, dumpsOf, hasJudge, ourForm, runJudge, theirForm } from "./hdmf-dump.ts";

/** `HDMF_NAMESPACES=600` is the long form; `HDMF_NAMESPACES_SEED` gives others. */
const count = Number(process.env.HDMF_NAMESPACES ?? 40);
const seed = process.env.HDMF_NAMESPACES_SEED ?? "1";
/** The sets that one run of hdmf reads. */
const batch = 100;

/** Why hdmf refuses a whole set, and the code of the issue here; some are no issue here (conformance/spec-differences.md). */
const refusals: readonly (readonly [reason: RegExp, code: string, orNone?: "or none"])[] = [
  [/missing argument 'name'/, "missing-name"],
  [/missing argument 'doc'/, "missing-doc"],
  [/KeyError: 'dtype'/, "missing-dtype"],
  [/cannot specify 'value' and 'default_value'/, "value-and-default"],
  [/'shape' must not be empty|must be the same length|incorrect type for 'shape'/, "bad-shape"],
  [/[Ii]nvalid quantity|for 'quantity'|Cannot give specific name|quantity .* invalid/, "bad-quantity"],
  [/cannot contain '\/'/, "bad-name"],
  [/without specifying name/, "duplicate-spec"],
  [/No specification for/, "unknown-type"],
  [/Circular reference/, "inheritance-cycle"],
  [/expected (Dataset|Group)Spec, got/, "wrong-kind"],
  [/is not a child type|Cannot extend (?!shape)/, "bad-override"],
  [/Cannot extend shape/, "bad-override", "or none"],
  [/reftype must be/, "bad-dtype", "or none"],
];

/** The errors here in what hdmf loads (conformance/spec-differences.md). */
const stricter = ["bad-value", "bad-shape", "bad-quantity", "bad-override", "wrong-kind", "unknown-type"];

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

  const loaded = () =>
    sets.map((files, i) => ({ files, dump: dumps[i]! })).filter(({ dump }) => dump.failed === undefined);

  test("what hdmf refuses has an issue here", async () => {
    const found = new Set<RegExp>();
    for (const [i, { failed }] of dumps.entries()) {
      if (failed === undefined) continue;
      const rule = refusals.find(([reason]) => reason.test(failed));
      expect(rule, `${sets[i]![0]}: ${failed}`).toBeDefined();
      const [reason, code, orNone] = rule!;
      const errors = errorsOf(await readAll(sets[i]!));
      const isRight = errors.includes(code) || (orNone !== undefined && errors.every((each) => each === "bad-value"));
      expect(isRight, `${sets[i]![0]}: ${failed}; here ${errors}`).toBe(true);
      found.add(reason);
    }
    if (count >= 600) expect(found.size).toBe(refusals.length);
  });

  test("what hdmf loads has no errors here, but for what it does not look at", async () => {
    for (const { files } of loaded()) {
      const errors = errorsOf(await readAll(files)).filter((code) => !stricter.includes(code));
      expect(errors, files[0]).toEqual([]);
    }
  });

  test("what hdmf loads is resolved in the same way", async () => {
    let compared = 0;
    for (const { files, dump } of loaded()) {
      const sources = await readAll(files);
      if (errorsOf(sources).some((code) => code !== "bad-value")) continue;
      compared++;
      const catalog = createCatalog(sources.flatMap((source) => parseNamespace(source).namespace ?? []));
      for (const [namespace, types] of Object.entries(dump.types)) {
        for (const [name, theirs] of Object.entries(types)) {
          const place = `${files[0]} ${namespace}/${name}`;
          const ours = catalog.type(namespace, name)!;
          expect(ours.hierarchy, place).toEqual(theirs.hierarchy);
          expect(inAnyOrder(ourForm(catalog, namespace, ours.spec)), place).toEqual(inAnyOrder(theirForm(theirs)));
        }
      }
    }
    expect(compared).toBeGreaterThan(count / 2);
  });

  test("what hdmf loads is cached in the same way", async () => {
    for (const { files, dump } of loaded()) {
      const sources = await readAll(files);
      if (errorsOf(sources).some((code) => code !== "bad-value")) continue;
      const isNwb = JSON.stringify(dump.cached).includes("neurodata_type");
      for (const source of sources) {
        const { sources: texts } = cachedNamespace(source, isNwb ? nwbDialect : hdmfDialect);
        const theirs = dump.cached[source.name]!;
        expect([...texts.keys()].sort()).toEqual(Object.keys(theirs).sort());
        for (const [name, text] of texts) {
          expect(text, `${files[0]} ${name}`).toBe(JSON.stringify(JSON.parse(theirs[name]!)));
        }
      }
    }
  });

  test("what is exported here hdmf loads as what it was", { timeout: 600_000 }, async () => {
    const all = loaded();
    for (let i = 0; i < all.length; i += batch) {
      const some = all.slice(i, i + batch);
      const ours = await Promise.all(
        some.map(async ({ files }) => (await readAll(files)).map((source) => write(files, source))),
      );
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
  return (await Promise.all(read)).flatMap(({ sources }) => sources);
}

const errorsOf = (sources: readonly NamespaceSource[]): string[] =>
  checkNamespaces(sources).flatMap(({ severity, code }) => (severity === "error" ? [code] : []));

/** The children of children without their order, which hdmf makes depend on when it resolves them (conformance/spec-differences.md). */
function inAnyOrder(form: unknown): unknown {
  if (Array.isArray(form)) return form.map(inAnyOrder);
  if (typeof form !== "object" || form === null) return form;
  return Object.fromEntries(
    Object.entries(form).map(([key, value]) => [
      key,
      key === "children" ? value.map(String).sort() : inAnyOrder(value),
    ]),
  );
}

/** Writes a namespace again beside its files; the path of the namespace file. */
function write(files: readonly string[], source: NamespaceSource): string {
  const place = join(dirname(files[0]!), "again", source.name);
  mkdirSync(place, { recursive: true });
  const written = exportSpec(source);
  for (const [name, text] of written) writeFileSync(join(place, name), text);
  return join(place, [...written.keys()][0]!);
}
