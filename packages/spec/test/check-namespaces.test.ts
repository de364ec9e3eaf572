import { describe, expect, test } from "vitest";
import type { NamespaceSource } from "../src/index.ts";
import { readNamespaceYaml } from "../src/yaml.ts";
import { declaration, dedent, issuesOf, unmark } from "./marked-yaml.ts";

const types = "groups:\n- {data_type_def: T, doc: d}\n";

/** What is wrong, the namespace file with a « before each place, and the issues in that order. */
type Case = readonly [what: string, marked: string, ...issues: readonly string[]];

async function compare(marked: string, issues: readonly string[], known: readonly NamespaceSource[] = []) {
  const { text, places } = unmark(dedent(marked));
  const found = await issuesOf(text, { "lab.yaml": types, "other.yaml": types.replace("T", "S") }, known);
  expect(found).toEqual(places.map((place, i) => `lab.namespace.yaml ${place} ${issues[i]}`));
  expect(found).toHaveLength(issues.length);
}

const whole = `${declaration}  - source: lab.yaml\n`;
const having = (more: string): string => whole.replace("  schema", `${more.replace(/^(?=.)/gm, "  ")}\n  schema`);
const instead = (key: string, line: string): string => whole.replace(new RegExp(`  ${key}: .*`), `  ${line}`);
const without = (key: string): string => whole.replace(new RegExp(`  ${key}: .*\\n`), "").replace("- name", "- «name");
const schema = (more: string): string => whole + more.replace(/^(?=.)/gm, "  ");

describe("what a namespace says of itself (hdmf.md 1.2, 1.6, 1.8)", () => {
  const cases: readonly Case[] = [
    ["nothing is wrong", whole],
    [
      "nothing is wrong with one author as a text",
      instead("author", "author: A").replace("[a@example.org]", "a@example.org"),
    ],
    ["no doc", without("doc"), "error missing-doc"],
    ["no version", without("version"), "warning missing-version"],
    ["a version that YAML takes for a number", instead("version", "«version: 1.0"), "error bad-version"],
    ["the version None", instead("version", "«version: None"), "warning bad-version"],
    ["a version of two numbers", instead("version", "«version: '1.0'"), "warning bad-version"],
    ["no author", without("author"), "warning missing-author"],
    ["no contact", without("contact"), "warning missing-contact"],
    ["authors that are no texts", instead("author", "«author: [1]"), "error wrong-type"],
    [
      "more authors than contacts",
      instead("author", "author: [A, B]").replace("  contact", "  «contact"),
      "warning authors-and-contacts",
    ],
    ["an unknown key", having("«licence: MIT"), "warning unknown-key"],
    ["a full_name that is no text", having("«full_name: [a]"), "error wrong-type"],
    ["a date that is none", having("«date: yesterday"), "warning bad-date"],
    ["white space in the name", whole.replace("name: lab", "«name: my lab"), "error bad-name"],
    ["a slash in the name", whole.replace("name: lab", "«name: my/lab"), "error bad-name"],
    ["no name", whole.replace("- name: lab\n  ", "- «"), "error missing-name"],
    ["a name that is a number", whole.replace("name: lab", "«name: 5"), "error missing-name"],
    ["a namespace that is no map", "namespaces:\n- «lab", "error missing-name"],
    ["no namespaces", "«other: []", "error missing-namespace"],
    ["an empty file", "«", "error missing-namespace"],
    ["a list of no namespaces", "«namespaces: []", "error missing-namespace"],
    [
      "no schema",
      "namespaces:\n- «name: lab\n  doc: d\n  version: 0.1.0\n  author: A\n  contact: C",
      "error missing-schema",
    ],
    [
      "a schema that is no list",
      "namespaces:\n- «name: lab\n  doc: d\n  version: 0.1.0\n  author: A\n  contact: C\n  schema: lab.yaml",
      "error missing-schema",
    ],
    [
      "an empty schema",
      "namespaces:\n- name: lab\n  doc: d\n  version: 0.1.0\n  author: A\n  contact: C\n  «schema: []",
      "warning empty-schema",
    ],
    ["neither source nor namespace", schema("- «doc: d"), "error bad-schema"],
    ["both source and namespace", schema("- source: other.yaml\n  «namespace: lab"), "error bad-schema"],
    ["an unknown key in schema", schema("- source: other.yaml\n  «version: 1"), "warning unknown-key"],
    ["a source twice", schema("- «source: lab.yaml"), "warning duplicate-schema"],
    ["a source that is not there", schema("- «source: no.yaml"), "error missing-source"],
    ["a source outside of the folder", schema("- «source: ../other.yaml"), "error outside-source"],
    ["a source at the root", schema("- «source: /etc/hosts"), "error outside-source"],
    ["a source on a drive", schema("- «source: C:\\other.yaml"), "error outside-source"],
    ["the namespace itself as a source", schema("- «source: namespace.yaml"), "error duplicate-source"],
    ["an unknown namespace", schema("- «namespace: no"), "error unknown-namespace"],
    ["a namespace that includes itself", schema("- «namespace: lab"), "error inclusion-cycle"],
    ["chosen types that are no list", schema("- source: other.yaml\n  «data_types: S"), "error wrong-type"],
    [
      "a chosen type that the source does not define",
      schema("- source: other.yaml\n  data_types: [«No]"),
      "error unknown-type",
    ],
  ];
  test.each(cases)("%s", (_, marked, ...issues) => compare(marked, issues));
});

describe("namespaces together", () => {
  const second = (more: string): string =>
    `${whole}- name: ext\n  doc: d\n  version: 0.1.0\n  author: A\n  contact: C\n  schema:\n${more.replace(/^(?=.)/gm, "  ")}`;
  const cases: readonly Case[] = [
    ["one that includes another of the file", second("- namespace: lab\n- source: other.yaml")],
    ["two that share a source", second("- source: lab.yaml")],
    [
      "two of one name",
      whole + whole.replace("namespaces:\n", "").replace("name:", "«name:"),
      "error duplicate-namespace",
    ],
    ["an unknown chosen type", second("- namespace: lab\n  data_types: [T, «No]"), "error unknown-type"],
  ];
  test.each(cases)("%s", (_, marked, ...issues) => compare(marked, issues));

  test("two that include each other: said once, where it closes", async () => {
    const { text, places } = unmark(
      `${schema("- namespace: ext\n")}- name: ext\n  doc: d\n  version: 0.1.0\n  author: A\n  contact: C\n  schema:\n  - «namespace: lab\n`,
    );
    expect(await issuesOf(text, { "lab.yaml": types })).toEqual([
      `lab.namespace.yaml ${places[0]} error inclusion-cycle`,
    ]);
  });

  test("a type that was not chosen is not known, and the hint says where it is", async () => {
    const source = "groups:\n- data_type_def: G\n  data_type_inc: U\n  doc: d\n";
    const base = "groups:\n- {data_type_def: T, doc: d}\n- {data_type_def: U, doc: d}\n";
    const text = `${whole}- name: ext\n  doc: d\n  version: 0.1.0\n  author: A\n  contact: C\n  schema:\n  - namespace: lab\n    data_types: [T]\n  - source: ext.yaml\n`;
    expect(await issuesOf(text, { "lab.yaml": base, "ext.yaml": source })).toEqual(["ext.yaml 3:3 error unknown-type"]);
  });

  test("what is known beside is used, and not checked", async () => {
    const bare = "namespaces:\n- {name: base, schema: [{source: base.yaml}]}\n";
    const base = async () => "groups:\n- {data_type_def: B}\n";
    const { sources } = await readNamespaceYaml(bare, "base.yaml", base);
    const source =
      "groups:\n- {data_type_def: G, data_type_inc: B, doc: d}\n- {data_type_def: H, data_type_inc: No, doc: d}\n";
    const text = schema("- namespace: base\n");
    expect(await issuesOf(text, { "lab.yaml": source }, sources)).toEqual(["lab.yaml 3:22 error unknown-type"]);
  });

  test.each([
    ["the same version is not missed", "0.1.0", []],
    ["another version is ignored, and said", "0.2.0", ["lab.namespace.yaml 2:3 warning duplicate-namespace"]],
  ])("of one that is known beside, %s", async (_, version, issues) => {
    const { sources } = await readNamespaceYaml(
      whole.replace("0.1.0", version),
      "lab.namespace.yaml",
      async () => types,
    );
    expect(await issuesOf(whole, { "lab.yaml": types }, sources)).toEqual(issues);
  });

  test("types that may stand in what is missing are no issues of their own", async () => {
    const source = "groups:\n- {data_type_def: G, data_type_inc: X, doc: d, links: [{target_type: Y, doc: d}]}\n";
    expect(await issuesOf(schema("- namespace: no\n"), { "lab.yaml": source })).toEqual([
      "lab.namespace.yaml 9:5 error unknown-namespace",
    ]);
    expect(await issuesOf(schema("- source: no.yaml\n"), { "lab.yaml": source })).toEqual([
      "lab.namespace.yaml 9:5 error missing-source",
    ]);
    expect(await issuesOf(schema("- source: bad.yaml\n"), { "lab.yaml": source, "bad.yaml": "[" })).toEqual([
      "bad.yaml 1:2 error malformed-yaml",
    ]);
  });
});

describe("texts that are no YAML", () => {
  const cases: readonly Case[] = [
    ["a key twice", "groups:\n- data_type_def: T\n  doc: d\n  «doc: e", "error duplicate-key"],
    ["__proto__ twice", "groups: []\n__proto__: 1\n«__proto__: 2", "error duplicate-key"],
    ["wrong indentation", "groups:\n- data_type_def: T\n« doc: d", "error malformed-yaml"],
    ["a tab", "groups:\n«\t- a", "error malformed-yaml"],
    ["a list without an end", "groups: [a«", "error malformed-yaml"],
    ["an alias of nothing", "groups: «*a", "error malformed-yaml"],
    ["a tag of Python", "groups: «!!python/object:os.system []", "error malformed-yaml"],
    ["two documents", "groups: []\n«---\ngroups: []", "error malformed-yaml"],
    ["a key that is a list", "groups: []\n«[a]: 1", "error malformed-yaml"],
    ["an alias inside of what it stands for", "groups: &a [«*a]", "error too-deep"],
  ];
  test.each(cases)("%s", async (_, marked, ...issues) => {
    const { text, places } = unmark(marked);
    const found = await issuesOf(whole, { "lab.yaml": text });
    expect(found).toEqual(places.map((place, i) => `lab.yaml ${place} ${issues[i]}`));
    const own = await issuesOf(text, {});
    expect(own).toEqual(found.map((each) => each.replace("lab.yaml", "lab.namespace.yaml")));
  });
});

test("JSON is YAML: places are found in it too", async () => {
  const source = '{\n\t"groups": [\n\t\t{"data_type_def": "T",\n\t\t "data_type_inc": "No", "doc": "d"}]\n}';
  expect(await issuesOf(whole, { "lab.yaml": source })).toEqual(["lab.yaml 4:4 error unknown-type"]);
});

test("behind an alias the place is where the text was written", async () => {
  const source =
    "groups:\n- data_type_def: A\n  doc: d\n  attributes: &all\n  - {name: a, doc: d, dtype: foo}\n- data_type_def: B\n  doc: d\n  attributes: *all\n";
  expect(await issuesOf(whole, { "lab.yaml": source })).toEqual(Array(2).fill("lab.yaml 5:23 error bad-dtype"));
});

test("lines may end as on Windows, and begin with a byte order mark", async () => {
  const source = "\uFEFFgroups:\r\n- data_type_def: T\r\n  doc: d\r\n  colour: red\r\n";
  expect(await issuesOf(whole, { "lab.yaml": source })).toEqual(["lab.yaml 4:3 warning unknown-key"]);
});

test("numbers are not rounded, and NaN stays", async () => {
  const source = "datasets:\n- {data_type_def: T, doc: d, value: [9007199254740993, .nan, .inf]}\n";
  const { sources, issues } = await readNamespaceYaml(whole, "lab.namespace.yaml", async () => source);
  expect(issues).toEqual([]);
  expect(sources[0]?.sources.get("lab")).toContain("[9007199254740993,NaN,Infinity]");
});

test("what the reader of sources rejects with is passed on", async () => {
  const denied = new Error("permission denied");
  await expect(readNamespaceYaml(whole, "lab.namespace.yaml", () => Promise.reject(denied))).rejects.toBe(denied);
});
