import type { NdArray, NodeId } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { type Catalog, createCatalog, type Issue, parseNamespace } from "@hdmf-ts/spec";
import { type Edit, memoryStorage, type Storage } from "@hdmf-ts/storage";
import { describe, expect, test } from "vitest";
import { noSpecificationIssue, validate } from "../src/index.ts";

const text = (...data: string[]): NdArray => ({ dtype: "utf8", shape: [], data });
const number = (value: number): NdArray => ({ dtype: "float64", shape: [], data: Float64Array.of(value) });
const references = (...ids: NodeId[]): NdArray => ({
  dtype: "reference",
  shape: [ids.length],
  data: { ids: ids.map(String) },
});

/** A type as specified, without what every specification has. */
const def = (data_type_def: string, more: object = {}) => ({ data_type_def, doc: "d", ...more });
const named = (name: string, more: object = {}) => ({ name, doc: "d", ...more });
const inc = (data_type_inc: string, more: object = {}) => ({ data_type_inc, doc: "d", ...more });
const link = (target_type: string, more: object = {}) => ({ target_type, doc: "d", ...more });

interface Specified {
  readonly groups?: readonly object[];
  readonly datasets?: readonly object[];
}

function catalogOf({ groups = [], datasets = [] }: Specified): Catalog {
  const namespaces = [{ name: "test", doc: "d", version: "1.0.0", schema: [{ source: "types" }] }];
  const sources = new Map([
    ["namespace", JSON.stringify({ namespaces })],
    ["types", JSON.stringify({ groups, datasets })],
  ]);
  const { namespace, issues } = parseNamespace({ name: "test", version: "1.0.0", sources });
  expect(issues).toEqual([]);
  return createCatalog([namespace!]);
}

/** Makes a tree; groups and datasets are typed where a type is given. */
function builder(edit: Edit) {
  const identify = async (id: NodeId, type: string | undefined): Promise<NodeId> => {
    if (type === undefined) return id;
    await edit.setAttribute(id, "data_type", text(type));
    await edit.setAttribute(id, "namespace", text("test"));
    await edit.setAttribute(id, "object_id", text("5b6c4b0e-8a43-4b5c-9c5e-0d5c3d1f2a3b"));
    return id;
  };
  return {
    root: edit.root,
    edit,
    identify,
    group: async (parent: NodeId, name: string, type?: string) => identify(await edit.createGroup(parent, name), type),
    dataset: async (parent: NodeId, name: string, value: NdArray, type?: string) => {
      const id = await edit.createDataset(parent, name, { dtype: value.dtype, shape: value.shape });
      if (value.shape !== null) await edit.write(id, [], value.data);
      return identify(id, type);
    },
    attribute: (id: NodeId, name: string, value: NdArray) => edit.setAttribute(id, name, value),
    link: (parent: NodeId, name: string, soft: string) => edit.link(parent, name, { soft }),
  };
}

type Builder = ReturnType<typeof builder>;

async function treeOf(fill: (build: Builder) => Promise<unknown>): Promise<Storage> {
  const storage = memoryStorage();
  const edit = storage.edit();
  const build = builder(edit);
  await build.identify(edit.root, "Root");
  await fill(build);
  await edit.commit();
  return storage;
}

async function collect(storage: Storage, catalog: Catalog): Promise<Issue[]> {
  const issues: Issue[] = [];
  for await (const issue of validate(storage, catalog)) issues.push(issue);
  return issues;
}

const line = ({ severity, code, path }: Issue): string => `${severity} ${code} ${path}`;

interface Case {
  readonly name: string;
  readonly root?: object;
  readonly types?: Specified;
  readonly fill: (build: Builder) => Promise<unknown>;
  readonly issues: readonly string[];
}

const many = { groups: [inc("A", { quantity: "*" })] };
const a = { groups: [def("A")] };

const cases: readonly Case[] = [
  { name: "what is as specified", root: many, types: a, fill: ({ root, group }) => group(root, "a", "A"), issues: [] },
  {
    name: "one too few",
    root: { groups: [inc("A", { quantity: 2 })] },
    types: a,
    fill: ({ root, group }) => group(root, "a", "A"),
    issues: ["error wrong-quantity /"],
  },
  {
    name: "one too many",
    root: { groups: [inc("A", { quantity: "zero_or_one" })] },
    types: a,
    fill: async ({ root, group }) => [await group(root, "a", "A"), await group(root, "b", "A")],
    issues: ["error wrong-quantity /"],
  },
  {
    name: "none of many",
    root: { groups: [inc("A", { quantity: "+" })] },
    types: a,
    fill: async () => {},
    issues: ["error missing-group /"],
  },
  {
    name: "none of many in words",
    root: { groups: [inc("A", { quantity: "zero_or_many" })] },
    types: a,
    fill: async () => {},
    issues: [],
  },
  {
    name: "a missing link",
    root: { links: [link("A", { name: "l" })] },
    types: a,
    fill: async () => {},
    issues: ["error missing-link /"],
  },
  {
    name: "a link where none may be",
    root: { groups: [inc("A", { name: "a", linkable: false }), inc("A", { name: "b" })] },
    types: a,
    fill: async ({ root, group, link: soft }) => [await group(root, "b", "A"), await soft(root, "a", "/b")],
    issues: ["error illegal-link /"],
  },
  {
    name: "links in circles",
    root: { groups: [inc("A", { name: "a" })] },
    types: {
      groups: [
        def("A", {
          attributes: [named("x", { dtype: "int" })],
          groups: [inc("A", { quantity: "*", groups: [named("z", { quantity: "?" })] })],
        }),
      ],
    },
    fill: async ({ root, group, link: soft }) => soft(await group(root, "a", "A"), "again", "/a"),
    issues: ["error missing-attribute /a"],
  },
  {
    name: "what a link leads to, under its own path and once",
    root: { groups: [named("own", { groups: [inc("A", { quantity: "*" })] })], links: [link("A", { quantity: "*" })] },
    types: { groups: [def("A", { attributes: [named("x", { dtype: "int" })] })] },
    fill: async ({ root, group, link: soft }) => {
      await group(await group(root, "own"), "a", "A");
      await soft(root, "l", "/own/a");
    },
    issues: ["error missing-attribute /own/a"],
  },
  {
    name: "a dead link",
    root: { links: [link("A", { name: "l" })] },
    types: a,
    fill: ({ root, link: soft }) => soft(root, "l", "/no"),
    issues: ["error missing-link /", "warning dead-link /l"],
  },
  {
    name: "an unknown type",
    root: many,
    types: a,
    fill: ({ root, group }) => group(root, "a", "B"),
    issues: ["warning unknown-type /a"],
  },
  {
    name: "what is inside of an unexpected object is not checked",
    root: {},
    types: { groups: [def("A", { attributes: [named("x", { dtype: "int" })] })] },
    fill: ({ root, group }) => group(root, "a", "A"),
    issues: ["warning unexpected-object /a"],
  },
  {
    name: "a group that says it is a dataset",
    root: many,
    types: { groups: [def("A")], datasets: [def("D")] },
    fill: ({ root, group }) => group(root, "d", "D"),
    issues: ["warning unexpected-object /d"],
  },
  {
    name: "what is said at the place of inclusion",
    root: {
      datasets: [inc("D", { name: "d", dtype: "text", shape: [null], attributes: [named("x", { dtype: "int" })] })],
    },
    types: { datasets: [def("D")] },
    fill: ({ root, dataset }) => dataset(root, "d", number(1), "D"),
    issues: ["error missing-attribute /d", "error wrong-dtype /d", "error wrong-shape /d"],
  },
  {
    name: "a scalar by language 3",
    root: {
      datasets: [named("d", { dtype: "numeric", shape: "scalar" }), named("e", { dtype: "numeric", shape: "scalar" })],
    },
    fill: async ({ root, dataset }) => {
      await dataset(root, "d", number(1));
      await dataset(root, "e", { dtype: "int8", shape: [1], data: Int8Array.of(1) });
    },
    issues: ["error wrong-shape /e"],
  },
  {
    name: "a null space",
    root: { datasets: [named("d", { dtype: "numeric" })], attributes: [named("x", { dtype: "numeric" })] },
    fill: async ({ root, dataset, attribute }) => {
      await dataset(root, "d", { dtype: "int8", shape: null, data: new Int8Array() });
      await attribute(root, "x", { dtype: "int8", shape: null, data: new Int8Array() });
    },
    issues: ["error wrong-dtype /.x", "error wrong-dtype /d"],
  },
  {
    name: "fixed values",
    root: {
      attributes: [named("x", { dtype: "float", value: 0.1 }), named("y", { dtype: "text", value: "a" })],
      datasets: [named("d", { value: 5 })],
    },
    fill: async ({ root, dataset, attribute }) => {
      await attribute(root, "x", { dtype: "float32", shape: [], data: Float32Array.of(0.1) });
      await attribute(root, "y", text("b"));
      await dataset(root, "d", { dtype: "int64", shape: [], data: BigInt64Array.of(6n) });
    },
    issues: ["warning wrong-value /.y", "warning wrong-value /d"],
  },
  {
    name: "references",
    root: {
      attributes: [named("x", { dtype: { target_type: "A", reftype: "object" }, shape: [null] })],
      datasets: [named("d", { dtype: { target_type: "A", reftype: "object" } }), named("e", { dtype: "object" })],
      groups: [inc("A", { quantity: "*" }), inc("C", { quantity: "*" })],
    },
    types: { groups: [def("A"), { ...def("B"), data_type_inc: "A" }, def("C")] },
    fill: async ({ root, group, dataset, attribute }) => {
      const [b, c] = [await group(root, "b", "B"), await group(root, "c", "C")];
      await attribute(root, "x", references(b, c));
      await dataset(root, "d", references(b, c, b));
      await dataset(root, "e", references(b, c));
    },
    issues: ["error wrong-target /.x", "warning wrong-target /d"],
  },
  {
    name: "a column of a compound that leads elsewhere, and one with another name",
    root: {
      datasets: [
        named("d", {
          dtype: [named("r", { dtype: { target_type: "A", reftype: "object" } }), named("n", { dtype: "int" })],
        }),
      ],
      ...many,
    },
    types: a,
    fill: ({ root, dataset }) => {
      const columns = new Map([
        ["r", references(root).data],
        ["m", Int32Array.of(1)],
      ]);
      return dataset(root, "d", {
        dtype: [
          { name: "r", dtype: "reference" },
          { name: "m", dtype: "int32" },
        ],
        shape: [1],
        data: columns,
      });
    },
    issues: ["warning renamed-column /d", "warning wrong-target /d"],
  },
  {
    name: "names such as __proto__",
    root: { attributes: [named("__proto__", { dtype: "text" })], groups: [named("constructor")] },
    fill: async ({ root, group }) => group(root, "__proto__"),
    issues: ["error missing-attribute /", "error missing-group /", "warning unexpected-object /__proto__"],
  },
];

describe("issues of a tree", () => {
  test.each(cases.map((each) => [each.name, each] as const))(
    "%s",
    async (_, { root = {}, types = {}, fill, issues }) => {
      const groups = [def("Root", root), ...(types.groups ?? [])];
      const catalog = catalogOf({ groups, datasets: types.datasets ?? [] });
      const found = await collect(await treeOf(fill), catalog);
      expect(found.map(line).sort()).toEqual(issues);
    },
  );
});

test("an issue says what, where, by which rule, and what was expected", async () => {
  const catalog = catalogOf({
    groups: [def("Root", { groups: [named("g", { datasets: [named("d", { dtype: "int" })] })] })],
  });
  const storage = await treeOf(async ({ root, group, dataset }) => dataset(await group(root, "g"), "d", number(1)));
  expect(await collect(storage, catalog)).toEqual([
    {
      code: "wrong-dtype",
      severity: "error",
      path: "/g/d",
      specPath: "test/Root/g/d",
      expected: "int32",
      received: "float64",
      message: "the data is float64, where int32 is asked for",
    },
  ]);
});

test("without a specification there is one issue", async () => {
  const storage = await treeOf(async () => {});
  expect(await collect(storage, createCatalog([]))).toEqual([noSpecificationIssue()]);
});

test("what is wrong with the specifications that are used comes at the end", async () => {
  const storage = await treeOf(async () => {});
  const catalog = catalogOf({
    groups: [{ ...def("Root", { attributes: [named("x", { dtype: "int" })] }), data_type_inc: "No" }],
  });
  expect((await collect(storage, catalog)).map(line)).toEqual([
    "error missing-attribute /",
    "error unknown-type /test/Root",
  ]);
});

test("under an untyped root typed objects are checked one by one", async () => {
  const storage = memoryStorage();
  const edit = storage.edit();
  const { group, root } = builder(edit);
  await group(await group(root, "some"), "a", "A");
  await edit.commit();
  const catalog = catalogOf({ groups: [def("A", { attributes: [named("x", { dtype: "int" })] })] });
  expect((await collect(storage, catalog)).map(line)).toEqual([
    "warning missing-type /",
    "error missing-attribute /some/a",
  ]);
});

test("damaged data and damaged objects are issues, and the rest is checked", async () => {
  const storage = await treeOf(async ({ root, dataset, group }) => {
    await dataset(root, "d", { dtype: "utf8", shape: [1], data: ["x"] });
    await group(root, "g");
  });
  const damaged = (what: string) => hdmfError("malformed", `${what} is damaged`);
  const broken: Storage = {
    ...storage,
    read: async (ids, options) => {
      const nodes = await storage.read(ids, options);
      return nodes.flatMap((node) => {
        if (node.kind !== "dataset") {
          if (node.id === storage.root) return node;
          if (options?.onDamage === undefined) throw damaged("the group");
          options.onDamage({ id: node.id, error: damaged("the group") });
          return [];
        }
        const { value: _, ...rest } = node;
        const blocks = () => {
          throw damaged("the chunk");
        };
        return { ...rest, array: { ...node.array, blocks } };
      });
    },
  };
  const catalog = catalogOf({
    groups: [def("Root", { datasets: [named("d", { dtype: "isodatetime", shape: [2] })] })],
  });
  expect((await collect(broken, catalog)).map(line)).toEqual(["error unreadable /g", "error unreadable /d"]);
});

test("an abort rejects with its reason, and progress is told", async () => {
  const storage = await treeOf(({ root, group }) => group(root, "a", "A"));
  const catalog = catalogOf({ groups: [def("Root", many), def("A")] });
  const done: number[] = [];
  const onProgress = (progress: { done: number }) => done.push(progress.done);
  for await (const _ of validate(storage, catalog, { onProgress }));
  expect(done).toEqual([1, 2]);
  const reason = new Error("enough");
  const run = validate(storage, catalog, { signal: AbortSignal.abort(reason) });
  await expect(run.next()).rejects.toBe(reason);
});

test("of dates in blocks the first decides the form, all the time zone", async () => {
  const dates = Array.from({ length: 100 }, (_, i) => (i === 50 ? "2024-01-01T00:00:00" : "2024-01-01T00:00:00Z"));
  const storage = await treeOf(({ root, dataset }) => dataset(root, "d", { dtype: "utf8", shape: [100], data: dates }));
  const catalog = catalogOf({ groups: [def("Root", { datasets: [named("d", { dtype: "isodatetime" })] })] });
  expect((await collect(storage, catalog)).map(line)).toEqual(["warning missing-time-zone /d"]);
});
