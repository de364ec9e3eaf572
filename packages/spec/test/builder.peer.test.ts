import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { hdmfDialect, namespaceBuilder, nwbDialect, type PlainSpec } from "../src/index.ts";
import { exportSpec } from "../src/yaml.ts";
import { hasJudge, runJudge } from "./hdmf-dump.ts";

type Call =
  | readonly ["add_group", source: string, spec: PlainSpec]
  | readonly ["add_dataset", source: string, spec: PlainSpec]
  | readonly ["include_type", namespace: string, type: string]
  | readonly ["include_namespace", namespace: string]
  | readonly ["add_source", source: string, doc: string];

const text = (name: string, more: PlainSpec = {}): PlainSpec => ({ name, doc: "d", dtype: "text", ...more });

/** What is built, by what it is about. */
const cases: readonly { name: string; nwb: boolean; about?: object; calls: readonly Call[] }[] = [
  {
    name: "an extension of NWB with two sources",
    nwb: true,
    about: { author: ["A", "Ø. B"], contact: ["a@example.org", "b@example.org"], full_name: "For the lab" },
    calls: [
      ["include_namespace", "core"],
      ["include_type", "hdmf-common", "DynamicTable"],
      ["include_type", "hdmf-common", "VectorData"],
      ["add_source", "lab.devices.yaml", "Our devices: all of them"],
      [
        "add_group",
        "lab.devices.yaml",
        {
          neurodata_type_def: "Probe",
          neurodata_type_inc: "Device",
          doc: "A probe.\n\nIt has shanks,\n  and a colon: here # there.",
          attributes: [
            text("maker", { required: false }),
            text("unit", { value: "volts" }),
            text("on", { default_value: "yes" }),
          ],
          datasets: [
            { name: "gains", doc: "g", dtype: "float", shape: [null, 3], dims: ["time", "xyz"], quantity: "?" },
            { name: "either", doc: "e", dtype: "numeric", shape: [[null], [null, null]], dims: [["t"], ["t", "c"]] },
            { neurodata_type_inc: "VectorData", doc: "many", quantity: "*", linkable: false },
          ],
          groups: [
            { name: "inner", doc: "i", groups: [{ neurodata_type_inc: "TimeSeries", doc: "t", quantity: "+" }] },
          ],
          links: [
            { target_type: "Device", doc: "l", name: "other", quantity: "?" },
            { target_type: "Probe", doc: "l" },
          ],
        },
      ],
      ["add_group", "lab.tables.yaml", { neurodata_type_def: "Plain", doc: "It has the base of all." }],
      ["add_dataset", "lab.tables.yaml", { neurodata_type_def: "PlainData", doc: "So has this.", dtype: "int" }],
    ],
  },
  {
    name: "plain HDMF with compounds, references and values",
    nwb: false,
    about: { author: "One", contact: "one@example.org", date: "2024-05-06" },
    calls: [
      ["include_type", "hdmf-common", "Container"],
      ["include_type", "hdmf-common", "Data"],
      [
        "add_dataset",
        "one.yaml",
        {
          data_type_def: "Rows",
          data_type_inc: "Data",
          doc: "d",
          default_name: "rows",
          dtype: [
            { name: "a", doc: "A", dtype: "uint" },
            { name: "r", doc: "R", dtype: { target_type: "Container", reftype: "object" } },
          ],
          shape: [null],
          attributes: [
            { name: "target", doc: "t", dtype: { target_type: "Rows", reftype: "object" } },
            { name: "list", doc: "t", dtype: "double", shape: [2], default_value: [0.5, 1.25] },
          ],
        },
      ],
      [
        "add_group",
        "one.yaml",
        { data_type_def: "G", data_type_inc: "Container", name: "g", doc: "d", quantity: "zero_or_one" },
      ],
      ["add_dataset", "two.yaml", { data_type_def: "Fixed", doc: "null", dtype: "ascii", value: "1.0", dims: ["x"] }],
    ],
  },
];

const texts = [
  "yes",
  "No",
  "on",
  "~",
  "null",
  "NULL",
  "1.10",
  "1e3",
  "0x1f",
  "017",
  "0o17",
  "1_000",
  "12:30:45",
  "2024-05-06",
  "2024-05-06T07:08:09Z",
  ".inf",
  ".nan",
  "=",
  "<<",
  "- a",
  "a: b",
  "#c",
  "&a",
  "*a",
  "!t",
  "%d",
  "@a",
  "`a",
  "[a",
  "{a}",
  "'q'",
  '"d"',
  " lead",
  "trail ",
  "",
  "a\nb",
  "a\n\n",
  "\n",
  "tab\there",
  "a\u0085b\u2028c",
  "\u0007",
  "é😀",
  "\ufeffbom",
  `${"long ".repeat(40)}end`,
  "x".repeat(200),
  "\\n",
  "?",
  "? a",
  "|",
  ">",
  "---",
  "...",
  "true",
  "y",
  "N",
  "+1",
  "-",
  ":",
  "a:",
  "a #b",
  "\r",
  "a\r\nb",
];

describe.skipIf(!hasJudge)("an extension is exported as hdmf's NamespaceBuilder exports it", () => {
  const folder = mkdtempSync(join(tmpdir(), "hdmf-ts-builder-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(cases)("$name", { timeout: 60_000 }, ({ nwb, about = {}, calls }) => {
    const said = { name: "lab", version: "0.1.0", doc: "Ours: “all”.", ...about };
    const theirFolder = mkdtempSync(join(folder, "theirs-"));
    mkdirSync(theirFolder, { recursive: true });
    writeFileSync(join(theirFolder, "calls.json"), JSON.stringify({ nwb, about: said, calls }));
    runJudge("build_extension.py", join(theirFolder, "calls.json"), theirFolder);

    const { full_name: fullName, ...rest } = said as typeof said & { full_name?: string };
    const builder = namespaceBuilder(
      fullName === undefined ? rest : { ...rest, fullName },
      nwb ? nwbDialect : hdmfDialect,
    );
    for (const call of calls) {
      if (call[0] === "add_group") builder.addGroup(call[1], call[2]);
      else if (call[0] === "add_dataset") builder.addDataset(call[1], call[2]);
      else if (call[0] === "include_type") builder.includeType(call[1], call[2]);
      else if (call[0] === "include_namespace") builder.includeNamespace(call[1]);
      else builder.describeSource(call[1], { doc: call[2] });
    }
    const files = exportSpec(builder.build());
    const theirs = readdirSync(theirFolder).filter((name) => name.endsWith(".yaml"));
    expect([...files.keys()].sort()).toEqual(theirs.sort());
    for (const [name, ours] of files)
      expect(ordered(ours)).toEqual(ordered(readFileSync(join(theirFolder, name), "utf8")));
    // What hdmf reads is what it would read of its own.
    const ourFolder = mkdtempSync(join(folder, "ours-"));
    for (const [name, ours] of files) writeFileSync(join(ourFolder, name), ours);
    expect(readBy("ruamel", ourFolder)).toEqual(readBy("ruamel", theirFolder));
  });
});

describe.skipIf(!hasJudge)("the YAML libraries of Python read the texts that were given", () => {
  const folder = mkdtempSync(join(tmpdir(), "hdmf-ts-texts-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("whatever YAML could take them for", { timeout: 60_000 }, () => {
    const said = { name: "texts", version: "1.0", doc: "yes", author: texts.slice(0, 9), contact: "~" };
    const builder = namespaceBuilder(said);
    const specs = texts.map((each, i) => ({ data_type_def: `T${i}`, dtype: "text", value: each, doc: each }));
    for (const spec of specs) builder.addDataset("texts.yaml", spec);
    for (const [name, yaml] of exportSpec(builder.build())) writeFileSync(join(folder, name), yaml);
    for (const library of ["ruamel", "pyyaml"]) {
      const found = readBy(library, folder);
      expect(found["texts.yaml"]).toEqual({ datasets: specs });
      expect(found["texts.namespace.yaml"]).toMatchObject({ namespaces: [said] });
    }
  });
});

/** The files of a folder by name, as a YAML library of Python has them. */
function readBy(library: string, folder: string): Record<string, { datasets?: unknown; namespaces?: unknown }> {
  const found: Record<string, Record<string, object>> = JSON.parse(runJudge("read_yaml.py", folder));
  return Object.fromEntries(Object.entries(found).map(([name, each]) => [name, each[library]!]));
}

/** Lists of keys and values: the order counts. */
const ordered = (yaml: string): unknown => entries(parse(yaml, { mapAsMap: true }));
const entries = (value: unknown): unknown =>
  value instanceof Map
    ? [...value].map(([key, each]) => [key, entries(each)])
    : Array.isArray(value)
      ? value.map(entries)
      : value;
