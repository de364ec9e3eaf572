import { describe, expect, test } from "vitest";
import { hdmfDialect, type NamespaceSource, nwbDialect, parseNamespace } from "../src/index.ts";
import { line, problemsOf, sourceOf } from "./namespaces.ts";

const type = { data_type_def: "T", doc: "d" };
const dataset = (more: object) => ({ datasets: [{ ...type, ...more }] });
const group = (more: object) => ({ groups: [{ ...type, ...more }] });

describe("what is wrong in a specification is an issue", () => {
  test.each<[string, Parameters<typeof problemsOf>[0], readonly string[]]>([
    ["a group without name and type", { groups: [{ doc: "d" }] }, ["error no-name-or-type test/?"]],
    ["something that is no object", { groups: [null, 1, "x", []] }, Array(4).fill("error no-name-or-type test/?")],
    ["a root spec that defines no type", { groups: [{ name: "g", doc: "d" }] }, ["error no-type test"]],
    ["a missing doc", { groups: [{ data_type_def: "T" }] }, ["error missing-doc test/T"]],
    ["an unknown dtype", dataset({ dtype: "any" }), ["error bad-dtype test/T"]],
    ["an unknown reftype", dataset({ dtype: { target_type: "T", reftype: "x" } }), ["error bad-dtype test/T"]],
    ["a slash in a name", group({ groups: [{ name: "a/b", doc: "d" }] }), ["error bad-name test/T/a/b"]],
    [
      "a fixed name many times",
      group({ groups: [{ name: "a", doc: "d", quantity: "*" }] }),
      ["error bad-quantity test/T/a"],
    ],
    [
      "a bad quantity",
      group({ groups: [{ data_type_inc: "A", doc: "d", quantity: 0 }] }),
      ["error bad-quantity test/T/A"],
    ],
    ["a type that extends itself", group({ data_type_inc: "T" }), ["warning extends-itself test/T"]],
    ["value beside default_value", dataset({ value: 1, default_value: 2 }), ["error value-and-default test/T"]],
    ["an empty shape", dataset({ shape: [] }), ["error bad-shape test/T"]],
    ["dims unlike shape", dataset({ shape: [null], dims: ["a", "b"] }), ["error bad-shape test/T"]],
    [
      "an attribute without dtype",
      dataset({ attributes: [{ name: "a", doc: "d" }] }),
      ["error missing-dtype test/T/a"],
    ],
    ["an attribute without name", dataset({ attributes: [{ dtype: "int", doc: "d" }] }), ["error missing-name test/T"]],
    [
      "a compound attribute",
      dataset({ attributes: [{ name: "a", doc: "d", dtype: [] }] }),
      ["error bad-dtype test/T/a"],
    ],
    ["a link without target", group({ links: [{ name: "l", doc: "d" }] }), ["error missing-target-type test/T/l"]],
    ["an unknown key", dataset({ colour: "red" }), ["warning unknown-key test/T"]],
    ["name and default_name", group({ name: "n", default_name: "m" }), ["warning name-and-default-name test/n"]],
    ["children that are no list", group({ groups: { a: 1 } }), ["error not-a-list test/T"]],
    ["a type defined twice", { groups: [type, type] }, ["warning duplicate-type test/T"]],
    [
      "two nameless children of a type",
      group({
        groups: [
          { data_type_inc: "A", doc: "d" },
          { data_type_inc: "A", doc: "e" },
        ],
      }),
      ["error duplicate-spec test/T"],
    ],
    [
      "two children of a name",
      group({
        groups: [
          { name: "a", doc: "d" },
          { name: "a", doc: "e" },
        ],
      }),
      ["warning duplicate-spec test/T"],
    ],
    ["nothing", group({}), []],
  ])("%s", (_, declared, problems) => {
    expect(problemsOf(declared)).toEqual(problems);
  });
});

const texts = (sources: Readonly<Record<string, string>>): NamespaceSource => ({
  name: "test",
  version: "1.0.0",
  sources: new Map(Object.entries(sources)),
});
const declared = (schema: unknown) =>
  JSON.stringify({ namespaces: [{ name: "test", doc: "d", version: "1.0.0", schema }] });

describe("texts that are no namespace", () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ["nothing at all", {}, ["error missing-source test"]],
    ["broken JSON", { namespace: "{" }, ["error malformed-json test"]],
    ["a number", { namespace: "1" }, ["error missing-namespace test"]],
    ["an empty list", { namespace: '{"namespaces": []}' }, ["error missing-namespace test"]],
    ["deep nesting", { namespace: "[".repeat(100_000) }, ["error malformed-json test"]],
    ["no schema", { namespace: declared(undefined) }, ["error missing-schema test"]],
    ["an element of schema without source", { namespace: declared([{}]) }, ["error bad-schema test"]],
    ["a source that is not there", { namespace: declared([{ source: "a.yaml" }]) }, ["error missing-source test"]],
    ["a broken source", { namespace: declared([{ source: "a" }]), a: "!" }, ["error malformed-json test"]],
    ["an empty source", { namespace: declared([{ source: "a" }]), a: "{}" }, ["error empty-source test"]],
    ["a name of __proto__", { namespace: declared([{ source: "__proto__" }]) }, ["error missing-source test"]],
    ["deep specifications", { namespace: declared([{ source: "a" }]), a: nested(60) }, ["error malformed-json test"]],
  ])("%s", (_, sources, problems) => {
    expect(parseNamespace(texts(sources)).issues.map(line)).toEqual(problems);
  });
});

function nested(depth: number): string {
  const open = '{"data_type_def": "T", "doc": "d", "groups": [';
  return `{"groups": [${open.repeat(depth)}${"]}".repeat(depth)}]}`;
}

test("no more than 200,000 specifications are read, and the reader is told", () => {
  const many = { name: "a", doc: "d", dtype: "int" };
  const attributes = Array.from({ length: 60_000 }, (_, i) => ({ ...many, name: `a${i}` }));
  const groups = Array.from({ length: 5 }, (_, i) => ({ data_type_def: `T${i}`, doc: "d", attributes }));
  const { namespace, issues } = parseNamespace(sourceOf({ groups }));
  expect(issues.map(line)).toEqual(["error too-large test/T3"]);
  expect(namespace?.types.size).toBe(4);
});

test.each([
  ["a", "a"],
  ["a.yaml", "a"],
  ["a.extensions.yaml", "a.extensions"],
  // hdmf's export cuts the names of sources at the last dot (reference hdmf.md, defect 10.2).
  ["a.one", "a"],
  ["folder/a.yaml", "a"],
])("a schema element %s finds the source that is cached as %s", (written, cached) => {
  const { namespace, issues } = parseNamespace(
    texts({ namespace: declared([{ source: written }]), [cached]: JSON.stringify({ groups: [type] }) }),
  );
  expect([...(namespace?.types.keys() ?? [])]).toEqual(["T"]);
  expect(issues).toEqual([]);
});

test("types that are defined inside of others are types, and chosen types leave others out", () => {
  const groups = [
    {
      data_type_def: "A",
      doc: "d",
      groups: [{ data_type_def: "B", doc: "d", datasets: [{ data_type_def: "C", doc: "d" }] }],
    },
    { data_type_def: "D", doc: "d" },
  ];
  const sources = { a: JSON.stringify({ groups }) };
  const all = parseNamespace(texts({ namespace: declared([{ source: "a" }]), ...sources })).namespace;
  const some = parseNamespace(
    texts({ namespace: declared([{ source: "a", data_types: ["D"] }]), ...sources }),
  ).namespace;
  expect([...all!.types.keys()]).toEqual(["A", "B", "C", "D"]);
  expect([...some!.types.keys()]).toEqual(["D"]);
});

test("keys of both dialects are understood, and tell the dialect", () => {
  const plain = parseNamespace(sourceOf({ groups: [{ data_type_def: "A", data_type_inc: "B", doc: "d" }] })).namespace;
  const nwb = parseNamespace(
    sourceOf({ groups: [{ neurodata_type_def: "A", neurodata_type_inc: "B", doc: "d" }] }),
  ).namespace;
  const mixed = parseNamespace(
    sourceOf({ groups: [{ data_type_def: "A", neurodata_type_inc: "B", doc: "d" }] }),
  ).namespace;
  expect([plain, nwb, mixed].map((each) => each!.types.get("A")?.typeInc)).toEqual(["B", "B", "B"]);
  expect([plain, nwb, mixed].map((each) => each!.dialect)).toEqual([hdmfDialect, nwbDialect, nwbDialect]);
});

test("a type may be called __proto__ or constructor", () => {
  const groups = ["__proto__", "constructor"].map((name) => ({ data_type_def: name, doc: "d" }));
  const { namespace, issues } = parseNamespace(sourceOf({ groups }));
  expect([...namespace!.types.keys()]).toEqual(["__proto__", "constructor"]);
  expect(issues).toEqual([]);
});

test.each([
  [{}, true, {}],
  [{ required: false }, false, {}],
  [{ value: 5 }, true, { value: 5 }],
  [{ value: 5, required: false }, true, { value: 5 }],
  [{ default_value: "x" }, false, { defaultValue: "x" }],
  [{ value: [1, [2, null]] }, true, { value: [1, [2, null]] }],
])("an attribute with %j is required: %s", (more, required, values) => {
  const attributes = [{ name: "a", doc: "d", dtype: "int", ...more }];
  const spec = parseNamespace(sourceOf({ datasets: [{ ...type, attributes }] })).namespace!.types.get("T")!;
  expect(spec.attributes).toEqual([{ kind: "attribute", name: "a", doc: "d", dtype: "int32", required, ...values }]);
});
