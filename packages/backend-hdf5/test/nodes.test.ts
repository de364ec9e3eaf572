import { readFileSync } from "node:fs";
import type { DatasetNode, GroupNode, Storage } from "@hdmf-ts/storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHdf5File } from "../../hdf5/src/index.ts";
import { openHdf5 } from "../../hdf5-h5wasm/src/index.ts";
import { createHDF5IO, openHdf5Storage } from "../src/index.ts";

const fixtures = "conformance/fixtures/hdf5";

async function nodeAt(storage: Storage, path: string) {
  const { id } = await storage.resolve(path);
  return (await storage.read([id]))[0];
}

describe("nodes of an HDF5 file", () => {
  let types: Storage;
  let layouts: Storage;
  let links: Storage;
  beforeAll(async () => {
    [types, layouts, links] = (await Promise.all(
      ["types.h5", "layouts.h5", "links.h5"].map(async (name) =>
        openHdf5Storage(await openHdf5(`${fixtures}/${name}`)),
      ),
    )) as [Storage, Storage, Storage];
  });
  afterAll(() => Promise.all([types, layouts, links].map((storage) => storage.close())));

  test.each([
    ["/numbers/int32-big", { layout: "contiguous", byteOrder: "big" }],
    ["/texts/utf8", { layout: "contiguous" }],
    ["/texts/fixed-nullpad", { layout: "contiguous", text: { length: 4, padding: "nullpad" } }],
    ["/compounds/gaps", { layout: "contiguous", offsets: [12, 2], size: 20 }],
    ["/compounds/mixed-order", { layout: "contiguous", fields: new Map([["big", { byteOrder: "big" }]]) }],
  ])("%s tells how it is stored", async (path, stored) => {
    expect((await nodeAt(types, path))?.stored).toEqual(stored);
  });

  test.each([
    ["/grid", undefined],
    ["/contiguous", Int32Array.from({ length: 35 }, (_, index) => index)],
    ["/compact", Int16Array.of(0, 1, 2, 3)],
    ["/fill-big", Int32Array.of(258, 258)],
    ["/shuffle", undefined],
  ])("%s brings its value only where that is cheap", async (path, expected) => {
    expect(((await nodeAt(layouts, path)) as DatasetNode).value?.data).toEqual(expected);
  });

  test("a dataset says its filters, in the order of writing, and its fill value", async () => {
    const three = (await nodeAt(layouts, "/three")) as DatasetNode;
    expect(three.filters?.map(({ name, id }) => [name, id])).toEqual([
      ["shuffle", 2],
      ["deflate", 1],
      ["fletcher32", 3],
    ]);
    const filled = (await nodeAt(layouts, "/filled")) as DatasetNode;
    expect(filled.fillValue).toEqual({ dtype: "int16", shape: [], data: Int16Array.of(7) });
    expect(filled).not.toHaveProperty("filters");
  });

  test("a group keeps the order of creation where the file does", async () => {
    const tracked = (await nodeAt(links, "/creation-order")) as GroupNode;
    expect([...tracked.children.keys()]).toEqual(["zebra", "apple", "mango"]);
    expect(tracked.stored).toEqual({ order: "creation" });
    const plain = (await nodeAt(links, "/plain-order")) as GroupNode;
    expect([...plain.children.keys()]).toEqual(["apple", "mango", "zebra"]);
    expect(plain).not.toHaveProperty("stored");
  });
});

test("HDF5IO gives the root that its manager makes, once, and closes the file", async () => {
  const manager = { construct: async (storage: Storage) => ({ kind: (await storage.read([storage.root]))[0]?.kind }) };
  const io = await createHDF5IO({ engine: openHdf5, manager }).open(`${fixtures}/links.h5`);
  const root = await io.read();
  expect(root).toEqual({ kind: "group" });
  expect(await io.read()).toBe(root);
  await io.close();
  await expect(io.storage.read([io.storage.root])).rejects.toMatchObject({ tag: "closed" });
});

test("a scalar that is in a file which may not be opened says so only when it is read", async () => {
  const bytes = readFileSync("conformance/fixtures/elsewhere/virtual-v110.h5");
  const storage = openHdf5Storage(await openHdf5File(new Uint8Array(bytes)));
  const node = (await nodeAt(storage, "/one")) as DatasetNode;
  expect(node.value).toBeUndefined();
  await expect(node.array.read()).rejects.toMatchObject({ tag: "denied" });
  await storage.close();
});
