import { describe, expect, test } from "vitest";
import { type StoredChunks, writeBtree1Chunks } from "../../src/chunk-index/write-btree-1.ts";
import { encodeDataLayout } from "../../src/datasets/encode-data-layout.ts";
import { encodeFilterPipeline } from "../../src/datasets/encode-filter-pipeline.ts";
import { writeOldGroup } from "../../src/groups/write-old-group.ts";
import { writeAttributes } from "../../src/headers/write-dense-attributes.ts";
import { encodeObjectHeader, objectHeaderLength } from "../../src/headers/write-object-header.ts";
import { openFractalHeap } from "../../src/heaps/fractal-heap.ts";
import { planBlocks } from "../../src/heaps/plan-blocks.ts";
import { attributeHeap, linkHeap, writeFractalHeap } from "../../src/heaps/write-fractal-heap.ts";
import { openHdf5File } from "../../src/index.ts";
import { byteWriter, newFileSizes } from "../../src/io/byte-writer.ts";
import { Cursor } from "../../src/io/cursor.ts";
import { encodeAttribute } from "../../src/messages/encode-attribute.ts";
import { encodeLinks } from "../../src/messages/encode-link.ts";
import { readBtree2Records } from "../../src/trees/btree2.ts";
import { readBtree2Header } from "../../src/trees/btree2-header.ts";
import { writeBtree2 } from "../../src/trees/write-btree-2.ts";
import { addressesOf, fixture, randomFrom, wholeFile } from "../reader-heaps.ts";
import { assemble, chunkedValue, int32, memorySpace, oldLinks, unravel } from "./assemble.ts";
import { sampleFiles } from "./sample-files.ts";

const sizes = newFileSizes;
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("an old group", () => {
  test.each([0, 1, 8, 9, 256, 257, 8193, 20_000])(
    "of %i links gives them in the order of their bytes",
    async (count) => {
      const names = range(count).map((index) => `${(index * 7919) % 20_011}`);
      const file = await openHdf5File(
        assemble((made) => {
          const links = names.map(
            (name, index) => [name, index % 2 ? { hard: 96 + index } : { soft: `/${name}` }] as const,
          );
          return made.oldGroup(links);
        }),
      );
      const [root] = await file.objects([file.root]);
      const links = root?.kind === "group" ? [...root.links] : [];
      const expected = names.map(
        (name, index) => [name, index % 2 ? { hard: 96 + index } : { soft: `/${name}` }] as const,
      );
      expect(links).toEqual(expected.sort(([a], [b]) => (a < b ? -1 : 1)));
    },
  );

  test("orders names beyond the first plane by their bytes, not by their UTF-16", async () => {
    const file = await openHdf5File(
      assemble((made) => made.oldGroup(["😀", "\uffee"].map((name) => [name, { soft: "x" }]))),
    );
    const [root] = await file.objects([file.root]);
    expect(root?.kind === "group" && [...root.links.keys()]).toEqual(["\uffee", "😀"]);
  });
});

describe("a new group", () => {
  test.each([0, 1, 8, 9, 300, 5000])("of %i links gives them in the order of their creation", async (count) => {
    const names = range(count).map((index) => `${(index * 7919) % 20_011} ü`);
    const expected = names.map((name, index) => [name, [{ hard: index }, { soft: name }][index % 2]!] as const);
    const file = await openHdf5File(assemble((made) => made.newGroup(expected, { creationOrder: true })));
    const [root] = await file.objects([file.root]);
    expect(root?.kind === "group" && [...root.links]).toEqual(expected);
  });
});

describe("attributes", () => {
  test.each([
    [1, 1],
    [8, 3],
    [9, 3],
    [2000, 4],
    [2, 20_000],
    [3, 300_000],
  ])("%i with %i numbers each are those that were written", async (count, length) => {
    const attributes = range(count).map(
      (index) => [`attribute ${count - index}`, range(length).map((at) => at * index)] as const,
    );
    const file = await openHdf5File(
      assemble((made) =>
        made.newGroup([], {
          creationOrder: true,
          attributes: attributes.map(([name, values]) => made.attribute(name, values)),
        }),
      ),
    );
    const [root] = await file.objects([file.root]);
    const found = [...(root?.attributes ?? [])].map(([name, { data }]) => [name, [...(data as Int32Array)]]);
    expect(found).toEqual(attributes);
  });

  test("beyond 65,535 cannot be in the order of creation", () => {
    const attributes = range(65_536).map((index) => ({ name: `${index}`, body: new Uint8Array(1) }));
    expect(() => writeAttributes(memorySpace(), sizes, attributes, true)).toThrow(/65536 attributes in the order/);
  });
});

describe("chunks", () => {
  test.each([
    [[10], [10]],
    [[64], [1]],
    [[65], [1]],
    [[4097], [1]],
    [
      [30, 40],
      [5, 7],
    ],
    [
      [9, 10, 11],
      [2, 5, 3],
    ],
  ] as const)("of an array of %j, each of %j, are found wherever they are", async (shape, chunks) => {
    const file = await openHdf5File(assemble((made) => made.oldGroup([["data", made.chunked(shape, chunks)]])));
    const [root] = await file.objects([file.root]);
    const link = root?.kind === "group" ? root.links.get("data") : undefined;
    const [dataset] = await file.objects([(link as { hard: number }).hard]);
    const read = dataset?.kind === "dataset" ? await dataset.read() : undefined;
    const count = shape.reduce((product: number, length) => product * length, 1);
    expect([...((read?.data ?? []) as Int32Array)]).toEqual(range(count).map((at) => chunkedValue(unravel(at, shape))));
  });

  const stored = (offsets: number[], length = 8): StoredChunks => ({
    count: offsets.length,
    offsets,
    addresses: offsets,
    lengths: offsets.map(() => length),
    filterMasks: offsets.map(() => 0),
  });

  test("that were not stored have no index", () => {
    expect(writeBtree1Chunks(memorySpace(), sizes, stored([]), [2], 4)).toBeUndefined();
  });

  test.each<[string, StoredChunks, RegExp]>([
    ["two at one place", stored([4, 2, 4]), /Two chunks are stored at \[4\]/],
    ["one of 4 GiB", stored([0], 2 ** 32), /4294967296 bytes/],
  ])("are refused: %s", (_, chunks, message) => {
    expect(() => writeBtree1Chunks(memorySpace(), sizes, chunks, [2], 4)).toThrow(message);
  });
});

describe("B-tree of version 2", () => {
  test.each([
    // Leaves hold 45 records of 11 bytes, nodes above them 24, and 22 the next: the counts are those around full trees.
    [0, 0],
    [1, 0],
    [45, 0],
    [46, 1],
    [1149, 1],
    [1150, 2],
    [26_449, 2],
    [26_450, 3],
    [60_000, 3],
  ])("of %i records is %i levels deep, and gives them in order", (count, depth) => {
    const space = memorySpace();
    const writer = byteWriter(sizes, 11 * count);
    for (let index = 0; index < count; index++) {
      writer.uint(index, 4);
      writer.zeros(7);
    }
    const address = writeBtree2(space, sizes, 5, 11, writer.finish());
    const bytes = wholeFile(space.finish());
    expect(readBtree2Header(bytes, address)).toMatchObject({ depth, totalRecords: count });
    const { records } = readBtree2Records(bytes, address);
    expect(records.map((record) => new Cursor(record, "record").uint(4))).toEqual(range(count));
  });
});

describe("fractal heap", () => {
  test.each([
    ["no objects", linkHeap, []],
    ["one", linkHeap, [30]],
    ["what fills the first block", linkHeap, [491]],
    ["one byte more", linkHeap, [491, 1]],
    ["what is too long for the first rows", linkHeap, [4096, 10, 4096]],
    ["what is just too long for a block", attributeHeap, [4097, 5, 100_000, 4096]],
    ["very many", linkHeap, range(100_000).map((index) => 10 + (index % 40))],
    ["long ones, in blocks of blocks of blocks", attributeHeap, range(5000).map((index) => 3000 + (index % 1097))],
  ] as const)("of %s gives them back", (_, shape, lengths) => {
    const random = randomFrom(3);
    const objects = lengths.map((length) => new Uint8Array(length).fill(Math.floor(random() * 256)));
    const space = memorySpace();
    const { address, ids } = writeFractalHeap(space, sizes, shape, objects);
    const heap = openFractalHeap(wholeFile(space.finish()), address);
    const found = heap.readAll(ids);
    expect(found.length).toBe(objects.length);
    expect(found.findIndex((object, index) => Buffer.compare(object, objects[index]!) !== 0)).toBe(-1);
  });

  /** What the header of a heap says, and the lengths of its objects, by their identifiers in the index of names. */
  function storedHeap(name: string, type: 5 | 8, startSize: number) {
    const file = fixture(name);
    return addressesOf(file, "FRHP").flatMap((address) => {
      const cursor = new Cursor(file, "heap", address + 14 + 8 + 8);
      const [free, , span, allocated, end, count] = range(6).map(() => cursor.address(8) ?? 0);
      if (new Cursor(file, "start", address + 112).uint(8) !== startSize) return [];
      const offsetBytes = type === 5 ? 4 : 5;
      const idsOf = (tree: number): (readonly [number, number])[] =>
        readBtree2Records(wholeFile(file), tree).records.flatMap((record) => {
          const id = new Cursor(record, "id", type === 5 ? 4 : 0);
          // Long objects are elsewhere.
          return id.uint(1) === 0 ? [[id.uint(offsetBytes), id.uint(2)] as const] : [];
        });
      const trees = addressesOf(file, "BTHD").filter((at) => file[at + 5] === type);
      const ids = trees.map(idsOf).find(({ length }) => length === count);
      if (ids === undefined) return [];
      const lengths = ids.sort(([a], [b]) => a - b).map(([, length]) => length);
      return [{ lengths, says: { free, span, allocated, end } }];
    });
  }

  test.each([
    ["links", "heaps-dense-links.h5", 5, linkHeap, 21],
    ["attributes", "heaps-dense-attributes.h5", 8, attributeHeap, 22],
  ] as const)("says of its space what libhdf5 says of the same %s", (_, name, type, shape, head) => {
    const heaps = storedHeap(name, type, shape.startSize);
    expect(heaps.length).toBeGreaterThan(0);
    for (const { lengths, says } of heaps) expect(planBlocks(shape, head, lengths)).toMatchObject(says);
  });
});

describe("object header", () => {
  test.each([
    [1, [0], 16 + 8 + 72],
    [1, [3, 8], 16 + 16 + 16 + 72],
    [2, [3, 8], 7 + 7 + 12 + 68 + 4],
    [2, [200], 8 + 204 + 68 + 4],
  ] as const)("of version %i with bodies of %j is as long as foretold", (version, lengths, expected) => {
    const messages = lengths.map((length) => ({ type: 12, body: new Uint8Array(length) }));
    expect(objectHeaderLength(lengths, { version })).toBe(expected);
    expect(encodeObjectHeader(messages, { version })).toHaveLength(expected);
  });

  test("of version 2 has the message that h5py writes for four hard links", () => {
    const header = encodeObjectHeader([], { version: 2, referenceCount: 4, spare: 0 });
    expect(Buffer.from(header.subarray(7, -4)).toString("hex")).toBe("160500040004000000");
  });

  test.each([1, 2] as const)("of version %i refuses a message of 64 KiB", (version) => {
    expect(() => objectHeaderLength([65_529], { version })).toThrow(/65529 bytes does not fit/);
    expect(objectHeaderLength([65_528], { version })).toBeGreaterThan(65_528);
  });
});

test.each<[string, () => unknown, RegExp]>([
  ["a path with a NUL", () => encodeLinks(new Map([["a", { soft: "x\0y" }]]), false, sizes), /holds a NUL/],
  ["a name with a NUL", () => writeOldGroup(memorySpace(), sizes, oldLinks([["a\0", { hard: 1 }]])), /holds a NUL/],
  ["a link of 64 KiB", () => encodeLinks(new Map([["a", { soft: "x".repeat(65_536) }]]), false, sizes), /64 KiB/],
  ["a link of its own kind", () => encodeLinks(new Map([["a", { userDefined: 187 }]]), false, sizes), /kind 187/],
  [
    "compact data of 64 KiB",
    () => encodeDataLayout({ kind: "compact", bytes: new Uint8Array(65_536) }, sizes),
    /65,535/,
  ],
  ["chunks of 2^32", () => encodeDataLayout({ kind: "chunked", chunks: [2 ** 32], elementSize: 1 }, sizes), /4 GiB/],
  ["33 filters", () => encodeFilterPipeline(range(33).map(() => ({ name: "deflate" }))), /32 are the most/],
  ["a filter without a number", () => encodeFilterPipeline([{ name: "gzip" }]), /cannot be used in HDF5/],
  [
    "a name of 64 KiB",
    () => encodeAttribute({ name: "n".repeat(65_535), datatype: int32, dataspace: int32, value: int32 }),
    /64 KiB/,
  ],
])("%s is refused", (_, encode, message) => {
  expect(encode).toThrow(message);
});

test("the same input gives the same bytes", () => {
  for (const { name, make } of sampleFiles) expect(Buffer.compare(make(), make()), name).toBe(0);
});
