import { expect, test } from "vitest";
import type { Filter, ZarrV2Codec } from "../src/index.ts";
import {
  filterFromHdf5,
  filterFromZarr,
  filterFromZarrV2,
  filterToHdf5,
  filterToZarr,
  hasCodec,
} from "../src/index.ts";

test.each<[number, number[], Filter]>([
  [1, [4], { name: "deflate", id: 1, options: [4] }],
  [2, [8], { name: "shuffle", id: 2, options: [8] }],
  [3, [], { name: "fletcher32", id: 3 }],
  [4, [4, 8], { name: "szip", id: 4, options: [4, 8] }],
  [32001, [2, 2, 4, 400, 5, 1, 1], { name: "blosc", id: 32001, options: [2, 2, 4, 400, 5, 1, 1] }],
  [32004, [0], { name: "lz4-hdf5", id: 32004, options: [0] }],
  [32015, [3], { name: "zstd", id: 32015, options: [3] }],
  [32099, [7], { name: "hdf5-32099", id: 32099, options: [7] }],
])("HDF5 filter %i %j has a neutral form, and comes back", (id, clientData, filter) => {
  expect(filterFromHdf5(id, clientData)).toEqual(filter);
  expect(filterToHdf5(filter)).toMatchObject({ id, clientData });
});

test("a filter that calls itself deflate is not taken for it", () => {
  const filter = filterFromHdf5(32099, [], "deflate");
  expect(filter).toEqual({ name: "hdf5-32099 deflate", id: 32099 });
  expect(hasCodec(filter.name)).toBe(false);
});

test.each([
  [{ name: "deflate" }, { id: 1, clientData: [6] }],
  [
    { name: "zstd", options: [-2] },
    { id: 32015, clientData: [2 ** 32 - 2], name: "zstd" },
  ],
])("%j in HDF5", (filter, truth) => {
  expect(filterToHdf5(filter)).toEqual(truth);
});

test.each([["gzip"], ["crc32c"], ["lz4"], ["delta"]])("%s cannot be used in HDF5", (name) => {
  expect(() => filterToHdf5({ name })).toThrow(expect.objectContaining({ tag: "unsupported" }));
});

test.each([["szip"], ["lzf"], ["lz4-hdf5"], ["hdf5-32099"]])("%s cannot be used in Zarr", (name) => {
  expect(() => filterToZarr({ name })).toThrow(expect.objectContaining({ tag: "unsupported" }));
});

const blosc = { typesize: 8, cname: "zstd", clevel: 3, shuffle: "bitshuffle", blocksize: 0 };
test.each<[string, Record<string, unknown>, Filter]>([
  ["numcodecs.zlib", { level: 4 }, { name: "deflate", options: [4] }],
  ["gzip", { level: 5 }, { name: "gzip", options: [5] }],
  ["zstd", { level: 0, checksum: false }, { name: "zstd", options: [0] }],
  ["zstd", { level: 3, checksum: true }, { name: "zstd", options: [3], configuration: { checksum: true } }],
  ["numcodecs.shuffle", { elementsize: 8 }, { name: "shuffle", options: [8] }],
  ["numcodecs.lz4", { acceleration: 2 }, { name: "lz4", options: [2] }],
  ["numcodecs.fletcher32", {}, { name: "fletcher32" }],
  ["blosc", blosc, { name: "blosc", options: [2, 2, 8, 0, 3, 2, 5] }],
  [
    "blosc",
    { ...blosc, blocksize: 512 },
    { name: "blosc", options: [2, 2, 8, 0, 3, 2, 5], configuration: { blocksize: 512 } },
  ],
])("the Zarr codec %s %j has a neutral form, and comes back", (name, configuration, filter) => {
  expect(filterFromZarr({ name, configuration })).toEqual(filter);
  expect(filterToZarr(filter)).toEqual({ name, configuration });
});

test("crc32c has no configuration", () => {
  expect(filterFromZarr({ name: "crc32c" })).toEqual({ name: "crc32c" });
  expect(filterToZarr({ name: "crc32c" })).toEqual({ name: "crc32c" });
});

test.each<[ZarrV2Codec, number | undefined, Filter]>([
  [{ id: "zlib", level: 4 }, undefined, { name: "deflate", options: [4] }],
  [
    { id: "blosc", cname: "lz4", clevel: 5, shuffle: 1, blocksize: 0 },
    8,
    { name: "blosc", options: [2, 2, 8, 0, 5, 1, 1] },
  ],
  [{ id: "blosc", cname: "lz4", clevel: 5, shuffle: -1 }, 1, { name: "blosc", options: [2, 2, 1, 0, 5, 2, 1] }],
  [{ id: "blosc", cname: "lz4", clevel: 5, shuffle: -1 }, 2, { name: "blosc", options: [2, 2, 2, 0, 5, 1, 1] }],
  [{ id: "pickle", protocol: 5 }, undefined, { name: "pickle", configuration: { protocol: 5 } }],
])("the Zarr v2 codec %j has a neutral form", (codec, elementSize, filter) => {
  expect(filterFromZarrV2(codec, elementSize)).toEqual(filter);
});

test("the chunks of HDF5's blosc are declared with their element size in Zarr", () => {
  expect(filterToZarr(filterFromHdf5(32001, [2, 2, 4, 400, 5, 1, 1]))).toEqual({
    name: "blosc",
    configuration: { typesize: 4, cname: "lz4", clevel: 5, shuffle: "shuffle", blocksize: 0 },
  });
});

test.each([
  [{ name: "blosc", configuration: { cname: "brotli" } }],
  [{ name: "blosc", configuration: { shuffle: "sideways" } }],
  [{ name: "gzip", configuration: { level: "high" } }],
])("a configuration that cannot be is malformed: %j", (codec) => {
  expect(() => filterFromZarr(codec)).toThrow(expect.objectContaining({ tag: "malformed" }));
});
