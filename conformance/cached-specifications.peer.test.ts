import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createHdf5 } from "../packages/backend-hdf5/src/index.ts";
import {
  cachedNamespace,
  createCatalog,
  type NamespaceSource,
  namespaceBuilder,
  nwbDialect,
  parseNamespace,
} from "../packages/spec/src/index.ts";
import { exportSpec, readNamespaceYaml } from "../packages/spec/src/yaml.ts";
import { fixtures, python, root } from "./peers.ts";

const schemas = join(fixtures, "schema/installed");
const published = [
  join(schemas, "hdmf-common-schema-1.10.0/common/namespace.yaml"),
  join(schemas, "nwb-schema-2.11.0/core/nwb.namespace.yaml"),
];

const dump = (...files: readonly string[]) =>
  JSON.parse(
    execFileSync(python("a"), [join(root, "conformance/dump_spec.py"), ...files], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    }),
  );

describe.skipIf(!existsSync(python("a")) || !existsSync(schemas))("an extension of NWB, cached in a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "hdmf-ts-cached-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("hdmf reads from the file what it reads from the YAML files", async () => {
    const files = await Promise.all(
      published.map((path) =>
        readNamespaceYaml(readFileSync(path, "utf8"), path, (source) => readFile(join(dirname(path), source), "utf8")),
      ),
    );
    const read = files.flatMap(({ sources }) => sources);
    const known = createCatalog(read.flatMap((source) => parseNamespace(source).namespace ?? []));
    const extension = namespaceBuilder({ name: "ndx-lab", version: "0.1.0", doc: "Größe" }, nwbDialect, known);
    extension.includeNamespace("core");
    extension.addGroup("ndx-lab.yaml", {
      neurodata_type_def: "Probe",
      neurodata_type_inc: "Device",
      doc: "A probe.",
      datasets: [{ name: "gains", doc: "Gains.", dtype: "float", shape: [null], default_value: 1.5, quantity: "?" }],
      links: [{ name: "other", target_type: "Device", doc: "Another.", quantity: "?" }],
    });
    const all: readonly NamespaceSource[] = [...read, extension.build()];

    const file = join(folder, "cached.h5");
    const edit = await createHdf5(file);
    await edit.cacheSpecifications(all.map((source) => cachedNamespace(source)));
    await edit.commit();
    const written = exportSpec(extension.build());
    for (const [name, text] of written) writeFileSync(join(folder, name), text);

    const fromFile = dump(file);
    const fromYaml = dump(...published, join(folder, "ndx-lab.namespace.yaml"));
    expect([fromFile.failed, fromYaml.failed]).toEqual([undefined, undefined]);
    expect(Object.keys(fromFile.types).sort()).toEqual(["core", "hdmf-common", "hdmf-experimental", "ndx-lab"]);
    expect(fromFile.types["ndx-lab"].Probe).toBeDefined();
    for (const [name, types] of Object.entries(fromYaml.types)) expect(fromFile.types[name], name).toEqual(types);
  });
});
