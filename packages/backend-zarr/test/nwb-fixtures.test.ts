import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareUtf8, dtypeToJson, isNumbers, type NdArray } from "@hdmf-ts/array";
import { readTree, type Storage } from "@hdmf-ts/storage";
import { describe, expect, test } from "vitest";
import { openZarrStorage } from "../src/index.ts";
import { parseJson } from "../src/json-read.ts";
import type { Json } from "../src/json-value.ts";
import { formatJson } from "../src/json-write.ts";

const folder = join(import.meta.dirname, "../../../../shared/fixtures/zarr");
const there = existsSync(folder);
const store = join(folder, "nan-bool-text-hdmf-zarr-0.14.nwb.zarr");

interface Form {
  readonly dtype: unknown;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}
interface Truth {
  readonly attributes: Readonly<Record<string, Readonly<Record<string, Form>>>>;
  readonly groups: readonly string[];
  readonly specs: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, Form & { readonly storage: { readonly chunks: readonly number[] } }>>;
}
const truth = (): Truth => JSON.parse(readFileSync(`${store}.expected.json`, "utf8")) as Truth;

function formOf({ dtype, shape, data }: NdArray): Form {
  const items = isNumbers(data) ? [...data].map((item) => plain(item)) : [...(data as readonly string[])];
  return { dtype: dtypeToJson(dtype), shape: shape ?? [], data: items };
}
const plain = (item: number | bigint): unknown =>
  Number.isFinite(Number(item))
    ? Number.isSafeInteger(Number(item))
      ? Number(item)
      : typeof item === "bigint"
        ? String(item)
        : item
    : String(item);

/** JSON as the truth was hashed: names in order, `json.dumps(…, sort_keys=True)`. */
function sorted(json: Json): string {
  if (Array.isArray(json)) return `[${(json as readonly Json[]).map(sorted).join(", ")}]`;
  if (!(json instanceof Map)) return formatJson(json);
  const entries = [...(json as ReadonlyMap<string, Json>)].sort(([a], [b]) => compareUtf8(a, b));
  return `{${entries.map(([key, value]) => `${formatJson(key)}: ${sorted(value)}`).join(", ")}}`;
}

describe.skipIf(!there)("an NWB store with NaN in its attributes, truth and text", () => {
  test("attributes and values are those that pynwb wrote", async () => {
    const expected = truth();
    const storage = await openZarrStorage(store);
    for (const [path, attributes] of Object.entries(expected.attributes)) {
      const [node] = await storage.read([path]);
      for (const [name, form] of Object.entries(attributes))
        expect(formOf(node?.attributes.get(name) as NdArray), `${path} ${name}`).toEqual(form);
    }
    for (const [path, { storage: stored, ...form }] of Object.entries(expected.values)) {
      const [node] = await storage.read([path]);
      if (node?.kind !== "dataset") throw new Error(`${path} is no dataset`);
      expect(formOf(await node.array.read()), path).toEqual(form);
      expect(node.array.chunks, path).toEqual(stored.chunks);
    }
  });

  test("the cached specifications are those that were cached", async () => {
    const storage = await openZarrStorage(store);
    const found = (await storage.specifications()).flatMap(({ name, version, sources }) =>
      [...sources].map(([source, text]) => [
        `${name}/${version}/${source}`,
        createHash("sha256")
          .update(sorted(parseJson(text, source)))
          .digest("hex"),
      ]),
    );
    expect(Object.fromEntries(found)).toEqual(truth().specs);
  });
});

describe.skipIf(!there)("the export of main.nwb by hdmf-zarr 0.14", () => {
  const open = (): Promise<Storage> => openZarrStorage(join(folder, "main-hdmf-zarr-0.14.nwb.zarr"));

  test("every node and every element is read", async () => {
    const { nodes } = await readTree(await open());
    expect(nodes.size).toBeGreaterThan(150);
    for (const node of nodes.values()) if (node.kind === "dataset") await node.array.read();
  });

  test("links and references lead to their targets", async () => {
    const storage = await open();
    const { id } = await storage.resolve("/acquisition/ts_linkdata/data");
    expect(id).toBe("/acquisition/ts_ts/data");
    const [electrodes] = await storage.read(["/acquisition/es/electrodes"]);
    expect(electrodes?.attributes.get("table")).toEqual({
      dtype: "reference",
      shape: [],
      data: { ids: ["/general/extracellular_ephys/electrodes"] },
    });
    const [group] = await storage.read(["/general/extracellular_ephys/electrodes/group"]);
    if (group?.kind !== "dataset") throw new Error("group is no dataset");
    const eg = "/general/extracellular_ephys/eg0";
    expect((await group.array.read()).data).toEqual({ ids: [eg, eg, eg, eg] });
    const [root] = await storage.read(["/"]);
    expect(root?.attributes.get(".specloc")).toMatchObject({ dtype: "reference", data: { ids: ["/specifications"] } });
  });
});
