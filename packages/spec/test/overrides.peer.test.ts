import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createCatalog, parseNamespace } from "../src/index.ts";
import { dumpOf, hasJudge, ourForm, theirForm } from "./hdmf-dump.ts";

const def = (data_type_def: string, data_type_inc: string | undefined, more: object = {}) => ({
  data_type_def,
  ...(data_type_inc === undefined ? {} : { data_type_inc }),
  doc: "d",
  ...more,
});
const named = (name: string, more: object = {}) => ({ name, doc: "d", ...more });
const inc = (data_type_inc: string, more: object = {}) => ({ data_type_inc, doc: "d", ...more });
const link = (target_type: string, more: object = {}) => ({ target_type, doc: "d", ...more });
const attribute = (name: string, dtype: unknown, more: object = {}) => named(name, { dtype, ...more });

/** Types by what they are about; each list is a namespace of its own. */
const cases: readonly (readonly [string, { groups?: readonly object[]; datasets?: readonly object[] }])[] = [
  [
    "attributes",
    {
      datasets: [
        def("A", undefined, {
          attributes: [
            attribute("wide", "int8"),
            attribute("shaped", "text", { shape: [null], dims: ["x"] }),
            attribute("fixed", "text", { value: "v" }),
            attribute("default", "float", { default_value: 1.5 }),
            attribute("free", "int", { required: false }),
            attribute("reference", { target_type: "A", reftype: "object" }),
          ],
        }),
        def("B", "A", {
          attributes: [
            attribute("own", "bool"),
            attribute("default", "double", { value: 2.5 }),
            attribute("wide", "long", { default_value: 7 }),
            attribute("shaped", "ascii"),
            attribute("free", "int"),
          ],
        }),
        def("C", "B", {
          attributes: [attribute("shaped", "ascii", { shape: [3] }), attribute("fixed", "text", { value: "w" })],
        }),
      ],
    },
  ],
  [
    "datasets",
    {
      datasets: [
        def("A", undefined, {
          dtype: "numeric",
          shape: [[null], [null, null]],
          dims: [["x"], ["x", "y"]],
          default_value: 1,
        }),
        def("B", "A", { dtype: "int", quantity: "?", linkable: false }),
        def("C", "B", { dtype: "long", shape: [null, 3], dims: ["x", "three"], value: 4 }),
        def("D", "C"),
        def("Compound", undefined, {
          dtype: [attribute("a", "int8"), attribute("b", { target_type: "A", reftype: "object" })],
        }),
        def("Longer", "Compound", { dtype: [attribute("c", "text"), attribute("a", "int")] }),
        def("Fixed", undefined, { name: "fixed", dtype: "text", value: "x" }),
        def("Named", "A", { default_name: "usual" }),
      ],
    },
  ],
  [
    "children",
    {
      datasets: [def("D", undefined, { dtype: "float", attributes: [attribute("unit", "text")] }), def("E", "D")],
      groups: [
        def("X", undefined),
        def("Y", "X"),
        def("A", undefined, {
          datasets: [
            named("plain", { dtype: "int", shape: [null] }),
            inc("D", { name: "typed", quantity: "?" }),
            inc("D", { quantity: "*" }),
          ],
          groups: [
            named("sub", { groups: [inc("X", { quantity: "*" })], attributes: [attribute("n", "int")] }),
            inc("X", { quantity: "+" }),
          ],
          links: [link("X", { name: "one" }), link("Y", { quantity: "?" })],
        }),
        def("B", "A", {
          datasets: [
            inc("E", { quantity: "*" }),
            inc("D", { name: "typed", dtype: "double" }),
            named("plain", { dtype: "long", quantity: "?" }),
          ],
          groups: [
            inc("Y", { quantity: 2 }),
            named("sub", { datasets: [named("more", { dtype: "text" })] }),
            named("new"),
          ],
          links: [link("Y", { name: "one" }), link("X", { quantity: "*" })],
        }),
        def("C", "B", {
          datasets: [inc("D", { quantity: "+", attributes: [attribute("extra", "int")] })],
          groups: [inc("X", { name: "x" })],
        }),
      ],
    },
  ],
  [
    "types defined inside of types",
    {
      groups: [
        def("A", undefined, {
          groups: [
            def("Inner", undefined, {
              quantity: "*",
              datasets: [def("Deep", undefined, { name: "deep", dtype: "int" })],
            }),
          ],
          datasets: [def("Data", undefined, { name: "data", dtype: "text", quantity: "?" })],
        }),
        def("B", "A", { groups: [def("Other", "Inner", { name: "other" })] }),
      ],
    },
  ],
];

describe.skipIf(!hasJudge)("types that override what they inherit, against hdmf", () => {
  const folder = mkdtempSync(join(tmpdir(), "hdmf-ts-spec-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(cases)("%s", { timeout: 120_000 }, (name, types) => {
    const path = join(folder, `${name}.namespace.yaml`);
    const source = `${name}.yaml`;
    // JSON is YAML.
    writeFileSync(
      path,
      JSON.stringify({ namespaces: [{ name: "test", doc: "d", version: "1.0.0", schema: [{ source }] }] }),
    );
    writeFileSync(join(folder, source), JSON.stringify(types));
    const dump = dumpOf(path);
    expect(dump.failed).toBeUndefined();
    const parsed = dump.namespaces.map(parseNamespace);
    const catalog = createCatalog(parsed.flatMap(({ namespace }) => namespace ?? []));
    for (const [type, theirs] of Object.entries(dump.types.test!)) {
      const ours = catalog.type("test", type)!;
      expect(ours.hierarchy).toEqual(theirs.hierarchy);
      expect(ourForm(catalog, "test", ours.spec), type).toEqual(theirForm(theirs));
    }
    const issues = [...parsed.flatMap((each) => each.issues), ...catalog.issues()];
    expect(issues.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
