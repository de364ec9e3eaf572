import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Hdf5File, Hdf5Link, Hdf5Object } from "@hdmf-ts/hdf5";
import type { Attribute, Node, Storage, Stored } from "@hdmf-ts/storage";
import { describe, expect, test } from "vitest";
import { dumpHdf5 } from "../../hdf5/src/testing.ts";
import { openHdf5 } from "../../hdf5-h5wasm/src/index.ts";
import { openHdf5Storage } from "../src/index.ts";

const python = ".venv-a/bin/python";
const fixtures = "../shared/fixtures";
const find = ["-name", "*.nwb", "-o", "-path", "*back_compat_tests/*.h5"];
const files = existsSync(fixtures)
  ? execFileSync("find", [`${fixtures}/nwb`, `${fixtures}/hdmf`, ...find], { encoding: "utf8" })
      .trim()
      .split("\n")
      .sort()
  : [];

/** The storage turned back, so that the dump shows what became of the file on its way through the nodes. */
function asFile(storage: Storage): Hdf5File {
  return {
    root: storage.root as number,
    objects: async (addresses) => (await storage.read(addresses)).map(asObject),
    close: () => storage.close(),
  };
}

function asObject(node: Node): Hdf5Object {
  const { id, stored = {}, attributes } = node;
  const { layout, order, ...details } = stored as Stored & { readonly layout?: never };
  const common = {
    address: id as number,
    attributes: new Map([...attributes].map(([name, attribute]) => [name, asAttribute(attribute)])),
    ...(Object.keys(details).length > 0 ? { details } : {}),
  };
  switch (node.kind) {
    case "group": {
      const links = new Map([...node.children].map(([name, child]) => [name, child as Hdf5Link]));
      return { ...common, kind: "group", links, creationOrder: order === "creation" };
    }
    case "datatype":
      return { ...common, kind: "datatype", dtype: node.dtype };
    case "dataset": {
      const { array, value, filters = [], fillValue, datatype } = node;
      return {
        ...common,
        kind: "dataset",
        dtype: array.dtype,
        shape: array.shape,
        ...(array.maxShape ? { maxShape: array.maxShape } : {}),
        ...(array.chunks ? { chunks: array.chunks } : {}),
        // The value at hand stands for the elements, where there is one.
        read: async () => value ?? array.read(),
        blocks: (options) => array.blocks(options),
        layout: layout ?? ("missing" as never),
        filters,
        ...(fillValue ? { fillValue } : {}),
        ...(datatype === undefined ? {} : { datatype: datatype as number }),
      };
    }
  }
}

function asAttribute({ stored, datatype, ...array }: Attribute) {
  const details = stored === undefined ? {} : { details: stored };
  return { ...array, ...details, ...(datatype === undefined ? {} : { datatype: datatype as number }) };
}

describe.skipIf(!existsSync(python) || files.length === 0)("a storage holds what h5py finds", () => {
  test.each(files)("%s", async (path) => {
    const output = execFileSync(python, ["conformance/dump_hdf5.py", path], { encoding: "utf8", maxBuffer: 2 ** 28 });
    const expected = JSON.parse(output);
    const storage = openHdf5Storage(await openHdf5(path), { open: openHdf5 });
    const found = await dumpHdf5(asFile(storage));
    await storage.close();
    expect([...found.keys()]).toEqual(Object.keys(expected));
    for (const [name, object] of found) expect(object, name).toEqual(expected[name]);
  });
});
