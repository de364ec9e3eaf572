import { expect, test } from "vitest";
import { type ChildFact, type GroupSpec, matchChildren } from "../src/index.ts";
import { catalogOf } from "./namespaces.ts";

const def = (data_type_def: string, data_type_inc?: string, more: object = {}) => ({
  data_type_def,
  ...(data_type_inc === undefined ? {} : { data_type_inc }),
  doc: "d",
  ...more,
});
const inc = (data_type_inc: string, more: object = {}) => ({ data_type_inc, doc: "d", ...more });
const link = (target_type: string, more: object = {}) => ({ target_type, doc: "d", ...more });
const child = (name: string, type?: string, more: Partial<ChildFact> = {}): ChildFact => ({
  name,
  kind: "group",
  ...(type === undefined ? {} : { type, namespace: "test" }),
  link: false,
  ...more,
});
const dataset = (name: string, type?: string): ChildFact => child(name, type, { kind: "dataset" });
const linked = (name: string, type?: string): ChildFact => child(name, type, { link: true });

/** Each case: the children that are specified, those that are there, what matches (by spec), what does not. */
test.each<[string, object, readonly ChildFact[], Readonly<Record<string, readonly string[]>>, readonly string[]]>([
  ["by name", { groups: [{ name: "a", doc: "d" }] }, [child("a"), child("b")], { a: ["a"] }, ["b"]],
  [
    "by type",
    { groups: [inc("A", { quantity: "*" })] },
    [child("x", "A"), child("y", "B"), child("z", "C")],
    { A: ["x", "y"] },
    ["z"],
  ],
  ["an untyped child has no type", { groups: [inc("A", { name: "a" })] }, [child("a")], { a: [] }, ["a"]],
  [
    "a typed child may answer to an untyped spec",
    { groups: [{ name: "a", doc: "d" }] },
    [child("a", "A")],
    { a: ["a"] },
    [],
  ],
  ["a type that is not known", { groups: [inc("A", { quantity: "*" })] }, [child("x", "Unknown")], { A: [] }, ["x"]],
  [
    "a name goes before a type",
    { groups: [inc("A", { quantity: "*" }), inc("A", { name: "a", quantity: "?" })] },
    [child("a", "A"), child("b", "A")],
    { A: ["b"], a: ["a"] },
    [],
  ],
  [
    "a name of another type",
    { groups: [inc("A", { name: "a" }), inc("C", { quantity: "*" })] },
    [child("a", "C")],
    { a: [], C: ["a"] },
    [],
  ],
  [
    "the most specific type",
    { groups: [inc("A", { quantity: "*" }), inc("B", { quantity: "*" })] },
    [child("x", "B"), child("y", "A"), child("z", "BB")],
    { A: ["y"], B: ["x", "z"] },
    [],
  ],
  [
    "the first that lacks children",
    { groups: [inc("B", { quantity: "?" }), inc("A")] },
    [child("x", "B")],
    { B: [], A: ["x"] },
    [],
  ],
  [
    "a fixed number is filled",
    { groups: [inc("A", { quantity: 2 }), inc("B", { quantity: "*" })] },
    [child("x", "B"), child("y", "B"), child("z", "B")],
    { A: ["x", "y"], B: ["z"] },
    [],
  ],
  [
    "the first of equals",
    { groups: [inc("A", { quantity: "*" })], links: [link("A", { quantity: "*" })] },
    [child("x", "A"), linked("y", "A")],
    { A: ["x"], "link A": ["y"] },
    [],
  ],
  ["a link may answer to a group", { groups: [inc("A", { quantity: "*" })] }, [linked("x", "B")], { A: ["x"] }, []],
  ["a group may answer to a link", { links: [link("A", { name: "l" })] }, [child("l", "B")], { l: ["l"] }, []],
  ["a link to another type", { links: [link("A", { name: "l" })] }, [linked("l", "C")], { l: [] }, ["l"]],
  [
    "links come last",
    { groups: [inc("A")], links: [link("A")] },
    [linked("x", "A"), child("y", "A")],
    { A: ["y"], "link A": ["x"] },
    [],
  ],
  [
    "kinds are not mixed",
    { datasets: [{ name: "a", doc: "d" }], groups: [{ name: "b", doc: "d" }] },
    [child("a"), dataset("b")],
    { a: [], b: [] },
    ["a", "b"],
  ],
  [
    "a committed datatype answers to nothing",
    { groups: [{ name: "a", doc: "d" }] },
    [child("a", undefined, { kind: "datatype" })],
    { a: [] },
    ["a"],
  ],
  [
    "types of the child's own namespace",
    { groups: [inc("A", { quantity: "*" })] },
    [child("x", "Ext", { namespace: "ext" }), child("y", "Ext")],
    { A: ["x"] },
    ["y"],
  ],
  [
    "names such as __proto__",
    { groups: [{ name: "__proto__", doc: "d" }] },
    [child("__proto__"), child("constructor")],
    { ["__proto__"]: ["__proto__"] },
    ["constructor"],
  ],
])("%s", (_, specified, children, expected, unmatched) => {
  const types = [def("A"), def("B", "A"), def("BB", "B"), def("C"), def("Parent", undefined, specified)];
  const catalog = catalogOf({ groups: types }, { name: "ext", includes: ["test"], groups: [def("Ext", "A")] });
  const spec = catalog.type("test", "Parent")!.spec as GroupSpec;
  const found = matchChildren(catalog, "test", spec, children);
  const matches = found.matches.map(({ spec: each, children: indices }) => {
    const type = each.kind === "link" ? `link ${each.targetType}` : each.typeInc;
    return [each.name ?? type, indices.map((i) => children[i]!.name)];
  });
  expect(matches).toEqual(Object.entries(expected));
  expect(found.unmatched.map((i) => children[i]!.name)).toEqual(unmatched);
});
