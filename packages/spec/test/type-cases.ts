/** What is wrong, the source with a « before each place, and the issues in that order. */
export type TypeCase = readonly [what: string, marked: string, ...issues: readonly string[]];

const dataset = (more: string): string => `datasets:\n- data_type_def: D\n  doc: d\n${indented(more)}\n`;
const group = (more: string): string => `groups:\n- data_type_def: G\n  doc: d\n${indented(more)}\n`;
const attribute = (more: string): string => dataset(`attributes:\n- name: a\n  doc: d\n${indented(more)}`);
const indented = (text: string): string => text.replace(/^(?=.)/gm, "  ");

const child = (base: string, own: string): string => `
  groups:
  - {data_type_def: T, doc: d}
  - data_type_def: U
    data_type_inc: T
    doc: d
  - data_type_def: G
    doc: d
    ${base}
  - data_type_def: H
    data_type_inc: G
    doc: d
    ${own}
`;

/** The sections of the rules of the language (hdmf.md), each with texts that break them. */
export const typeCases: readonly (readonly [section: string, cases: readonly TypeCase[]])[] = [
  [
    "what hdmf refuses or warns of (hdmf.md 1.6)",
    [
      ["no name and no type", "groups:\n- «doc: d\n", "error no-name-or-type"],
      ["a dtype that is none", dataset("«dtype: foo"), "error bad-dtype"],
      ["a slash in a name", group("groups:\n- «name: a/b\n  doc: d"), "error bad-name"],
      ["a fixed name, many times", group("groups:\n- name: a\n  doc: d\n  «quantity: '*'"), "error bad-quantity"],
      ["no quantity", group("groups:\n- data_type_inc: G\n  doc: d\n  «quantity: lots"), "error bad-quantity"],
      [
        "a type that extends itself",
        "groups:\n- data_type_def: G\n  «data_type_inc: G\n  doc: d",
        "warning extends-itself",
      ],
      ["value beside default_value", attribute("dtype: int\nvalue: 1\n«default_value: 2"), "error value-and-default"],
      ["an empty shape", dataset("«shape: []"), "error bad-shape"],
      ["dims unlike shape", dataset("shape: [null, 3]\n«dims: [x]"), "error bad-shape"],
      ["an unknown reftype", dataset("dtype:\n  target_type: D\n  «reftype: weak"), "error bad-dtype"],
      [
        "a region, which is no reftype any more",
        dataset("dtype: {target_type: D, «reftype: region}"),
        "warning region-reference",
      ],
      [
        "an attribute without dtype",
        "datasets:\n- data_type_def: D\n  doc: d\n  attributes:\n  - «name: a\n    doc: d",
        "error missing-dtype",
      ],
      [
        "an attribute without doc",
        "datasets:\n- data_type_def: D\n  doc: d\n  attributes:\n  - «name: a\n    dtype: int",
        "error missing-doc",
      ],
      ["a group without doc", "groups:\n- «data_type_def: G\n", "error missing-doc"],
      ["an unknown key", dataset("«colour: red"), "warning unknown-key"],
      [
        "two nameless children of one type",
        group("groups:\n- {data_type_inc: G, doc: d, quantity: '*'}\n- «{data_type_inc: G, doc: e, quantity: '?'}"),
        "error duplicate-spec",
      ],
      [
        "two nameless links to one type",
        group("links:\n- {target_type: G, doc: d}\n- «target_type: G\n  doc: d"),
        "error duplicate-spec",
      ],
      ["an unknown base", "groups:\n- data_type_def: G\n  «data_type_inc: No\n  doc: d", "error unknown-type"],
      ["an unknown included type", group("groups:\n- doc: d\n  «data_type_inc: No"), "error unknown-type"],
      ["an unknown target of a link", group("links:\n- doc: d\n  «target_type: No"), "error unknown-type"],
      [
        "an unknown target of a reference",
        attribute("dtype:\n  reftype: object\n  «target_type: No"),
        "error unknown-type",
      ],
      [
        "an unknown target in a compound",
        dataset("dtype:\n- name: c\n  doc: d\n  dtype:\n    «target_type: No\n    reftype: object"),
        "error unknown-type",
      ],
      [
        "a dataset type that extends a group type",
        `${group("")}datasets:\n- data_type_def: D\n  doc: d\n  «data_type_inc: G`,
        "error wrong-kind",
      ],
      [
        "a group that includes a dataset type",
        `${dataset("")}${group("groups:\n- name: x\n  «data_type_inc: D\n  doc: d")}`,
        "error wrong-kind",
      ],
      [
        "a dtype that is not narrower",
        `${dataset("dtype: int")}- data_type_def: E\n  data_type_inc: D\n  doc: d\n  «dtype: short`,
        "error bad-override",
      ],
      [
        "a date that becomes any text",
        `${dataset("dtype: isodatetime")}- data_type_def: E\n  data_type_inc: D\n  doc: d\n  «dtype: text`,
        "error bad-override",
      ],
      [
        "a compound where one dtype is inherited",
        `${dataset("dtype: int")}- data_type_def: E\n  data_type_inc: D\n  doc: d\n  «dtype: [{name: c, doc: d, dtype: int}]`,
        "error bad-override",
      ],
      [
        "a shape with more axes",
        `${dataset("shape: [null]")}- data_type_def: E\n  data_type_inc: D\n  doc: d\n  «shape: [null, 3]`,
        "error bad-override",
      ],
      [
        "a child of a type that does not extend the inherited one",
        `
      groups:
      - {data_type_def: A, doc: d}
      - {data_type_def: B, doc: d}
      - data_type_def: G
        doc: d
        groups: [{name: x, data_type_inc: A, doc: d}]
      - data_type_def: H
        data_type_inc: G
        doc: d
        groups:
        - name: x
          doc: d
          «data_type_inc: B
      `,
        "error bad-override",
      ],
      [
        "types that extend each other",
        `
      groups:
      - data_type_def: A
        «data_type_inc: B
        doc: d
      - data_type_def: B
        «data_type_inc: A
        doc: d
      `,
        "error inheritance-cycle",
        "error inheritance-cycle",
      ],
      ["a file without specifications", "«{}", "error empty-source"],
      ["a specification that defines no type", "groups:\n- «name: g\n  doc: d", "error no-type"],
      [
        "an attribute and a child of one name",
        `
      groups:
      - data_type_def: G
        doc: d
        attributes: [{name: x, doc: d, dtype: int}]
      - data_type_def: H
        data_type_inc: G
        doc: d
        datasets:
        - «name: x
          doc: d
      `,
        "warning name-clash",
      ],
    ],
  ],

  [
    "what hdmf lets pass when types are resolved (hdmf.md 1.3 to 1.5)",
    [
      ["a named group twice", group("groups:\n- name: a\n  doc: d\n  «quantity: 2"), "error bad-quantity"],
      [
        "a named link, many times",
        group("links:\n- name: a\n  doc: d\n  target_type: G\n  «quantity: zero_or_many"),
        "error bad-quantity",
      ],
      [
        "a target of a link that does not extend the inherited one",
        child("links: [{name: l, doc: d, target_type: U}]", "links: [{name: l, doc: d, «target_type: T}]"),
        "warning widened-target",
      ],
      [
        "a target of a reference that does not extend the inherited one",
        child(
          "attributes: [{name: a, doc: d, dtype: {target_type: U, reftype: object}}]",
          "attributes: [{name: a, doc: d, «dtype: {target_type: T, reftype: object}}]",
        ),
        "warning widened-target",
      ],
      [
        "an object of any type where one is inherited",
        child(
          "attributes: [{name: a, doc: d, dtype: {target_type: U, reftype: object}}]",
          "attributes: [{name: a, doc: d, «dtype: object}]",
        ),
        "error bad-override",
      ],
      [
        "a shape of other lengths",
        child("datasets: [{name: x, doc: d, shape: [null, 3]}]", "datasets: [{name: x, doc: d, «shape: [null, 4]}]"),
        "warning widened-shape",
      ],
      [
        "a shape of fewer axes",
        child("datasets: [{name: x, doc: d, shape: [null, 3]}]", "datasets: [{name: x, doc: d, «shape: [3]}]"),
        "error bad-override",
      ],
      [
        "an optional child where a required one is inherited",
        child("groups: [{name: x, doc: d}]", "groups: [{name: x, doc: d, «quantity: '?'}]"),
        "warning widened-quantity",
      ],
      [
        "an optional attribute where a required one is inherited",
        child(
          "attributes: [{name: a, doc: d, dtype: int}]",
          "attributes: [{name: a, doc: d, dtype: int, «required: false}]",
        ),
        "warning widened-quantity",
      ],
      [
        "another fixed value",
        child(
          "attributes: [{name: a, doc: d, dtype: int, value: 1}]",
          "attributes: [{name: a, doc: d, dtype: int, «value: 2}]",
        ),
        "warning changed-value",
      ],
      [
        "what an inclusion refines against its type",
        `${dataset("dtype: text")}${group("datasets:\n- data_type_inc: D\n  doc: d\n  «dtype: int")}`,
        "error bad-override",
      ],
      [
        "what an inclusion inside of an untyped group refines against its type",
        `${dataset("dtype: text")}${group("groups:\n- name: g\n  doc: d\n  datasets:\n  - data_type_inc: D\n    doc: d\n    «dtype: int")}`,
        "error bad-override",
      ],
      [
        "two children of one name",
        group("datasets:\n- {name: a, doc: d}\n- «name: a\n  doc: d"),
        "warning duplicate-spec",
      ],
      [
        "a dataset and a group of one name",
        group("datasets:\n- {name: a, doc: d}\ngroups:\n- «name: a\n  doc: d"),
        "warning duplicate-spec",
      ],
      [
        "two attributes of one name",
        dataset("attributes:\n- {name: a, doc: d, dtype: int}\n- «name: a\n  doc: d\n  dtype: int"),
        "warning duplicate-spec",
      ],
      [
        "a type defined twice",
        "groups:\n- {data_type_def: G, doc: d}\n- «data_type_def: G\n  doc: d",
        "warning duplicate-type",
      ],
      ["default_name beside name", group("name: n\n«default_name: m"), "warning name-and-default-name"],
      [
        "required beside default_value",
        attribute("dtype: int\ndefault_value: 2\n«required: true"),
        "warning required-with-default",
      ],
      [
        "keys of both dialects that differ",
        "groups:\n- neurodata_type_def: G\n  «data_type_def: H\n  doc: d",
        "error two-types",
      ],
    ],
  ],

  [
    "what the published JSON schemas ask for (hdmf.md 1.8)",
    [
      ["a name that is no word", group("groups:\n- «name: a b\n  doc: d"), "warning odd-name"],
      ["a type that is no word", "groups:\n- «data_type_def: My-Type\n  doc: d", "warning odd-name"],
      ["a type with a slash", "groups:\n- «data_type_def: a/b\n  doc: d", "warning odd-name"],
      ["a column that is no word", dataset("dtype: [{«name: a b, doc: d, dtype: int}]"), "warning odd-name"],
      ["a name that stands for a folder", group("groups:\n- «name: '..'\n  doc: d"), "error bad-name"],
      ["a default_name with a slash", group("«default_name: a/b"), "error bad-name"],
      ["a link without target", group("links:\n- «name: l\n  doc: d"), "error missing-target-type"],
      ["a link without doc", group("links:\n- «name: l\n  target_type: G"), "error missing-doc"],
      ["a reference without target_type", dataset("«dtype: {reftype: object}"), "error bad-dtype"],
      [
        "a reference with an unknown key",
        dataset("dtype: {target_type: D, reftype: object, «doc: d}"),
        "warning unknown-key",
      ],
      ["a compound column without name", dataset("dtype:\n- «doc: d\n  dtype: int"), "error bad-dtype"],
      ["a compound column without doc", dataset("dtype:\n- «name: c\n  dtype: int"), "error missing-doc"],
      ["a compound column without dtype", dataset("dtype:\n- «name: c\n  doc: d"), "error bad-dtype"],
      ["a compound column of a compound", dataset("dtype:\n- name: c\n  doc: d\n  «dtype: []"), "error bad-dtype"],
      [
        "two compound columns of one name",
        dataset("dtype:\n- {name: c, doc: d, dtype: int}\n- {«name: c, doc: d, dtype: int}"),
        "error bad-dtype",
      ],
      [
        "a compound column with an unknown key",
        dataset("dtype: [{name: c, doc: d, dtype: int, «unit: V}]"),
        "warning unknown-key",
      ],
      ["a compound without columns", dataset("«dtype: []"), "error bad-dtype"],
      ["a dtype that is a number", dataset("«dtype: 32"), "error bad-dtype"],
      ["an attribute without name", dataset("attributes:\n- «doc: d\n  dtype: int"), "error missing-name"],
      ["an unknown key of an attribute", attribute("dtype: int\n«unit: V"), "warning unknown-key"],
      [
        "an unknown key of a link",
        group("links:\n- target_type: G\n  doc: d\n  «linkable: true"),
        "warning unknown-key",
      ],
      ["a key of datasets on a group", group("«dtype: int"), "warning unknown-key"],
      ["required on a dataset", dataset("«required: false"), "warning unknown-key"],
      ["attributes beside the groups of a file", `${group("")}«attributes: []`, "warning unknown-key"],
      ["children that are no list", group("«groups: {name: a, doc: d}"), "error not-a-list"],
      ["types that are no list", `${group("")}«datasets: {data_type_def: D, doc: d}`, "error not-a-list"],
      ["a specification that is no map", "groups:\n- «text", "error no-name-or-type"],
      [
        "a name that is a number",
        group("groups:\n- data_type_inc: G\n  doc: d\n  quantity: '?'\n  «name: 5"),
        "error wrong-type",
      ],
      [
        "a name that is empty",
        group("groups:\n- data_type_inc: G\n  doc: d\n  quantity: '?'\n  «name: ''"),
        "error wrong-type",
      ],
      ["a doc that is no text", "groups:\n- data_type_def: G\n  «doc: 5", "error wrong-type"],
      ["a type that is no text", "groups:\n- data_type_def: G\n  «data_type_inc: [A]\n  doc: d", "error wrong-type"],
      ["linkable that is no boolean", dataset("«linkable: 'no'"), "error wrong-type"],
      ["required that is no boolean", attribute("dtype: int\n«required: maybe"), "error wrong-type"],
      ["a negative length", dataset("«shape: [-1]"), "error bad-shape"],
      ["a length that is a word", dataset("«shape: [n]"), "error bad-shape"],
      ["a shape that is a number", dataset("«shape: 3"), "error bad-shape"],
      ["dims that are no names", dataset("«dims: {x: 1}"), "error bad-shape"],
      ["a quantity of 0", group("groups:\n- {data_type_inc: G, doc: d, «quantity: 0}"), "error bad-quantity"],
      ["a negative quantity", group("groups:\n- {data_type_inc: G, doc: d, «quantity: -1}"), "error bad-quantity"],
      ["half a quantity", group("groups:\n- {data_type_inc: G, doc: d, «quantity: 1.5}"), "error bad-quantity"],
      ["any as a quantity", group("groups:\n- {data_type_inc: G, doc: d, «quantity: any}"), "error bad-quantity"],
      ["true as a quantity", group("groups:\n- {data_type_inc: G, doc: d, «quantity: true}"), "error bad-quantity"],
    ],
  ],

  [
    "values that do not fit the dtype and the shape beside them",
    [
      ["a number as text", attribute("dtype: text\n«value: 1.0"), "error bad-value"],
      ["a text as number", attribute("dtype: int\n«default_value: '1'"), "error bad-value"],
      ["a fraction as integer", attribute("dtype: int\n«value: 1.5"), "error bad-value"],
      ["a negative number as uint", attribute("dtype: uint8\n«value: -1"), "error bad-value"],
      ["a number as bool", attribute("dtype: bool\n«value: 1"), "error bad-value"],
      ["a text that is no date", attribute("dtype: isodatetime\n«value: yesterday"), "error bad-value"],
      ["a value of a reference", attribute("dtype: object\n«value: /a"), "error bad-value"],
      ["a map as value", attribute("dtype: int\n«value: {a: 1}"), "error bad-value"],
      ["a list of another shape", attribute("dtype: int\nshape: [3]\n«value: [1, 2]"), "error bad-value"],
      ["ragged lists", attribute("dtype: int\nshape: [null, null]\n«value: [[1], [2, 3]]"), "error bad-value"],
      ["one wrong item", attribute("dtype: int\nshape: [2]\n«value: [1, x]"), "error bad-value"],
      ["one value for an array", attribute("dtype: int\nshape: [null]\n«value: 1"), "warning scalar-value"],
    ],
  ],

  [
    "version 3 of the language (hdmf.md 1.9)",
    [
      ["a reference without reftype", dataset("«dtype: {target_type: D}"), "warning missing-reftype"],
      ["a compound attribute", attribute("«dtype: [{name: c, doc: d, dtype: int}]"), "error bad-dtype"],
    ],
  ],

  [
    "nothing is wrong with",
    [
      [
        "quantities in words",
        group(
          "groups:\n- {data_type_inc: G, doc: d, quantity: zero_or_many}\ndatasets:\n- {name: x, doc: d, quantity: zero_or_one}",
        ),
      ],
      ["a number as text", group("groups:\n- {data_type_inc: G, doc: d, quantity: '3'}")],
      ["shape: scalar, and shape: null", `${dataset("shape: scalar")}- {data_type_def: E, doc: d, shape: null}`],
      ["attributes with arrays of references", attribute("dtype: {target_type: D, reftype: object}\nshape: [null]")],
      [
        "untyped datasets of references and compounds",
        `${dataset("")}${group("datasets:\n- {name: r, doc: d, dtype: {target_type: D, reftype: object}}\n- {name: c, doc: d, dtype: [{name: x, doc: d, dtype: int}]}")}`,
      ],
      [
        "types that contain each other",
        `groups:\n- {data_type_def: A, doc: d, groups: [{data_type_inc: B, doc: d, quantity: '?'}]}\n- {data_type_def: B, doc: d, groups: [{data_type_inc: A, doc: d, quantity: '?'}]}`,
      ],
      [
        "types defined inside of others, and used before",
        group(
          "groups:\n- {data_type_def: H, data_type_inc: G, doc: d, quantity: '?'}\nlinks:\n- {target_type: H, doc: d}",
        ),
      ],
      [
        "one named and one nameless child of one type",
        group(
          "groups:\n- {data_type_inc: G, doc: d, quantity: '*'}\n- {name: x, data_type_inc: G, doc: d, quantity: '?'}",
        ),
      ],
      [
        "a narrower override of everything",
        `
      datasets:
      - {data_type_def: D, doc: d, dtype: numeric, shape: [[null], [null, null]]}
      - {data_type_def: E, data_type_inc: D, doc: d, dtype: long, shape: [3]}
      groups:
      - {data_type_def: G, doc: d, datasets: [{name: x, data_type_inc: D, doc: d, quantity: '?'}], links: [{name: l, target_type: D, doc: d, quantity: '?'}]}
      - {data_type_def: H, data_type_inc: G, doc: d, datasets: [{name: x, data_type_inc: E, doc: d}], links: [{name: l, target_type: E, doc: d}]}
    `,
      ],
      ["an attribute with a slash", dataset("attributes: [{name: a/b, doc: d, dtype: int}]")],
      [
        "types and children called __proto__",
        "groups:\n- {data_type_def: __proto__, doc: d, attributes: [{name: __proto__, doc: d, dtype: int}]}",
      ],
    ],
  ],
];
