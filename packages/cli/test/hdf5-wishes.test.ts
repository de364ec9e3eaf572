import type { Dtype, Filter } from "@hdmf-ts/array";
import { memoryStorage } from "@hdmf-ts/storage";
import { expect, test } from "vitest";
import { hdf5Wishes } from "../src/hdf5-wishes.ts";

const complex: Dtype = { complex: "float32" };
const deflate: Filter = { name: "deflate", options: [4] };

test.each<[what: string, dtype: Dtype, filters: readonly Filter[], kept: readonly Filter[] | undefined]>([
  ["blosc that encodes", complex, [{ name: "blosc", options: [2, 2, 8, 216, 5, 2, 1] }], undefined],
  ["blosc whose compressor only decodes", complex, [{ name: "blosc", options: [2, 2, 8, 216, 5, 2, 0] }], [deflate]],
  [
    "bzip2 behind shuffle",
    complex,
    [
      { name: "shuffle", options: [8] },
      { name: "bzip2", options: [9] },
    ],
    [{ name: "shuffle", options: [8] }, deflate],
  ],
  ["nbit, which is set for the chunk", complex, [{ name: "nbit", options: [8, 0, 10, 1, 4, 0, 17, 3] }], undefined],
  [
    "scaleoffset, which is set for the chunk",
    "int32",
    [{ name: "scaleoffset", options: [2, 0, 400, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] }],
    undefined,
  ],
])("filters of an HDF5 original are kept where they can be written: %s", async (_, dtype, filters, kept) => {
  const storage = memoryStorage();
  const edit = storage.edit();
  const wishes = { dtype, shape: [400], chunks: [10], filters, stored: { layout: "chunked" } } as const;
  await edit.createDataset(edit.root, "data", wishes);
  await edit.commit();
  const told: string[] = [];
  const found = await hdf5Wishes(storage, { warn: (message) => told.push(message) });
  const [node] = await storage.read([(await storage.resolve("/data")).id]);
  expect(node?.kind === "dataset" && found("/data", node)).toEqual(kept && { filters: kept });
  expect(told).toHaveLength(kept === undefined ? 0 : 1);
});
