import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateTypes } from "../src/codegen.ts";
import {
  accepts,
  type Catalog,
  createCatalog,
  type NamespaceSource,
  type PrimaryDtype,
  parseNamespace,
} from "../src/index.ts";
import { readNamespaceYaml } from "../src/yaml.ts";
import { compile } from "./compile.ts";
import { repository } from "./hdmf-dump.ts";
import { catalogOf, sourceOf } from "./namespaces.ts";
import { randomSchema } from "./random-schema.ts";

const named = (name: string, more: object = {}) => ({ name, doc: "", ...more });
const nullable = (more: object = {}) => ({ shape: [null], dims: ["n"], ...more });

/** A small laboratory with one of everything. */
const lab = catalogOf({
  name: "lab",
  datasets: [
    { data_type_def: "VectorData", doc: "", ...nullable(), attributes: [named("description", { dtype: "text" })] },
    { data_type_def: "VectorIndex", data_type_inc: "VectorData", doc: "", dtype: "uint8" },
  ],
  groups: [
    {
      data_type_def: "Series",
      doc: "",
      attributes: [
        named("comments", { dtype: "text", required: false }),
        named("count", { dtype: "int64" }),
        named("width", { dtype: "int" }),
        named("device", { dtype: { target_type: "Device", reftype: "object" } }),
        named("then", { dtype: "text" }),
      ],
      datasets: [
        named("data", { dtype: "numeric", shape: [[null], [null, 3]], attributes: [named("unit", { dtype: "text" })] }),
        named("times", {
          dtype: "double",
          quantity: "?",
          ...nullable(),
          attributes: [named("unit", { dtype: "text", value: "s" })],
        }),
        named("devices", { dtype: { target_type: "Device", reftype: "object" }, ...nullable() }),
        named("marks", {
          dtype: [
            { name: "at", doc: "", dtype: "uint64" },
            { name: "what", doc: "", dtype: "text" },
          ],
          ...nullable(),
        }),
      ],
      groups: [{ data_type_inc: "Series", doc: "", quantity: "*" }],
      links: [named("made_by", { target_type: "Device" })],
    },
    {
      data_type_def: "Volts",
      data_type_inc: "Series",
      doc: "",
      attributes: [named("comments", { dtype: "text" }), named("gain", { dtype: "float" })],
      datasets: [
        named("data", { dtype: "float", shape: [null], attributes: [named("unit", { dtype: "text", value: "V" })] }),
      ],
    },
    { data_type_def: "Device", doc: "", attributes: [named("model", { dtype: "text", required: false })] },
    {
      data_type_def: "Units",
      doc: "",
      datasets: [
        named("times", { data_type_inc: "VectorData", dtype: "double" }),
        named("times_index", { data_type_inc: "VectorIndex" }),
        named("label", { data_type_inc: "VectorData", dtype: "text" }),
      ],
    },
  ],
});

const head = `import type { Container } from "@hdmf-ts/spec/types";
import type { LabTypes } from "./lab.ts";
declare const series: Container<LabTypes["Series"]>;
declare const volts: Container<LabTypes["Volts"]>;
declare const units: Container<LabTypes["Units"]>;
`;

const use = `${head}
export const base: Container<LabTypes["Series"]> = volts;
export const parent: LabTypes["Volts"]["base"]["name"] = "Series";
export const comments: string | undefined = series.comments;
export const always: string = volts.comments;
export const count: bigint = series.count;
export const width: number | bigint = series.width;
export const second: "s" | undefined = series.times__unit;
export const volt: "V" = volts.data__unit;
export const byName: string = series.fields.get("then");
export const perhaps: string | undefined = series.fields.get("comments");
export const model: string | undefined = (await series.made_by.get()).model;
export const same: string | undefined = (await series.device.get()).model;
export const third: string | undefined = (await (await series.devices.read()).data.get(2))?.model;
export const part: readonly [number] | readonly [number, 3] = series.data.shape;
const read = await series.data.read([{ start: 0, stop: 10 }]);
if (read.dtype === "int64") read.data satisfies BigInt64Array;
else read.data[0] satisfies number | bigint | undefined;
export const floats: Float32Array | Float64Array = (await volts.data.read()).data;
const { data: marks } = await series.marks.read();
export const at: BigUint64Array = marks.get("at");
export const what: readonly string[] = marks.get("what");
for (const [name, child] of series.series) console.log(name, (await child.get()).data.shape);
const rows = await units.times.rows(0, 3);
export const offsets: Float64Array = rows.offsets[0];
export const times: Float64Array = rows.values.data;
export const label: readonly string[] = (await (await units.label.get()).data.read()).data;
export const description: string = (await units.times.get()).description;
declare const console: { log(...values: readonly unknown[]): void };
`;

const misuse = `${head}
export const ok: number = volts.data.shape[0];
series.coments; // error: no such field
series.comments.length; // error: it may be absent
volts.comments.length;
export const unit: "mV" = volts.data__unit; // error: another literal
export const any: "V" = series.data__unit; // error: not fixed here
export const count: number = series.count; // error: 64 bits
export const width: number = series.width; // error: 64 bits may stand there
series.made_by.model; // error: a link without get()
(await series.made_by.get()).model;
series.device.model; // error: a reference without get()
series.data[0]; // error: it is lazy
series.data.read().data; // error: without await
(await series.devices.read()).data.get(0).model; // error: without await
(await (await series.devices.read()).data.get(0)).model; // error: the reference may be null
series.series.a; // error: a map
series.series.get("a").get(); // error: it may not be there
series.then; // error: a name of promises
series.fields.get("then").length;
series.fields.get("nothing"); // error: no such field
export const narrow: Container<LabTypes["Volts"]> = series; // error: a Series is no Volts
units.times.shape; // error: ragged
(await units.times.rows()).offsets[1]; // error: one level
units.label.rows(); // error: not ragged
(await series.marks.read()).data.get("when"); // error: no such column
series.comments = "x"; // error: read only
export type Gone = LabTypes["Gone"]; // error: no such type
`;

test("a type is used as its schema says, and a file that misuses it fails at those lines and at no others", () => {
  const text = generateTypes(lab);
  const files = [
    ["lab.ts", text],
    ["use.ts", use],
    ["misuse.ts", misuse],
  ] as const;
  const found = compile(new Map(files));
  expect(found.filter((line) => !line.startsWith("misuse.ts:"))).toEqual([]);
  const expected = misuse.split("\n").flatMap((line, i) => (line.includes("// error") ? [i + 1] : []));
  const lines = new Set(found.map((line) => Number(/:(\d+) /.exec(line)?.[1])));
  expect(
    [...lines].sort((a, b) => a - b),
    found.join("\n"),
  ).toEqual(expected);
});

test("a dtype stands for those that accepts() lets a file have", () => {
  const integers = [8, 16, 32, 64].flatMap((bits) => [`int${bits}`, `uint${bits}`]);
  const stored = [...integers, "float32", "float64", "bool", "utf8", "ascii"];
  const checks = [...stored, "numeric", "isodatetime"].map((dtype, i) => {
    const accepted = stored.filter((each) => accepts(dtype as PrimaryDtype, each)).map((each) => `"${each}"`);
    return `export const c${i}: Same<StoredDtypes["${dtype}"], ${accepted.join(" | ")}> = true;`;
  });
  const same = "type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;";
  const all = `export const all: Same<keyof StoredDtypes, ${[...stored, "numeric", "isodatetime"].map((each) => `"${each}"`).join(" | ")}> = true;`;
  const lines = ['import type { StoredDtypes } from "@hdmf-ts/spec/types";', same, all, ...checks];
  expect(compile(new Map([["dtypes.ts", lines.join("\n")]]))).toEqual([]);
});

test("what strangers write compiles, and says nothing to the compiler", () => {
  const strange = [
    "*/ }",
    "@ts-ignore",
    "@ts-nocheck",
    "\n@deprecated */ import 'x'; /*",
    "\u2028",
    "`",
    "\ud800",
    "\\",
    "\\u002a/",
  ];
  const columns = ["__proto__", "constructor", "", "a-b", ...strange].map((name) => ({
    name,
    doc: name,
    dtype: "text",
  }));
  const attributes = ["__proto__", "new", "1", ...strange].map((name) => ({
    name,
    doc: name,
    dtype: "text",
    value: name,
  }));
  const groups = ["__proto__", "constructor", "T", ...strange].map((name) => ({
    data_type_def: name,
    doc: name,
    attributes,
    datasets: [{ name: "table", doc: strange.join("\n"), dtype: columns, shape: [null], dims: ["new"] }],
  }));
  const text = generateTypes(catalogOf({ name: "@ts-nocheck */", version: "\n*/", groups }));
  const after = "\nexport const shown: number = '';\n";
  expect(compile(new Map([["strange.ts", text + after]]))).toEqual([
    `strange.ts:${text.split("\n").length + 1} TS2322 Type 'string' is not assignable to type 'number'.`,
  ]);
});

test("whatever a schema says, its types compile", { timeout: 60_000 }, () => {
  const texts = new Map<string, string>();
  for (const [i, schema] of fc.sample(randomSchema, { numRuns: 150, seed: 7 }).entries()) {
    const { namespace } = parseNamespace(sourceOf(schema));
    texts.set(`random-${i}.ts`, generateTypes(createCatalog(namespace === undefined ? [] : [namespace])));
  }
  expect(compile(texts)).toEqual([]);
  const all = [...texts.values()].join("");
  for (const word of ["Refined<", "Ragged<", "Compound<", "Links<", "Children<", "Reference<"])
    expect(all).toContain(word);
});

const fixtures = `${repository}../shared/fixtures/`;
const schemas = `${fixtures}schema/`;

/** The namespaces of YAML files, those with a \`source\` that is not there left out. */
async function catalogIn(paths: readonly string[]): Promise<Catalog> {
  const sources: NamespaceSource[] = [];
  for (const path of paths) {
    const read = async (source: string) => readFileSync(join(dirname(path), source), "utf8");
    sources.push(...(await readNamespaceYaml(readFileSync(path, "utf8"), path, read)).sources);
  }
  return createCatalog(sources.flatMap((source) => parseNamespace(source).namespace ?? []));
}

describe.skipIf(!existsSync(schemas))("published namespaces", () => {
  const common = (version: string) => `${schemas}hdmf-common-versions/${version}/common/namespace.yaml`;
  const core = (version: string) => `${schemas}nwb-versions/${version}/core/nwb.namespace.yaml`;
  const installed = `${schemas}installed/nwb-schema-2.11.0/`;
  const nwb = [`${installed}hdmf-common-schema/common/namespace.yaml`, `${installed}core/nwb.namespace.yaml`];
  const within = (folder: string): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /namespace\.yaml$/.test(name))
      .map((name) => join(folder, name));

  const files: readonly (readonly [name: string, paths: readonly string[]])[] = [
    ["nwb.ts", nwb],
    ...readdirSync(existsSync(schemas) ? `${schemas}hdmf-common-versions` : ".").map(
      (version) => [`common-${version}.ts`, [common(version)]] as const,
    ),
    ["nwb-2.0.1.ts", [core("2.0.1")]],
    ["nwb-2.2.5.ts", [common("1.1.3"), core("2.2.5")]],
    ["nwb-2.5.0.ts", [common("1.5.1"), core("2.5.0")]],
    ["nwb-2.7.0.ts", [common("1.8.0"), core("2.7.0")]],
    ["ndx-demo.ts", [...nwb, `${fixtures}nwb/generated/ndx/ndx-demo.namespace.yaml`]],
    ["matnwb-small.ts", [...nwb, ...within(`${schemas}matnwb-small`)]],
  ];

  const recording = `
import type { Container } from "@hdmf-ts/spec/types";
import type { CoreTypes } from "./nwb.ts";
export const asSeries = (series: Container<CoreTypes["ElectricalSeries"]>): Container<CoreTypes["TimeSeries"]> => series;
export const asData = (series: Container<CoreTypes["ElectricalSeries"]>): Container<CoreTypes["NWBDataInterface"]> => series;
export async function spikes(file: Container<CoreTypes["NWBFile"]>): Promise<Float64Array | undefined> {
  const started: string = file.session_start_time;
  const units = await file.units?.get();
  const [group] = [(await (await units?.electrode_group?.get())?.data.read())?.data];
  const device = await (await group?.get(0))?.device.get();
  const unit: string | undefined = (await units?.waveform_mean?.get())?.unit;
  return [started, device?.description, unit].includes("") ? undefined : (await units?.spike_times?.rows(0, 1))?.values.data;
}
`;

  test("all compile under --strict, and NWB is used as it is meant", { timeout: 60_000 }, async () => {
    const texts = new Map([["recording.ts", recording]]);
    for (const [name, paths] of files) texts.set(name, generateTypes(await catalogIn(paths)));
    expect(compile(texts)).toEqual([]);
    for (const text of texts.values()) expect(text).not.toMatch(/\bany\b(?=[;,>\]])/);
    expect(texts.get("nwb.ts")).toContain("readonly ElectricalSeries: {");
    expect(texts.get("matnwb-small.ts")).toContain("readonly LinkContainer: {");
  });

  test("of NWB each type fits where its base is asked for, but for those whose schema asks for less than that of the base", async () => {
    const text = generateTypes(await catalogIn(nwb));
    const types = [
      ...text.matchAll(/^ {4}readonly namespace: "(.*)";\n {4}readonly name: "(.*)";\n {4}readonly base: (.*);$/gm),
    ];
    const interfaces = new Map([
      ["core", "CoreTypes"],
      ["hdmf-common", "HdmfCommonTypes"],
      ["hdmf-experimental", "HdmfExperimentalTypes"],
    ]);
    const lines = types
      .filter(([, , , base]) => base !== "undefined")
      .map(([, namespace = "", name, base]) => {
        const own = `${interfaces.get(namespace)}["${name}"]`;
        return `export const from${name} = (it: Container<${own}>): Container<${base}> => it;`;
      });
    const head = `import type { Container } from "@hdmf-ts/spec/types";\nimport type { ${[...interfaces.values()].join(", ")} } from "./nwb.ts";\n`;
    const found = compile(
      new Map([
        ["nwb.ts", text],
        ["bases.ts", head + lines.join("\n")],
      ]),
    );
    const loose = found.map((line) => /const from(\w+)/.exec(lines[Number(/:(\d+)/.exec(line)?.[1]) - 3] ?? "")?.[1]);
    // Their unit has a default, that of TimeSeries has none.
    expect(loose).toEqual(["AbstractFeatureSeries", "DecompositionSeries", "SpatialSeries"]);
    expect(lines.length).toBeGreaterThan(90);
  });
});
