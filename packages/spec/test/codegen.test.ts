import { describe, expect, test } from "vitest";
import { generateTypes } from "../src/codegen.ts";
import { catalogOf, type Declared } from "./namespaces.ts";

const of = (def: string, more: object = {}) => ({ data_type_def: def, doc: "", ...more });
const extending = (def: string, inc: string, more: object = {}) => of(def, { data_type_inc: inc, ...more });
const named = (name: string, more: object = {}) => ({ name, doc: "", ...more });
const including = (inc: string, more: object = {}) => ({ data_type_inc: inc, doc: "", ...more });

/** The fields of a type, without comments. */
function fieldsOf(type: string, ...declared: readonly Declared[]): readonly string[] {
  const text = generateTypes(catalogOf(...declared));
  const lines = text.split("\n").map((line) => line.trim());
  const start = lines.indexOf("readonly fields: {", lines.indexOf(`readonly ${type}: {`));
  return lines
    .slice(start + 1, lines.indexOf("};", start))
    .filter((line) => !/^\/?\*/.test(line))
    .map((line) => line.replace(/^readonly (.*?);?$/, "$1"));
}

const group = (parts: object, ...others: readonly object[]): Declared => ({ groups: [of("T", parts), ...others] });
const attribute = (more: object): Declared => group({ attributes: [named("a", more)] });
const table = (...columns: readonly object[]): Declared => ({
  datasets: [
    of("VectorData", { shape: [null], dims: ["n"] }),
    extending("VectorIndex", "VectorData", { dtype: "uint8" }),
  ],
  groups: [of("T", { datasets: columns })],
});
const data = (name: string, more: object = {}) => named(name, { data_type_inc: "VectorData", ...more });
const index = (name: string, more: object = {}) => named(name, { data_type_inc: "VectorIndex", ...more });

const cases: readonly (readonly [what: string, declared: Declared, fields: readonly string[]])[] = [
  ["a scalar attribute", attribute({ dtype: "text" }), ['a: Attribute<"utf8">']],
  ["an optional one", attribute({ dtype: "int", required: false }), ['a?: Attribute<"int32">']],
  [
    "one with a default, which a file may leave out",
    attribute({ dtype: "bool", default_value: true }),
    ['a?: Attribute<"bool">'],
  ],
  ["an array", attribute({ dtype: "float", shape: [null] }), ['a: Attribute<"float32", [number]>']],
  [
    "a shape with names",
    attribute({ dtype: "float", shape: [null, 3], dims: ["n", "xyz"] }),
    ['a: Attribute<"float32", [n: number, xyz: 3]>'],
  ],
  [
    "names of axes that are no identifiers",
    attribute({ dtype: "float", shape: [null, 3], dims: ["n", "x|y"] }),
    ['a: Attribute<"float32", [number, 3]>'],
  ],
  [
    "a reserved word as a name of axes",
    attribute({ dtype: "float", shape: [null, 3], dims: ["new", "new"] }),
    ['a: Attribute<"float32", [new: number, new: 3]>'],
  ],
  [
    "several shapes",
    attribute({ dtype: "float", shape: [[null], [null, 2]] }),
    ['a: Attribute<"float32", [number] | [number, 2]>'],
  ],
  ["a scalar of language 3", attribute({ dtype: "text", shape: "scalar" }), ['a: Attribute<"utf8">']],
  ["a fixed text", attribute({ dtype: "text", value: 'a"b' }), ['a: Attribute<"utf8", [], "a\\"b">']],
  [
    "a fixed date",
    attribute({ dtype: "isodatetime", value: "2024-01-02" }),
    ['a: Attribute<"isodatetime", [], "2024-01-02">'],
  ],
  [
    "a fixed integer, which a file may hold with 64 bits",
    attribute({ dtype: "int", value: -1 }),
    ['a: Attribute<"int32", [], -1 | -1n>'],
  ],
  ["a fixed integer of 64 bits", attribute({ dtype: "int64", value: 5 }), ['a: Attribute<"int64", [], 5n>']],
  ["a fixed number", attribute({ dtype: "double", value: 0.1 }), ['a: Attribute<"float64", [], 0.1>']],
  ["a fixed number that float32 does not hold", attribute({ dtype: "float", value: 0.1 }), ['a: Attribute<"float32">']],
  ["a fixed number that it holds", attribute({ dtype: "float", value: 1.5 }), ['a: Attribute<"float32", [], 1.5>']],
  ["a fixed truth", attribute({ dtype: "bool", value: false }), ['a: Attribute<"bool", [], false>']],
  ["a fixed value of another kind", attribute({ dtype: "int", value: "x" }), ['a: Attribute<"int32">']],
  ["fixed values of a list", attribute({ dtype: "int", shape: [2], value: [1, 2] }), ['a: Attribute<"int32", [2]>']],
  [
    "a reference",
    attribute({ dtype: { target_type: "T", reftype: "object" } }),
    ['a: Attribute<Reference<TestTypes["T"]>>'],
  ],
  ["a reference to anything", attribute({ dtype: "object" }), ["a: Attribute<Reference<TypeDescription>>"]],
  [
    "a reference to what is not known",
    attribute({ dtype: { target_type: "Gone" } }),
    ["a: Attribute<Reference<TypeDescription>>"],
  ],
  [
    "what says which type it is",
    group({
      attributes: ["data_type", "neurodata_type", "namespace", "object_id"].map((name) =>
        named(name, { dtype: "text" }),
      ),
    }),
    [],
  ],
  [
    "a dataset with attributes, optional with it",
    group({
      datasets: [
        named("d", { dtype: "int8", quantity: "?", attributes: [named("unit", { dtype: "text", value: "V" })] }),
      ],
    }),
    ['d?: Dataset<"int8">', 'd__unit?: Attribute<"utf8", [], "V">'],
  ],
  ["a dataset of which nothing is said", group({ datasets: [named("d")] }), ["d: Dataset<unknown, Shape>"]],
  ["a dataset of any dtype", group({ datasets: [named("d", { shape: [null] })] }), ["d: Dataset<unknown, [number]>"]],
  [
    "a compound",
    group({
      datasets: [
        named("d", {
          shape: [null],
          dtype: [
            { name: "x y", doc: "", dtype: "uint" },
            { name: "__proto__", doc: "", dtype: { target_type: "T", reftype: "object" } },
          ],
        }),
      ],
    }),
    ['d: Dataset<Compound<{ "x y": "uint32"; __proto__: Reference<TestTypes["T"]> }>, [number]>'],
  ],
  [
    "a group without a type",
    group({
      groups: [
        named("g", {
          quantity: "?",
          attributes: [named("a", { dtype: "text" })],
          datasets: [named("d", { dtype: "text" })],
          groups: [including("T", { quantity: "*" })],
        }),
      ],
    }),
    ['g__a?: Attribute<"utf8">', 'g__d?: Dataset<"utf8">', 'g__ts: Children<TestTypes["T"]>'],
  ],
  [
    "typed objects: by name, one, at most one, many",
    group({ groups: [including("MyPart", { name: "p" }), including("MyPart", { quantity: "?" })] }, of("MyPart")),
    ['p: Child<TestTypes["MyPart"]>', 'my_part?: Child<TestTypes["MyPart"]>'],
  ],
  [
    "many of at least one",
    group({ groups: [including("MyPart", { quantity: "+" })] }, of("MyPart")),
    ['my_parts: Children<TestTypes["MyPart"]>'],
  ],
  [
    "a number of them",
    group({ groups: [including("MyPart", { quantity: 2 })] }, of("MyPart")),
    ['my_parts: Children<TestTypes["MyPart"]>'],
  ],
  [
    "links",
    group(
      {
        links: [
          { name: "l", doc: "", target_type: "T" },
          { doc: "", target_type: "MyPart", quantity: "*" },
        ],
      },
      of("MyPart"),
    ),
    ['l: Link<TestTypes["T"]>', 'my_parts: Links<TestTypes["MyPart"]>'],
  ],
  [
    "objects and links of one name",
    group(
      { groups: [including("MyPart", { quantity: "*" })], links: [{ doc: "", target_type: "MyPart", quantity: "*" }] },
      of("MyPart"),
    ),
    ['my_parts: Children<TestTypes["MyPart"]> | Links<TestTypes["MyPart"]>'],
  ],
  [
    "two fields of one name",
    group({ attributes: [named("a", { dtype: "text" })], datasets: [named("a", { dtype: "int" })] }),
    ['a: Attribute<"utf8">'],
  ],
  ["a type that is defined inside", group({ groups: [of("Inner", { name: "i" })] }), ['i: Child<TestTypes["Inner"]>']],
  [
    "a type that is not known",
    group({ groups: [including("Gone", { name: "g", attributes: [named("a", { dtype: "text" })] })] }),
    ["g: Child<TypeDescription>"],
  ],
  ["a column", table(data("c")), ['c: Child<TestTypes["VectorData"]>']],
  [
    "a ragged column",
    table(data("c"), index("c_index")),
    ['c: Ragged<TestTypes["VectorData"]>', 'c_index: Child<TestTypes["VectorIndex"]>'],
  ],
  [
    "a doubly ragged column",
    table(index("c_index_index", { quantity: "?" }), index("c_index", { quantity: "?" }), data("c", { quantity: "?" })),
    [
      'c_index_index?: Child<TestTypes["VectorIndex"]>',
      'c_index?: Child<TestTypes["VectorIndex"]>',
      'c?: Ragged<TestTypes["VectorData"], 2>',
    ],
  ],
  [
    "a column that may be ragged",
    table(data("c"), index("c_index", { quantity: "?" })),
    [
      'c: Ragged<TestTypes["VectorData"]> | Child<TestTypes["VectorData"]>',
      'c_index?: Child<TestTypes["VectorIndex"]>',
    ],
  ],
  [
    "what a place says beyond the type",
    table(data("c", { dtype: "float", attributes: [named("unit", { dtype: "text", value: "s" })] })),
    [
      'c: Child<Refined<TestTypes["VectorData"], {',
      'unit: Attribute<"utf8", [], "s">',
      'data: Elements<"float32", [n: number]>',
      "}>>;",
    ],
  ],
  [
    "what a place repeats of the type, in other words",
    {
      datasets: [of("D", { dtype: "int", shape: [null], attributes: [named("unit", { dtype: "text" })] })],
      groups: [
        of("T", {
          datasets: [
            including("D", { name: "c", shape: [null], attributes: [named("unit", { doc: "x", dtype: "utf8" })] }),
          ],
        }),
      ],
    },
    ['c: Child<TestTypes["D"]>'],
  ],
  [
    "a place that refines a part of the type",
    {
      groups: [
        of("Part", { attributes: [named("a", { dtype: "text" }), named("b", { dtype: "text" })] }),
        of("Whole", {
          groups: [including("Part", { name: "p", attributes: [named("a", { dtype: "text", value: "x" })] })],
        }),
        of("T", {
          groups: [
            including("Whole", {
              name: "w",
              groups: [including("Part", { name: "p", attributes: [named("b", { dtype: "text", value: "y" })] })],
            }),
          ],
        }),
      ],
    },
    [
      'w: Child<Refined<TestTypes["Whole"], {',
      'p: Child<Refined<TestTypes["Part"], {',
      'b: Attribute<"utf8", [], "y">',
      'a: Attribute<"utf8", [], "x">',
      "}>>;",
      "}>>;",
    ],
  ],
  [
    "an override that narrows",
    {
      groups: [
        of("B", { attributes: [named("a", { dtype: "float", required: false }), named("z", { dtype: "text" })] }),
        extending("T", "B", { attributes: [named("a", { dtype: "double", value: 2 })] }),
      ],
    },
    ['a: Attribute<"float64", [], 2>', 'z: Attribute<"utf8">'],
  ],
];

describe("the fields of a type", () => {
  test.each(cases)("%s", (_, declared, fields) => expect(fieldsOf("T", declared)).toEqual(fields));

  test("a typed dataset has its elements, of any shape where none is said", () => {
    const datasets = [of("T", { dtype: "int", attributes: [named("a", { dtype: "text" })] })];
    expect(fieldsOf("T", { datasets })).toEqual(['a: Attribute<"utf8">', 'data: Elements<"int32">']);
  });

  test("types that refine each other end", () => {
    const part = (inc: string) => ({
      groups: [
        including(inc, {
          name: "p",
          groups: [including(inc, { name: "p", attributes: [named("a", { dtype: "text" })] })],
        }),
      ],
    });
    const fields = fieldsOf("T", { groups: [of("T", part("T"))] });
    expect(fields[0]).toBe('p: Child<Refined<TestTypes["T"], {');
    expect(fields.length).toBeLessThan(20);
  });
});

test("a schema whose types say too much of each other is refused, soon", () => {
  const names = Array.from({ length: 60 }, (_, i) => `n${i}`);
  const within = (parts: object) => names.map((name) => including("T", { name, ...parts }));
  const more = { attributes: [named("a", { dtype: "text" })] };
  const groups = [of("T", { groups: within({ groups: within(more) }) })];
  expect(() => generateTypes(catalogOf({ groups }))).toThrow("the types are longer than 50000000 characters");
});

describe("a file of types", () => {
  const lab: Declared = {
    name: "lab",
    version: "0.1.0",
    includes: ["test"],
    groups: [extending("Mine", "Base", { doc: "What we measured." })],
  };

  test("has an interface a namespace, each type with its base, and imports what it uses", () => {
    const base = of("Base", { doc: "All of ours.", attributes: [named("a", { dtype: "text", doc: "A note." })] });
    expect(
      generateTypes(catalogOf(lab, { groups: [base] })),
    ).toBe(`// Generated by hdmf types from lab 0.1.0, test 1.0.0: do not edit.
import type { Attribute } from "@hdmf-ts/spec/types";

/** d */
export interface LabTypes {
  /** What we measured. */
  readonly Mine: {
    readonly kind: "group";
    readonly namespace: "lab";
    readonly name: "Mine";
    readonly base: TestTypes["Base"];
    readonly fields: {
      /** A note. */
      readonly a: Attribute<"utf8">;
    };
  };
}

/** d */
export interface TestTypes {
  /** All of ours. */
  readonly Base: {
    readonly kind: "group";
    readonly namespace: "test";
    readonly name: "Base";
    readonly base: undefined;
    readonly fields: {
      /** A note. */
      readonly a: Attribute<"utf8">;
    };
  };
}
`);
  });

  test("has comments on all that has a doc", () => {
    const column = { name: "at", doc: "When\nit was.", dtype: "uint" };
    const datasets = [of("Times", { shape: [null], dtype: [column, { name: "x", doc: "", dtype: "text" }] })];
    const unit = named("unit", { doc: "In what.", dtype: "text" });
    const groups = [of("T", { datasets: [including("Times", { name: "t", doc: "Some.", attributes: [unit] })] })];
    const text = generateTypes(catalogOf({ groups, datasets }));
    expect(text).toContain('Elements<Compound<{ /** When it was. */ at: "uint32"; x: "utf8" }>, [number]>;');
    expect(text).toContain(`
      /** Some. */
      readonly t: Child<Refined<TestTypes["Times"], {
        /** In what. */
        readonly unit: Attribute<"utf8">;
      }>>;
`);
  });

  test("is the same whatever the order of namespaces and types is", () => {
    const types = [of("B"), of("A"), of("Base")];
    const one = generateTypes(catalogOf(lab, { groups: types }));
    expect(generateTypes(catalogOf({ groups: types.toReversed() }, lab))).toBe(one);
  });

  test.each([
    ["core", "CoreTypes"],
    ["hdmf-common", "HdmfCommonTypes"],
    ["ndx_my.lab", "NdxMyLabTypes"],
    ["3d", "_3dTypes"],
    ["µ", "NamespaceTypes"],
    ["__proto__", "ProtoTypes"],
  ])("calls the interface of %j %s", (name, expected) => {
    expect(generateTypes(catalogOf({ name }))).toContain(`export interface ${expected} {`);
  });

  test("keeps namespaces apart whose names come to the same", () => {
    const text = generateTypes(catalogOf({ name: "a-b" }, { name: "a_b" }));
    expect(text.match(/interface \w+/g)).toEqual(["interface ABTypes", "interface AB2Types"]);
  });
});

describe("texts of strangers", () => {
  const docOf = (doc: string): string => {
    const text = generateTypes(catalogOf({ groups: [of("T", { doc })] }));
    return text.slice(text.indexOf("{\n") + 2, text.indexOf("  readonly T: {"));
  };

  test.each([
    ["the end of a comment", "a */ b", "  /** a *\\/ b */\n"],
    ["words to a compiler", "@ts-ignore {@link x} a@b.c @@x", "  /** \\@ts-ignore {\\@link x} a@b.c \\@\\@x */\n"],
    [
      "several lines",
      "\n\na\r\n\r\n  @b\rc\u2028*/d\n",
      "  /**\n   * a\n   *\n   *   \\@b\n   * c\n   * *\\/d\n   */\n",
    ],
    ["what is not seen", "a\u0000b\u202ec\u{e0001}\ud800d\te", "  /** a\\u0000b\\u202ec\\u{e0001}\\ud800d e */\n"],
    ["nothing", " \n ", ""],
  ])("a doc with %s", (_, doc, expected) => expect(docOf(doc)).toBe(expected));

  test("names are quoted where they are no identifiers, and end nothing", () => {
    const name = '"}; x\n\u2028*/';
    const attributes = [name, "__proto__", "constructor", "new", "1"].map((each) =>
      named(each, { dtype: "text", value: name }),
    );
    const fixed = ', [], "\\"}; x\\n\\u2028*/"';
    expect(fieldsOf("T", { groups: [of("T", { attributes })] })).toEqual([
      `"\\"}; x\\n\\u2028*/": Attribute<"utf8"${fixed}>`,
      `__proto__: Attribute<"utf8"${fixed}>`,
      `constructor: Attribute<"utf8"${fixed}>`,
      `new: Attribute<"utf8"${fixed}>`,
      `"1": Attribute<"utf8"${fixed}>`,
    ]);
  });

  test("a version does not end the line that it stands in", () => {
    const [first] = generateTypes(catalogOf({ version: "1\nimport 'x'" })).split("\n");
    expect(first).toBe("// Generated by hdmf types from test 1\\nimport 'x': do not edit.");
  });
});
