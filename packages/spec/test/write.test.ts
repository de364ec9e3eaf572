import { isHdmfError } from "@hdmf-ts/errors";
import { describe, expect, test } from "vitest";
import {
  cachedNamespace,
  createCatalog,
  type NamespaceBuilder,
  type NamespaceSource,
  namespaceBuilder,
  nwbDialect,
  parseNamespace,
  type TypeSpec,
} from "../src/index.ts";
import { exportSpec, readNamespaceYaml } from "../src/yaml.ts";
import { catalogOf, sourceOf } from "./namespaces.ts";

const about = { name: "lab", version: "0.1.0", doc: "Ours." };
const type = (data_type_def: string, more: object = {}) => ({ data_type_def, doc: "d", ...more });
const base = catalogOf({ name: "base", groups: [type("Container")], datasets: [type("Data")] });

/** The tag and the message of an error of ours. */
function failure(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isHdmfError(error)) return `${error.tag}: ${error.message}`;
    throw error;
  }
  return "nothing was wrong";
}

/** What an author does wrong, and what is said. */
const mistakes: readonly (readonly [string, (builder: NamespaceBuilder) => void, string])[] = [
  [
    "no spec",
    (builder) => builder.addGroup("a", "Probe" as never),
    "invalid: lab/?: a specification with keys and values was expected",
  ],
  [
    "a spec that defines no type",
    (builder) => builder.addGroup("a", { name: "probe", doc: "d" }),
    "invalid: lab/probe: a specification of a source defines a type",
  ],
  [
    "a mistake deep inside",
    (builder) =>
      builder.addGroup(
        "a",
        type("G", { groups: [{ name: "in", doc: "d", datasets: [{ name: "x", doc: "d", dtype: "flaot" }] }] }),
      ),
    'invalid: lab/G/in/x: "flaot" is no dtype',
  ],
  [
    "a key that is none",
    (builder) => builder.addDataset("a", type("D", { quanity: "*" })),
    'invalid: lab/D: "quanity" is no key of a dataset',
  ],
  [
    "a group among the datasets",
    (builder) => builder.addDataset("a", base.type("base", "Container")!.spec as never),
    "invalid: lab/Container: a group was given for a dataset",
  ],
  [
    "a type twice",
    (builder) => {
      builder.addGroup("a.yaml", type("G"));
      builder.addDataset("b.yaml", type("G"));
    },
    'exists: lab/G: the type is defined already, in the source "a"',
  ],
  [
    "a type twice, once inside of another",
    (builder) => builder.addGroup("a", type("G", { groups: [type("G", { name: "g" })] })),
    'exists: lab/G: the type is defined already, in the source "a"',
  ],
  [
    "a namespace that is not known",
    (builder) => builder.includeNamespace("core"),
    'not-found: lab: the namespace "core" to include is not known; known: base',
  ],
  [
    "a type of a namespace that is not known",
    (builder) => builder.includeType("core", "Device"),
    'not-found: lab: the namespace "core" to include is not known; known: base',
  ],
  [
    "a type that a namespace does not have",
    (builder) => builder.includeType("base", "Device"),
    'not-found: lab: the namespace "base" has no type "Device"',
  ],
  ...["../a.yaml", "/a.yaml", "C:\\a.yaml", "a/../../b", ""].map(
    (file) =>
      [
        `the source ${JSON.stringify(file)}`,
        (builder: NamespaceBuilder) => builder.addGroup(file, type("G")),
        `denied: the source ${JSON.stringify(file)} is outside of the folder of the namespace`,
      ] as const,
  ),
  [
    "a source in a folder",
    (builder) => builder.addGroup("sub/a.yaml", type("G")),
    'invalid: the source "sub/a.yaml" is in a folder; sources stand beside the namespace file',
  ],
  [
    "a source called namespace",
    (builder) => builder.describeSource("namespace.yaml", {}),
    'invalid: no source can be called "namespace.yaml": files cache the namespace under that name',
  ],
];

describe("a mistake of an author is an error that names it, and nothing is kept of it", () => {
  test.each(mistakes)("%s", (_, act, message) => {
    const builder = namespaceBuilder(about, undefined, base);
    expect(failure(() => act(builder))).toBe(message);
    const { namespace, issues } = parseNamespace(builder.build());
    expect([namespace!.includes, issues]).toEqual([[], []]);
  });

  test.each([
    [
      { ...about, name: "our lab" },
      'invalid: "our lab" is no name of a namespace: no white space, slash or colon, no dot in front',
    ],
    [
      { ...about, name: "../lab" },
      'invalid: "../lab" is no name of a namespace: no white space, slash or colon, no dot in front',
    ],
    [{ ...about, version: "" }, "invalid: lab: a namespace needs a version"],
  ])("%j", (said, message) => {
    expect(failure(() => namespaceBuilder(said))).toBe(message);
  });
});

/** Everything that the language can say, as this package has it in memory. */
const inMemory: TypeSpec[] = [
  {
    kind: "dataset",
    typeDef: "Rows",
    typeInc: "Data",
    defaultName: "rows",
    doc: "d",
    quantity: { min: 0, max: null },
    linkable: false,
    dtype: [
      { name: "a", doc: "A", dtype: "float64" },
      { name: "r", doc: "R", dtype: { targetType: "Container", reftype: "object" } },
    ],
    shape: [[null], [null, 3]],
    dims: [["t"], ["t", "xyz"]],
    attributes: [
      { kind: "attribute", name: "fixed", doc: "f", dtype: "int64", required: true, value: 2n ** 60n },
      { kind: "attribute", name: "free", doc: "f", dtype: "utf8", required: false },
      { kind: "attribute", name: "any", doc: "f", dtype: { targetType: "", reftype: "object" }, required: true },
      {
        kind: "attribute",
        name: "list",
        doc: "f",
        dtype: "bool",
        shape: [[2]],
        dims: [["pair"]],
        required: false,
        defaultValue: [true, false],
      },
    ],
  },
  {
    kind: "group",
    typeDef: "Box",
    typeInc: "Container",
    doc: "d",
    quantity: { min: 1, max: 1 },
    linkable: true,
    attributes: [],
    datasets: [
      {
        kind: "dataset",
        name: "one",
        doc: "d",
        quantity: { min: 0, max: 1 },
        linkable: true,
        attributes: [],
        dtype: "numeric",
        shape: [[]],
      },
    ],
    groups: [
      {
        kind: "group",
        typeInc: "Box",
        doc: "d",
        quantity: { min: 1, max: null },
        linkable: true,
        attributes: [],
        datasets: [],
        groups: [],
        links: [],
      },
    ],
    links: [{ kind: "link", doc: "d", targetType: "Box", quantity: { min: 2, max: 2 } }],
  },
];

test.each([
  ["data_type", undefined],
  ["neurodata_type", nwbDialect],
])("specs in memory come back from the texts, with the keys of %s", (key, dialect) => {
  const builder = namespaceBuilder(about, dialect);
  for (const spec of inMemory) {
    if (spec.kind === "group") builder.addGroup("lab.yaml", spec);
    else builder.addDataset("lab.yaml", spec);
  }
  const source = builder.build();
  expect([...source.sources.keys()]).toEqual(["lab", "namespace"]);
  expect(source.sources.get("lab")).toContain(`"${key}_def"`);
  const { namespace, issues } = parseNamespace(source);
  expect(issues).toEqual([]);
  expect([...namespace!.types.values()]).toEqual(inMemory);
});

test("what is built can be used in a catalog at once", () => {
  const builder = namespaceBuilder(about, undefined, base);
  builder.includeType("base", "Container");
  builder.addGroup("lab", type("Probe", { data_type_inc: "Container" }));
  const catalog = createCatalog([base.namespaces.get("base")!, parseNamespace(builder.build()).namespace!]);
  expect(catalog.type("lab", "Probe")!.hierarchy).toEqual(["Probe", "Container"]);
  expect(catalog.issues()).toEqual([]);
});

test("integers beyond 2^53, infinities and odd keys pass through YAML unchanged", async () => {
  const odd =
    '{"datasets":[{"data_type_def":"D","doc":"d","dtype":"int","value":[9007199254740993,1e400,-0.5],"__proto__":{"a":1}}]}';
  const sources = new Map([...sourceOf({ name: "odd" }).sources, ["types", odd]]);
  const files = exportSpec({ name: "odd", version: "1.0.0", sources });
  expect([...files.keys()]).toEqual(["odd.namespace.yaml", "types.yaml"]);
  expect(files.get("types.yaml")).toContain("9007199254740993");
  expect(files.get("types.yaml")).toContain("__proto__");
  const { sources: read } = await readNamespaceYaml(
    files.get("odd.namespace.yaml")!,
    "odd.namespace.yaml",
    async (name) => files.get(name)!,
  );
  expect(read[0]!.sources.get("types")).toContain("9007199254740993");
  expect(read[0]!.sources.get("types")).toContain('"__proto__"');
});

const source = (schema: unknown, name = "a", more: Record<string, string> = {}): NamespaceSource => ({
  name,
  version: "1",
  sources: new Map([
    ["namespace", JSON.stringify({ namespaces: [{ name, doc: "d", version: "1", schema }] })],
    ...Object.entries(more),
  ]),
});

/** Texts of strangers that cannot be written. */
const unwritable: readonly (readonly [string, NamespaceSource, string])[] = [
  ["no text of a source", source([{ source: "x" }]), 'malformed: a: the text "x" is not there'],
  [
    "no JSON",
    source([{ source: "x" }], "a", { x: "{" }),
    'malformed: a: the text "x" is no JSON: a string was expected at offset 1',
  ],
  [
    "another namespace",
    { ...source([]), name: "b" },
    'malformed: b: the text "namespace" does not speak of this namespace',
  ],
  [
    "a source outside",
    source([{ source: "../x" }], "a", { "../x": "{}" }),
    'denied: a: the source "../x" is outside of the folder of the namespace',
  ],
  ["a name that is a path", source([], "../a"), 'invalid: "../a" is no name of a namespace'],
  [
    "a source that takes the place of the namespace file",
    source([{ source: "a.namespace" }], "a", { "a.namespace": "{}" }),
    'invalid: a: two files would be called "a.namespace.yaml"',
  ],
];

test.each(unwritable)("%s is not exported", (_, given, message) => {
  expect(failure(() => exportSpec(given))).toBe(message);
});

test.each([
  ["what is no spec", "[5]", "invalid: a/?: a specification with keys and values was expected"],
  ["what defines no type", '[{"name":"g","doc":"d"}]', "invalid: a/g: a specification of a source defines a type"],
])("%s is not cached", (_, groups, message) => {
  const given = source([{ source: "x" }], "a", { x: `{"groups":${groups}}` });
  expect(failure(() => cachedNamespace(given))).toBe(message);
});

test("a mistake inside of a spec does not keep a namespace out of the cache", () => {
  const text =
    '{"groups":[{"data_type_def":"G","doc":"d","odd":1,"attributes":[{"name":"x","doc":"d","dtype":"odd"}]}]}';
  const { sources } = cachedNamespace(source([{ source: "x" }], "a", { x: text }));
  expect(sources.get("x")).toBe(
    '{"groups":[{"doc":"d","data_type_def":"G","attributes":[{"doc":"d","name":"x","dtype":"odd"}]}]}',
  );
});
