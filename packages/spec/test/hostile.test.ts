import fc from "fast-check";
import { expect, test } from "vitest";
import { createCatalog, matchChildren, parseNamespace, resolveInclusion } from "../src/index.ts";

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
