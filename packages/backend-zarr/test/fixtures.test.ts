import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { NdArray } from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import type { DatasetNode, Storage } from "@hdmf-ts/storage";
import { describe, expect, test } from "vitest";
import { openZarrStorage } from "../src/index.ts";
import { expectedForm } from "./expected-values.ts";

const folder = join(import.meta.dirname, "../../../../shared/fixtures/zarr");
const made = join(folder, "made");
const there = existsSync(made);
if (!there) console.log(`The Zarr fixtures are left out: ${made} is not there.`);

interface ExpectedArray {
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly dtype: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly values?: unknown;
  readonly error?: string;
}
interface ExpectedStore {
  readonly groups: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly arrays: Readonly<Record<string, ExpectedArray>>;
}
const stores: Readonly<Record<string, ExpectedStore>> = there
  ? JSON.parse(readFileSync(join(made, "expected.json"), "utf8")).v3.stores
  : {};
const names = Object.keys(stores).filter((name) => name !== "hostile.zarr");

/** Codecs that are not implemented: the array is there, and its elements say so. */
const unsupported = new Set([
  "data/o_filters",
  "f_astype",
  "f_bitround",
  "f_delta",
  "f_fixedscaleoffset",
  "f_packbits",
  "f_quantize",
  "f_scale_offset",
  "i4_nc_adler32",
  "i4_nc_bz2",
  "i4_nc_crc32",
  "i4_nc_jenkins",
  "i4_nc_lzma",
]);
const hidden = new Set(["_DTYPE", "_LINKS", "_REFERENCE_FIELDS", "_ARRAY_DIMENSIONS", ".specloc"]);

async function datasetAt(storage: Storage, path: string): Promise<DatasetNode> {
  const [node] = await storage.read([path]);
  if (node?.kind !== "dataset") throw new Error(`${path} is no dataset`);
  return node;
}

/** An attribute as the peer has it; what is no array here is its JSON as text. */
function attributeForm(attribute: NdArray, expected: unknown): unknown {
  if (attribute.dtype === "reference") {
    const path = (attribute.data as { ids: readonly string[] }).ids[0];
    return { _REFERENCE: { source: ".", path } };
  }
  const form = expectedForm(attribute);
  const asText = typeof expected === "object" && expected !== null && typeof form === "string";
  return asText ? JSON.parse(form.replace(/\bNaN\b/g, '"NaN"')) : form;
}

test.skipIf(!there)("the made fixtures are all listed", () => {
  expect(names.length).toBeGreaterThanOrEqual(5);
});

describe.skipIf(!there).each(names)("the fixture v3/%s, as zarr-python reads it", (name) => {
  const expected = stores[name] as ExpectedStore;
  const open = (): Promise<Storage> => openZarrStorage(join(made, "v3", name));

  test.each(Object.entries(expected.arrays))("array %s", async (path, array) => {
    const storage = await open();
    const node = await datasetAt(storage, path);
    expect(node.array.shape).toEqual(array.shape);
    if (unsupported.has(path.slice(1))) {
      const error = await node.array.read().catch((caught: unknown) => caught);
      expect(isHdmfError(error, "unsupported"), String(error)).toBe(true);
      return;
    }
    expect(node.array.chunks).toEqual(array.chunks);
    const width = node.stored?.text?.length;
    const form = typeof width === "number" ? { bytesWidth: width } : {};
    const values = expectedForm(await node.array.read(), form);
    if (node.array.dtype === "reference") expect(values).toEqual(array.values);
    else expect(values).toEqual(array.values);
    if (node.value !== undefined) expect(expectedForm(node.value, form)).toEqual(array.values);
    const names = Object.keys(array.attributes).filter((key) => !hidden.has(key));
    expect([...node.attributes.keys()]).toEqual(names);
    for (const key of names)
      expect(attributeForm(node.attributes.get(key) as NdArray, array.attributes[key])).toEqual(array.attributes[key]);
    expect(node.dimensions ?? array.attributes._ARRAY_DIMENSIONS).toEqual(
      array.attributes._ARRAY_DIMENSIONS ?? node.dimensions,
    );
  });

  test.each(Object.entries(expected.groups))("group %s", async (path, attributes) => {
    const storage = await open();
    const [node] = await storage.read([path]);
    if (node?.kind !== "group") throw new Error(`${path} is no group`);
    for (const [key, value] of Object.entries(attributes)) {
      if (hidden.has(key)) continue;
      const attribute = node.attributes.get(key);
      expect(attribute, key).toBeDefined();
      if (value !== null) expect(attributeForm(attribute as NdArray, value), key).toEqual(value);
    }
    const under = [...Object.keys(expected.arrays), ...Object.keys(expected.groups)].filter(
      (other) => other !== "/" && other.slice(0, Math.max(1, other.lastIndexOf("/"))) === path,
    );
    const children = [...node.children].filter(([child, to]) => "hard" in to && child !== "specifications");
    expect(children.map(([child]) => child).sort()).toEqual(
      under.map((other) => other.slice(other.lastIndexOf("/") + 1)).sort(),
    );
  });
});
