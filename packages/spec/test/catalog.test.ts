import { describe, expect, test } from "vitest";
import { type Catalog, type DatasetSpec, type GroupSpec, resolveInclusion } from "../src/index.ts";
import { catalogOf, type Declared, line } from "./namespaces.ts";

const of = (def: string, inc?: string, more: object = {}) => ({
  data_type_def: def,
  ...(inc === undefined ? {} : { data_type_inc: inc }),
  doc: `doc of ${def}`,
  ...more,
});
const named = (name: string, more: object = {}) => ({ name, doc: `doc of ${name}`, ...more });
const including = (inc: string, more: object = {}) => ({ data_type_inc: inc, doc: `a ${inc}`, ...more });
const group = (catalog: Catalog, name: string): GroupSpec => catalog.type("test", name)!.spec as GroupSpec;
const dataset = (catalog: Catalog, name: string): DatasetSpec => catalog.type("test", name)!.spec as DatasetSpec;
const names = (specs: readonly { readonly name?: string; readonly typeInc?: string }[]) =>
  specs.map((each) => each.name ?? each.typeInc);

describe("inheritance", () => {
  test("a dataset takes over what it does not say, and what it says holds", () => {
    const base = {
      dtype: "float",
      shape: [null, 3],
      dims: ["a", "b"],
      default_value: 1,
      quantity: "?",
      linkable: false,
    };
    const catalog = catalogOf({
      datasets: [of("B", undefined, base), of("A", "B"), of("C", "B", { dtype: "double", value: 2 })],
    });
    expect(dataset(catalog, "A")).toEqual({
      kind: "dataset",
      doc: "doc of A",
      typeDef: "A",
      typeInc: "B",
      quantity: { min: 1, max: 1 },
      linkable: true,
      attributes: [],
      dtype: "float32",
      shape: [[null, 3]],
      dims: [["a", "b"]],
      defaultValue: 1,
    });
    expect(dataset(catalog, "C")).toMatchObject({ dtype: "float64", value: 2 });
    expect(dataset(catalog, "C")).not.toHaveProperty("defaultValue");
    expect(catalog.issues()).toEqual([]);
  });

  test("attributes merge by name, its own first; a fixed value that is inherited rules out a default", () => {
    const attribute = (name: string, more: object) => named(name, { dtype: "text", ...more });
    const catalog = catalogOf({
      groups: [
        of("B", undefined, {
          attributes: [attribute("x", { value: "v" }), attribute("y", { shape: [null] }), attribute("z", {})],
        }),
        of("A", "B", {
          attributes: [attribute("w", {}), attribute("y", { required: false }), attribute("x", { default_value: "d" })],
        }),
      ],
    });
    const { attributes } = group(catalog, "A");
    expect(names(attributes)).toEqual(["w", "y", "x", "z"]);
    expect(attributes[1]).toMatchObject({ shape: [[null]], required: false });
    expect(attributes[2]).toMatchObject({ value: "v" });
    expect(attributes[2]).not.toHaveProperty("defaultValue");
  });

  test("children merge by name, nameless ones by type, in hdmf's order", () => {
    const catalog = catalogOf({
      groups: [
        of("X"),
        of("Y", "X"),
        of("B", undefined, {
          groups: [
            named("b"),
            including("X", { quantity: "*" }),
            named("a", { attributes: [named("n", { dtype: "int" })] }),
          ],
          links: [{ target_type: "X", doc: "l" }, named("link", { target_type: "X" })],
        }),
        of("A", "B", {
          groups: [named("a", { quantity: "?" }), including("X", { quantity: "+" })],
          links: [named("link", { target_type: "Y" })],
        }),
      ],
    });
    const spec = group(catalog, "A");
    expect(names(spec.groups)).toEqual(["a", "X", "b"]);
    expect(spec.groups[0]).toMatchObject({ quantity: { min: 0, max: 1 }, attributes: [{ name: "n" }] });
    expect(spec.groups[1]).toMatchObject({ quantity: { min: 1, max: null } });
    expect(spec.links.map(({ name, targetType }) => [name, targetType])).toEqual([
      ["link", "Y"],
      [undefined, "X"],
    ]);
  });

  test("compounds merge by column", () => {
    const columns = (...each: [string, string][]) => each.map(([name, dtype]) => named(name, { dtype }));
    const catalog = catalogOf({
      datasets: [
        of("B", undefined, { dtype: columns(["a", "int"], ["b", "int8"]) }),
        of("A", "B", { dtype: columns(["b", "long"], ["c", "text"]) }),
      ],
    });
    const { dtype } = dataset(catalog, "A");
    expect(
      (dtype as unknown as { name: string; dtype: string }[]).map(({ name, dtype: each }) => `${name} ${each}`),
    ).toEqual(["a int32", "b int64", "c utf8"]);
    expect(catalog.issues()).toEqual([]);
  });

  test.each<[string, object, object, string]>([
    ["a dtype that is narrower", { dtype: "int" }, { dtype: "short" }, "error bad-override test/A"],
    ["a dtype of another kind", { dtype: "int" }, { dtype: "uint" }, "error bad-override test/A"],
    [
      "a compound of something simple",
      { dtype: "int" },
      { dtype: [named("a", { dtype: "int" })] },
      "error bad-override test/A",
    ],
    ["a reference of something simple", { dtype: "int" }, { dtype: { target_type: "B" } }, "error bad-override test/A"],
    ["more axes", { shape: [null] }, { shape: [null, null] }, "error bad-override test/A"],
  ])("%s is no valid override; what the child says holds", (_, base, own, problem) => {
    const catalog = catalogOf({ datasets: [of("B", undefined, base), of("A", "B", own)] });
    expect(catalog.type("test", "A")).toBeDefined();
    expect(catalog.issues().map(line)).toEqual([problem]);
  });

  test("a dataset cannot extend a group", () => {
    const catalog = catalogOf({ groups: [of("B")], datasets: [of("A", "B")] });
    expect(catalog.type("test", "A")?.hierarchy).toEqual(["A", "B"]);
    expect(catalog.issues().map(line)).toEqual(["error wrong-kind test/A"]);
  });

  test("the type of a named child may only become a subtype", () => {
    const child = (inc: string) => ({ groups: [including(inc, { name: "c" })] });
    const catalog = catalogOf({
      groups: [
        of("X"),
        of("Y", "X"),
        of("Z"),
        of("B", undefined, child("X")),
        of("A", "B", child("Y")),
        of("C", "B", child("Z")),
      ],
    });
    expect([group(catalog, "A").groups[0]?.typeInc, group(catalog, "C").groups[0]?.typeInc]).toEqual(["Y", "Z"]);
    expect(catalog.issues().map(line)).toEqual(["error bad-override test/C/c"]);
  });
});

describe("inclusion", () => {
  const catalog = catalogOf({
    datasets: [
      of("D", undefined, { dtype: "numeric", attributes: [named("unit", { dtype: "text" })] }),
      of("E", "D", { dtype: "int" }),
    ],
    groups: [
      of("T", undefined, {
        datasets: [
          including("D", { name: "d", dtype: "double", quantity: "?", attributes: [named("more", { dtype: "int" })] }),
          including("Nothing"),
        ],
        groups: [including("T", { quantity: "*" }), named("plain")],
      }),
      of("U", "T", { datasets: [including("E", { name: "d", dtype: "double" })] }),
    ],
  });
  const [d, unknown] = group(catalog, "T").datasets;
  const [t, plain] = group(catalog, "T").groups;

  test("what a type says is merged into the place where it is included", () => {
    expect(resolveInclusion(catalog, "test", d!)).toMatchObject({
      name: "d",
      dtype: "float64",
      doc: "a D",
      quantity: { min: 0, max: 1 },
      attributes: [{ name: "more" }, { name: "unit" }],
    });
  });

  test("types may contain themselves", () => {
    const inner = resolveInclusion(catalog, "test", t!);
    expect(names(inner.groups)).toEqual(["plain", "T"]);
    expect(names(resolveInclusion(catalog, "test", inner.groups[1]!).groups)).toEqual(["plain", "T"]);
  });

  test("what has no type, or one that is not known, is what it was", () => {
    expect(resolveInclusion(catalog, "test", plain!)).toBe(plain);
    expect(resolveInclusion(catalog, "test", unknown!)).toBe(unknown);
  });

  test("a child whose type is narrowed has what the subtype says", () => {
    const narrowed = resolveInclusion(catalog, "test", group(catalog, "U").datasets[0]!);
    expect(narrowed).toMatchObject({ typeInc: "E", attributes: [{ name: "more" }, { name: "unit" }] });
  });

  test("the same question has the same answer", () => {
    expect(resolveInclusion(catalog, "test", d!)).toBe(resolveInclusion(catalog, "test", d!));
    expect(catalog.type("test", "T")).toBe(catalog.type("test", "T"));
  });
});

describe("namespaces", () => {
  const base = {
    name: "base",
    groups: [of("A"), of("B", "A", { links: [{ target_type: "L", doc: "d" }] }), of("L"), of("Other")],
  };

  test("types are found in what a namespace includes, under the name of the one that defines them", () => {
    const catalog = catalogOf(
      base,
      { name: "middle", includes: ["base"], groups: [of("M", "B")] },
      { includes: ["middle"] },
    );
    expect(catalog.type("test", "M")).toMatchObject({ namespace: "middle", hierarchy: ["M", "B", "A"] });
    expect(catalog.type("test", "A")?.namespace).toBe("base");
    expect(catalog.isSubtype("test", "M", "A")).toBe(true);
    expect([
      catalog.isSubtype("test", "A", "M"),
      catalog.isSubtype("test", "X", "A"),
      catalog.isSubtype("no", "M", "A"),
    ]).toEqual([false, false, false]);
    expect([catalog.subtypes("test", "A"), catalog.subtypes("base", "A"), catalog.subtypes("test", "M")]).toEqual([
      ["M", "B"],
      ["B"],
      [],
    ]);
    expect([catalog.type("base", "M"), catalog.type("no", "A")]).toEqual([undefined, undefined]);
  });

  test("of chosen types come their ancestors and the targets of their links too", () => {
    const catalog = catalogOf(base, { includes: [{ namespace: "base", data_types: ["B", "Missing"] }] });
    expect(["A", "B", "L", "Other"].filter((name) => catalog.type("test", name))).toEqual(["A", "B", "L"]);
    expect(catalog.issues().map(line)).toEqual(["error unknown-type test"]);
  });

  test("its own definition of a name holds beside an included one", () => {
    const catalog = catalogOf(base, { includes: ["base"], groups: [of("A"), of("C", "A")] });
    expect(catalog.type("test", "A")?.namespace).toBe("test");
    expect(catalog.type("test", "B")?.hierarchy).toEqual(["B", "A"]);
    expect(catalog.issues().map(line)).toEqual(["warning duplicate-type test/A"]);
  });

  test.each<[string, readonly Declared[], string]>([
    ["an unknown base", [{ groups: [of("T", "Nothing")] }], "error unknown-type test/T"],
    ["types that extend each other", [{ groups: [of("T", "S"), of("S", "T")] }], "error inheritance-cycle test/S"],
    ["an unknown namespace", [{ includes: ["no"], groups: [of("T")] }], "error unknown-namespace test"],
    ["a namespace that includes itself", [{ includes: ["test"], groups: [of("T")] }], "error inclusion-cycle test"],
    [
      "a line without end",
      [{ groups: Array.from({ length: 300 }, (_, i) => of(i === 0 ? "T" : `T${i}`, `T${i + 1}`)) }],
      "error too-deep test/T199",
    ],
  ])("%s is an issue, and the type is there", (_, declared, problem) => {
    const catalog = catalogOf(...declared);
    expect(catalog.type("test", "T")).toBeDefined();
    expect(catalog.issues().map(line)).toEqual([problem]);
  });

  test("namespaces that include each other end", () => {
    const catalog = catalogOf(
      { includes: ["b"], groups: [of("T")] },
      { name: "b", includes: ["test"], groups: [of("S", "T")] },
    );
    expect(catalog.type("test", "T")).toBeDefined();
    expect(catalog.issues().map(({ code }) => code)).toEqual(["inclusion-cycle"]);
  });

  test("many namespaces that include the same ones are collected once", () => {
    const layers = Array.from({ length: 40 }, (_, i) => [`a${i}`, `b${i}`]);
    const declared = layers.flatMap((layer, i) =>
      layer.map((name) => ({ name, includes: i === 0 ? [] : layers[i - 1]!, groups: [of(name)] })),
    );
    const catalog = catalogOf(...declared);
    expect(catalog.type("a39", "b0")?.namespace).toBe("b0");
  });

  test("in NWB a type without a base has one, but for the roots", () => {
    const nwb = (def: string) => ({ neurodata_type_def: def, doc: "d" });
    const catalog = catalogOf(
      { groups: [nwb("NWBContainer"), nwb("G")], datasets: [nwb("NWBData"), nwb("D")] },
      { name: "x", includes: ["test"], groups: [of("Plain")] },
    );
    expect(catalog.type("test", "G")).toMatchObject({
      hierarchy: ["G", "NWBContainer"],
      spec: { typeInc: "NWBContainer" },
    });
    expect(catalog.type("test", "D")?.hierarchy).toEqual(["D", "NWBData"]);
    expect(catalog.type("x", "Plain")?.hierarchy).toEqual(["Plain", "NWBContainer"]);
    expect(catalog.type("test", "NWBContainer")?.hierarchy).toEqual(["NWBContainer"]);
  });
});

describe("an attribute that inherits a value", () => {
  const attribute = (more: object) => ({ attributes: [named("x", { dtype: "text", ...more })] });
  test.each([
    ["a default need not be there", { default_value: "d" }, {}, { required: false, defaultValue: "d" }],
    ["a fixed value is always there", { value: "v" }, { required: false }, { required: true, value: "v" }],
    ["a fixed value, over a default", { value: "v" }, { default_value: "d" }, { required: true, value: "v" }],
    ["what is optional may become required", { required: false }, {}, { required: true }],
  ])("%s", (_, base, own, expected) => {
    const catalog = catalogOf({ groups: [of("B", undefined, attribute(base)), of("A", "B", attribute(own))] });
    expect(group(catalog, "A").attributes).toEqual([
      { kind: "attribute", name: "x", doc: "doc of x", dtype: "utf8", ...expected },
    ]);
  });
});
