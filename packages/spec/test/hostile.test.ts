import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCatalog, matchChildren, parseNamespace, resolveInclusion } from "../src/index.ts";
import { checkNamespaceYaml } from "../src/yaml.ts";
import { declaration, issuesOf } from "./marked-yaml.ts";

const words = [
  "name",
  "doc",
  "dtype",
  "shape",
  "dims",
  "quantity",
  "value",
  "default_value",
  "attributes",
  "datasets",
  "groups",
  "links",
];
const keys = [
  ...words,
  "data_type_def",
  "data_type_inc",
  "neurodata_type_def",
  "neurodata_type_inc",
  "target_type",
  "reftype",
  "__proto__",
];
const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    "A",
    "B",
    "C",
    "int",
    "text",
    "*",
    "?",
    null,
    1,
    -1,
    0.5,
    true,
    "scalar",
    "",
    "a/b",
    "__proto__",
  ),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 6, withCrossShrink: true }, leaf, fc.array(tie("tree"), { maxLength: 4 }), tie("object")),
  object: fc.dictionary(fc.constantFrom(...keys), tie("tree"), { maxKeys: 6 }),
}));

test("whatever the texts hold, nothing throws, and what was parsed can be used", () => {
  fc.assert(
    fc.property(
      fc.array(tree, { maxLength: 4 }),
      fc.array(tree, { maxLength: 4 }),
      tree,
      (groups, datasets, schema) => {
        const declared = { name: "test", version: "1", schema: [{ source: "a" }, schema] };
        const sources = new Map([
          ["namespace", JSON.stringify({ namespaces: [declared] })],
          ["a", JSON.stringify({ groups, datasets })],
        ]);
        const { namespace } = parseNamespace({ name: "test", version: "1", sources });
        const catalog = createCatalog([namespace!]);
        for (const name of namespace!.types.keys()) {
          const { spec, hierarchy } = catalog.type("test", name)!;
          expect(hierarchy[0]).toBe(name);
          expect(catalog.subtypes("test", name)).toBeInstanceOf(Array);
          const whole = resolveInclusion(catalog, "test", spec);
          if (whole.kind === "group")
            matchChildren(catalog, "test", whole, [{ name: "A", kind: "group", type: "A", link: false }]);
        }
        expect(catalog.issues()).toBeInstanceOf(Array);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("whatever YAML says, checking it gives issues that have their places, and throws nothing", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(tree, { maxLength: 4 }),
      fc.array(tree, { maxLength: 4 }),
      fc.array(tree, { maxLength: 3 }),
      tree,
      async (groups, datasets, schema, namespace) => {
        const whole = { name: "test", schema: [{ source: "a" }, { namespace: "test" }, ...schema] };
        const source = JSON.stringify({ groups, datasets }, null, 1);
        const text = JSON.stringify({ namespaces: [whole, namespace] }, null, 1);
        for (const { at, code } of await checkNamespaceYaml(text, "n", async () => source)) {
          const line = (at?.file === "n" ? text : source).split("\n")[(at?.line ?? 0) - 1];
          expect(line?.slice((at?.column ?? 0) - 1), code).toMatch(/^\S/);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test("a text cut anywhere is an issue", () => {
  const text = JSON.stringify({ namespaces: [{ name: "test", doc: "é", version: "1", schema: [{ source: "a" }] }] });
  for (let end = 0; end < text.length; end++) {
    const sources = new Map([
      ["namespace", text.slice(0, end)],
      ["a", '{"groups": []}'],
    ]);
    const { namespace, issues } = parseNamespace({ name: "test", version: "1", sources });
    expect([namespace, issues.map(({ code }) => code)]).toEqual([undefined, ["malformed-json"]]);
  }
});

describe("hostile YAML is an issue that says where, in little time and memory", () => {
  const bomb = `a0: &a0 [${"x, ".repeat(9)}x]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]\n`).join("")}`;
  const long = `a: &a ${"x".repeat(1_000_000)}\ngroups: [${"*a, ".repeat(1_000)}*a]\n`;
  const type = (i: number, more = ""): string => `- {data_type_def: T${i}, doc: d${more}}\n`;
  const many = (count: number, each: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => each(i)).join("");

  test.each<[string, () => string, RegExp]>([
    ["aliases of aliases", () => bomb, / 6:45 error too-large$/],
    ["aliases of a long text", () => long, / 2:130 error too-large$/],
    ["brackets in brackets", () => `groups: ${"[".repeat(1_000_000)}`, / 1:7\d error too-deep$/],
    ["maps in maps", () => many(2_000, (i) => `${" ".repeat(i)}a:\n`), / 6\d:\d+ error too-deep$/],
    ["lists in lists", () => "- ".repeat(1_000_000), / 1:1[23]\d error too-deep$/],
    ["JSON in JSON", () => '{"a":'.repeat(100_000), / 1:32\d error too-deep$/],
    ["100 MB", () => `groups: []\n# ${"x".repeat(100_000_000)}`, / 1:1 error too-large$/],
    ["millions of tokens", () => `groups: [${"1,".repeat(2_000_000)}]`, / 1:\d{6} error too-large$/],
    ["keys that are all the same", () => many(50_000, () => "a: 1\n"), / 2:1 error duplicate-key$/],
    ["errors alone", () => "}\n".repeat(500_000), / 1:1 error malformed-yaml$/],
  ])("%s", { timeout: 30_000 }, async (_, text, issue) => {
    const found = await issuesOf(`${declaration}  - source: lab.yaml\n`, { "lab.yaml": text() });
    expect(found.length).toBeLessThanOrEqual(100);
    expect(found[0]).toMatch(issue);
  });

  test.each<[string, () => string, readonly string[]]>([
    [
      "10,000 types",
      () => `groups:\n${many(10_000, (i) => type(i, i === 0 ? "" : `, data_type_inc: T${i >> 1}`))}`,
      [],
    ],
    [
      "10,000 types in one line of ancestors",
      () => `groups:\n${many(10_000, (i) => type(i, i === 9_999 ? "" : `, data_type_inc: T${i + 1}`))}`,
      ["lab.yaml 201:33 error too-deep"],
    ],
    [
      "10,000 types that inherit 10,000 members",
      () =>
        `groups:\n- {data_type_def: B, doc: d, datasets: [${many(10_000, (i) => `{name: n${i}, doc: d}, `)}]}\n${many(10_000, (i) => type(i, ", data_type_inc: B"))}`,
      ["lab.yaml 201:3 error too-large"],
    ],
    [
      "a member included 10,000 times",
      () =>
        `groups:\n- {data_type_def: B, doc: d, datasets: [${many(10_000, (i) => `{name: n${i}, doc: d}, `)}]}\n- data_type_def: C\n  doc: d\n  groups:\n${many(10_000, (i) => `  - {name: m${i}, data_type_inc: B, doc: d}\n`)}`,
      ["lab.yaml 203:5 error too-large"],
    ],
    [
      "100,000 unknown keys",
      () => `groups:\n- data_type_def: T\n  doc: d\n${many(100_000, (i) => `  k${i}: 1\n`)}`,
      ["lab.yaml 4:3 warning unknown-key"],
    ],
  ])("%s", { timeout: 30_000 }, async (_, text, issues) => {
    const found = await issuesOf(`${declaration}  - source: lab.yaml\n`, { "lab.yaml": text() });
    expect(found.length).toBeLessThanOrEqual(10_000);
    expect(found.slice(0, issues.length || 1)).toEqual(issues);
  });

  test("no more than 100 namespaces and 1,000 sources are read", async () => {
    const spaces = `namespaces:\n${many(200, (i) => `- {name: n${i}, doc: d, version: 0.1.0, author: A, contact: C, schema: [${many(200, (k) => `{namespace: n${k}}, `)}]}\n`)}`;
    const found = await issuesOf(spaces, {});
    expect(found).toContain("lab.namespace.yaml 102:3 error too-large");
    const sources = declaration + many(1_500, (i) => `  - source: s${i}.yaml\n`);
    let reads = 0;
    const issues = await checkNamespaceYaml(sources, "lab.namespace.yaml", async () => {
      reads++;
      return undefined;
    });
    expect([reads, issues.find(({ code }) => code === "too-large")?.at?.line]).toEqual([1_000, 1_008]);
  });
});
