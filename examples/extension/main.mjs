// An extension of NWB, written without Python: a probe with a calibration, and a table of its shanks.
// The namespace goes into YAML files that pynwb, MatNWB and hdmf-ts load; then it is checked, and its types are written.
// Usage: node examples/extension/main.mjs [NAMESPACE.yaml …], the files of what it includes (NWB core, hdmf-common): without them only its own part is checked.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { createCatalog, namespaceBuilder, nwbDialect, parseNamespace } from "@hdmf-ts/spec";
import { generateTypes } from "@hdmf-ts/spec/codegen";
import { checkNamespaceYaml, exportSpec, readNamespaceYaml } from "@hdmf-ts/spec/yaml";

const folder = new URL("../../out/ndx-probe/", import.meta.url);

const extension = namespaceBuilder(
  {
    name: "ndx-probe",
    version: "0.1.0",
    doc: "Probes with their calibration",
    author: ["A. Author"],
    contact: ["author@example.org"],
  },
  nwbDialect,
);
extension.includeNamespace("core");
extension.includeType("hdmf-common", "DynamicTable");
extension.includeType("hdmf-common", "VectorData");

// A type in the keys of specification files …
extension.addGroup("ndx-probe.probes.yaml", {
  neurodata_type_def: "CalibratedProbe",
  neurodata_type_inc: "Device",
  doc: "A probe and the gains that were measured for it.",
  attributes: [
    { name: "serial_number", doc: "As the maker gives it.", dtype: "text" },
    { name: "unit", doc: "The unit of the gains.", dtype: "text", value: "volts" },
  ],
  datasets: [{ name: "gains", doc: "One gain a channel.", dtype: "float64", shape: [null], dims: ["channel"] }],
  groups: [{ name: "shanks", neurodata_type_inc: "ShankTable", doc: "Where its shanks are.", quantity: "?" }],
});

// … and one in the form that this package has in memory, which an editor completes and checks.
const column = { kind: "dataset", quantity: { min: 1, max: 1 }, linkable: true, attributes: [] };
extension.addGroup("ndx-probe.tables.yaml", {
  kind: "group",
  typeDef: "ShankTable",
  typeInc: "DynamicTable",
  doc: "A shank in a row.",
  quantity: { min: 1, max: 1 },
  linkable: true,
  attributes: [],
  datasets: [
    { ...column, name: "depth", typeInc: "VectorData", dtype: "float32", doc: "The depth of its tip, in micrometres." },
    { ...column, name: "bank", typeInc: "VectorData", dtype: "int32", doc: "The bank in use." },
  ],
  groups: [],
  links: [],
});

mkdirSync(folder, { recursive: true });
for (const [name, text] of exportSpec(extension.build())) {
  writeFileSync(new URL(name, folder), text);
  console.log(`out/ndx-probe/${name}: ${text.split("\n").length - 1} lines`);
}

/** Reads a namespace file and the sources beside it. */
const texts = (file) => [
  readFileSync(file, "utf8"),
  file.pathname,
  async (name) => readFileSync(new URL(name, file), "utf8"),
];

// Everything that is wrong, with file, line and column.
const included = [];
for (const path of process.argv.slice(2)) {
  const { sources } = await readNamespaceYaml(...texts(pathToFileURL(path)));
  included.push(...sources);
}
const main = new URL("ndx-probe.namespace.yaml", folder);
const issues = await checkNamespaceYaml(...texts(main), included);
for (const { at, severity, message } of issues)
  console.log(`${at.file.split("/").at(-1)}:${at.line}:${at.column}: ${severity}: ${message}`);
console.log(`${issues.length} issues`);

// Its types, for an editor to know.
const { sources } = await readNamespaceYaml(...texts(main));
const catalog = createCatalog([...included, ...sources].flatMap((source) => parseNamespace(source).namespace ?? []));
writeFileSync(new URL("types.ts", folder), generateTypes(catalog));
for (const [name, spec] of catalog.namespaces.get("ndx-probe").types) console.log(`${name} extends ${spec.typeInc}`);
