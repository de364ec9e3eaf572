import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { normalizeSelection, type Selection, selectFrom } from "@hdmf-ts/array";
import { memorySource } from "@hdmf-ts/bytes";
import { afterAll, describe, expect, test } from "vitest";
import "./all-parts.ts";
import { createChunkCache } from "../src/datasets/chunk-cache.ts";
import { readColumns } from "../src/datasets/contiguous-columns.ts";
import { parseDataLayout } from "../src/datasets/data-layout.ts";
import type { DataBytes, ReadableDataset } from "../src/datasets/dataset-source.ts";
import { parseFilterPipeline } from "../src/datasets/filter-pipeline.ts";
import { gatherPacked } from "../src/datasets/gather.ts";
import { compoundType, numberType } from "../src/datatypes/stored-type.ts";
import { fixture, openDatasets, tagOf, truth } from "./datasets-truth.ts";

const folder = mkdtempSync(join(tmpdir(), "hdmf-datasets-"));
afterAll(() => rmSync(folder, { recursive: true }));

const sizes = { sizeOfOffsets: 8, sizeOfLengths: 8 };
const eight = (value: number): number[] => [value & 255, (value >> 8) & 255, (value >> 16) & 255, 0, 0, 0, 0, 0];
const nowhere = Array<number>(8).fill(255);

describe("data layout messages", () => {
  test.each([
    [
      "1, contiguous",
      [1, 2, 1, 0, 0, 0, 0, 0, ...eight(4096), 3, 0, 0, 0, 4, 0, 0, 0],
      { kind: "contiguous", address: 4096 },
    ],
    ["2, never allocated", [2, 1, 1, 0, 0, 0, 0, 0, ...nowhere, 3, 0, 0, 0], { kind: "contiguous" }],
    [
      "2, compact",
      [2, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 8, 9],
      { kind: "compact", bytes: Uint8Array.of(8, 9) },
    ],
    [
      "1, chunked",
      [1, 2, 2, 0, 0, 0, 0, 0, ...eight(800), 5, 0, 0, 0, 4, 0, 0, 0],
      { kind: "chunked", chunks: [5], elementSize: 4, plainEdges: false, index: { kind: "btree1" }, address: 800 },
    ],
    ["3, compact", [3, 0, 1, 0, 7], { kind: "compact", bytes: Uint8Array.of(7) }],
    ["3, contiguous", [3, 1, ...eight(70_000), ...eight(24)], { kind: "contiguous", address: 70_000, size: 24 }],
    [
      "4, single chunk with filters",
      [4, 2, 3, 2, 1, 9, 2, 1, ...eight(33), 1, 0, 0, 0, ...eight(500)],
      {
        kind: "chunked",
        chunks: [9],
        elementSize: 2,
        plainEdges: true,
        index: { kind: "single", length: 33, filterMask: 1 },
        address: 500,
      },
    ],
    ["4, virtual", [4, 3, ...eight(800), 2, 0, 0, 0], { kind: "virtual", mappings: { address: 800, index: 2 } }],
    ["4, virtual without mappings", [4, 3, ...nowhere, 0, 0, 0, 0], { kind: "virtual" }],
  ])("version %s", (_, message, expected) => {
    expect(parseDataLayout(Uint8Array.from(message), sizes)).toEqual(expected);
  });

  test.each([
    ["a version to come", [6, 1], "unsupported"],
    ["a class that is none", [3, 7], "malformed"],
    ["a chunk of no elements", [3, 2, 2, ...eight(0), 0, 0, 0, 0, 4, 0, 0, 0], "malformed"],
    ["too many axes", [3, 2, 200, ...eight(0)], "malformed"],
    ["an index to come", [4, 2, 0, 2, 1, 9, 2, 6], "unsupported"],
    ["dimensions of no bytes", [4, 2, 0, 2, 0], "malformed"],
    ["an early end", [3, 1, 0], "malformed"],
  ])("%s is an error", (_, message, tag) => {
    expect(() => parseDataLayout(Uint8Array.from(message), sizes)).toThrow(expect.objectContaining({ tag }));
  });
});

describe("compounds of numbers", () => {
  const type = compoundType(
    [
      { name: "a", offset: 1, type: numberType("int16", 2, true) },
      { name: "b", offset: 5, type: numberType("float64", 8, false) },
      { name: "c", offset: 0, type: numberType("uint8", 1, false) },
      { name: "d", offset: 13, type: numberType("int64", 8, true) },
    ],
    23,
  );
  const [rows, address] = [120_000, 77];
  const file = Uint8Array.from({ length: address + rows * 23 }, (_, i) => (i * i) >> 5);
  const view = new DataView(file.buffer, address);
  const data = {
    read: async (at: number, length: number) => file.subarray(at, at + length),
    readInto: async (at: number, target: Uint8Array) => target.set(file.subarray(at, at + target.length)),
  };
  const parts = { what: "dataset", type, dtype: type.dtype, shape: [rows] } as unknown as ReadableDataset;
  function read(selection: Selection, source: DataBytes = data, dataset = parts) {
    const { axes, shape } = normalizeSelection(selection, [rows]);
    const packed = { data: source, address, size: 23, shape: [rows] };
    return readColumns(dataset, packed, axes, shape[0]!, undefined);
  }

  test.each([
    ["all rows", [], 0, rows],
    ["some of them", [{ start: 30_000, stop: 110_001 }], 30_000, 80_001],
    ["one", [{ start: rows - 1 }], rows - 1, 1],
  ])("are read part by part: %s", async (_, selection, first, count) => {
    const columns = (await read(selection)) as ReadonlyMap<string, ArrayLike<unknown>>;
    expect([...columns.keys()]).toEqual(["a", "b", "c", "d"]);
    const bits = new BigInt64Array((columns.get("b") as Float64Array).buffer);
    const wrong: number[] = [];
    for (let row = 0; row < count; row++) {
      const at = (first + row) * 23;
      const same =
        columns.get("a")![row] === view.getInt16(at + 1) &&
        bits[row] === view.getBigInt64(at + 5, true) &&
        columns.get("c")![row] === view.getUint8(at) &&
        columns.get("d")![row] === view.getBigInt64(at + 13);
      if (!same) wrong.push(row);
    }
    expect([columns.get("a")!.length, wrong]).toEqual([count, []]);
  });

  test("that are several stretches, far away, or no numbers alone are left to others", async () => {
    expect(await read([{ step: 2 }])).toBeUndefined();
    expect(await read([], { read: data.read })).toBeUndefined();
    const half = compoundType([{ name: "h", offset: 0, type: numberType("float16", 2, false) }], 2);
    expect(await read([], data, { ...parts, type: half })).toBeUndefined();
  });
});

describe("filter pipeline messages", () => {
  const name = [...new TextEncoder().encode("lzf")];
  test.each([
    [
      "1",
      [
        1, 2, 0, 0, 0, 0, 0, 0, 2, 0, 8, 0, 1, 0, 1, 0, 115, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0,
        0, 0, 0,
      ],
      [
        { name: "shuffle", id: 2, options: [4] },
        { name: "fletcher32", id: 3 },
      ],
    ],
    [
      "2",
      [2, 2, 0, 125, 3, 0, 0, 0, 1, 0, ...name, 9, 0, 0, 0, 1, 0, 0, 0, 1, 0, 6, 0, 0, 0],
      [
        { name: "lzf", id: 32_000, options: [9] },
        { name: "deflate", id: 1, options: [6] },
      ],
    ],
  ])("version %s", (_, message, expected) => {
    expect(parseFilterPipeline(Uint8Array.from(message))).toEqual(expected);
  });

  test.each([
    [[3, 0], "unsupported"],
    [[2, 200], "malformed"],
    [[2, 1, 1, 0], "malformed"],
  ])("%j is an error", (message, tag) => {
    expect(() => parseFilterPipeline(Uint8Array.from(message))).toThrow(expect.objectContaining({ tag }));
  });
});

describe("selections of packed arrays", () => {
  const shape = [40, 6, 500];
  const values = Uint16Array.from({ length: 120_000 }, (_, index) => index % 65_521);
  const bytes = new Uint8Array(values.buffer);
  const cases: [string, Selection, number, number][] = [
    ["all", [], 1, 240_000],
    ["one row", [3, 2], 1, 1000],
    ["neighbours together", [{ start: 3, stop: 5 }, 2], 1, 7000],
    ["rows far apart", [{ start: 0, step: 20 }, 0, { stop: 10 }], 2, 40],
    ["a column", [null, null, 7], 1, 239_002],
    ["the same twice, backwards", [{ indices: [39, 39, 1] }, 5, { start: 490 }], 2, 40],
    ["nothing", [{ start: 4, stop: 4 }], 0, 0],
  ];
  test.each(cases)("%s", async (_, selection, mostReads, mostBytes) => {
    const source = memorySource(bytes);
    let reads = 0;
    let length = 0;
    const data = {
      read: (address: number, count: number) => {
        reads++;
        length += count;
        return source.read(address, count);
      },
    };
    const { axes } = normalizeSelection(selection, shape);
    const wanted = selectFrom({ dtype: "uint16", shape, data: values }, selection).data as Uint16Array;
    const target = new Uint16Array(wanted.length);
    await gatherPacked({ data, address: 0, size: 2, shape }, axes, new Uint8Array(target.buffer), undefined);
    expect(target).toEqual(wanted);
    expect(reads).toBeLessThanOrEqual(mostReads);
    expect(length).toBeLessThanOrEqual(mostBytes);
  });

  test("more runs than are kept at once", async () => {
    const shape = [100_000, 2];
    const values = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251);
    const { axes } = normalizeSelection([null, 1], shape);
    const target = new Uint8Array(100_000);
    await gatherPacked({ data: memorySource(values), address: 0, size: 1, shape }, axes, target, undefined);
    expect(target).toEqual(values.filter((_, index) => index % 2 === 1));
  });

  test("an abort stops between reads", async () => {
    const stop = new AbortController();
    const data = {
      read: async (_: number, count: number) => {
        stop.abort(new Error("enough"));
        return new Uint8Array(count);
      },
    };
    const { axes } = normalizeSelection([], [30_000_000]);
    const target = new Uint8Array(30_000_000);
    const work = gatherPacked({ data, address: 0, size: 1, shape: [30_000_000] }, axes, target, stop.signal);
    await expect(work).rejects.toThrow("enough");
  });
});

test("a cache of chunks forgets what was used longest ago", () => {
  const cache = createChunkCache(1000);
  const [a, b] = [cache.forDataset(), cache.forDataset()];
  const data = new Uint8Array(1);
  a.set(0, data, 100);
  b.set(0, data, 100);
  expect(a.get(0)).toBe(data);
  b.set(1, data, 100);
  expect([a.get(0), b.get(0), b.get(1)]).toEqual([data, undefined, data]);
  a.set(7, data, 2000);
  expect(a.get(7)).toBeUndefined();
  cache.clear();
  expect(a.get(0)).toBeUndefined();
});

describe("files", () => {
  test("`into` takes numbers, whatever the layout", async () => {
    const { datasets, close } = await openDatasets(fixture("layouts-latest"));
    for (const name of ["contiguous2", "chunked2", "compact", "unwritten", "unwrittenChunked"]) {
      const dataset = datasets.get(name)!;
      const expected = truth(dataset).data;
      const into = new Int32Array(expected.length).fill(99);
      expect((await dataset.read([], { into })).data).toBe(into);
      expect(into).toEqual(expected);
      expect(await tagOf(dataset.read([], { into: into.subarray(1) }))).toMatch("invalid");
      expect(await tagOf(dataset.read([], { into: new Uint32Array(into.length) }))).toMatch("invalid");
    }
    const big = datasets.get("contiguous-big-i4")!;
    const into = new Int32Array(99);
    expect((await big.read([], { into })).data).toBe(into);
    expect(into).toEqual(truth(big).data);
    await close();
  });

  test("elements beyond 4 GiB", async () => {
    const plain = await readFile(fixture("layouts-earliest"));
    const bytes = Buffer.from(plain);
    // The layout message of "contiguous2": version 3, class 1, address, 120 bytes.
    const size = Buffer.from(eight(120));
    let at = plain.indexOf(size);
    while (!(plain[at - 10] === 3 && plain[at - 9] === 1)) at = plain.indexOf(size, at + 1);
    const from = Number(plain.readBigUInt64LE(at - 8));
    const to = 2 ** 32 + 12_345;
    bytes.writeBigUInt64LE(BigInt(to), at - 8);
    bytes.fill(0, from, from + 120);
    const path = join(folder, "far.h5");
    const file = openSync(path, "w");
    writeSync(file, bytes);
    writeSync(file, plain, from, 120, to);
    closeSync(file);
    const { datasets, close } = await openDatasets(path);
    const dataset = datasets.get("contiguous2")!;
    expect((await dataset.read()).data).toEqual(truth(dataset).data);
    expect((await dataset.read([4, 5])).data).toEqual(Int32Array.of(truth(dataset).data[29] as number));
    await close();
  });

  test("a user block of 8 GiB", async () => {
    const plain = await readFile(fixture("btree1"));
    const path = join(folder, "user-block.h5");
    const file = openSync(path, "w");
    const start = 2 ** 33;
    ftruncateSync(file, start + plain.length);
    writeSync(file, plain, 0, plain.length, start);
    closeSync(file);
    const { datasets, close } = await openDatasets(path);
    const dataset = datasets.get("btree1Filtered")!;
    expect((await dataset.read()).data).toEqual(truth(dataset).data);
    await close();
  });

  test("chunks as stored", async () => {
    const { datasets, close } = await openDatasets(fixture("indexes-latest"));
    const { encoded } = datasets.get("filterMask")!;
    expect(encoded?.filters.map(({ name }) => name)).toEqual(["shuffle", "deflate"]);
    const masks = await Promise.all([0, 1, 2, 3].map(async (row) => (await encoded?.readChunk([row, 0]))?.filterMask));
    expect(masks).toEqual([0, 1, 2, 3]);
    const { encoded: parts } = datasets.get("btree2InPart")!;
    expect(await parts?.readChunk([0, 0])).toBeUndefined();
    expect((await parts?.readChunk([11, 0]))?.bytes.length).toBe(100);
    expect(datasets.get("fixedPaged")!.chunks).toEqual([1, 3]);
    await close();
  });

  test("what a read gives is the caller's", async () => {
    const { datasets, close } = await openDatasets(await readFile(fixture("layouts-latest")));
    for (const name of ["contiguous2", "chunked2", "compact"]) {
      const dataset = datasets.get(name)!;
      const { data } = await dataset.read();
      (data as Int32Array).fill(-1);
      expect((await dataset.read()).data).toEqual(truth(dataset).data);
    }
    await close();
  });
});

/** Every few bytes of a file changed: reads give an error with a tag or some value, and never anything else. */
test.each(["indexes-latest", "btree1"])(
  "damage in %s is an error or a value",
  async (name) => {
    const plain = new Uint8Array(await readFile(fixture(name)));
    const outcomes = new Set<string>();
    for (let at = 100; at < 40_000; at += 331) {
      const bytes = plain.slice();
      bytes[at] = bytes[at]! ^ 0xff;
      outcomes.add(await tagOf(readSmallDatasets(bytes, outcomes)));
    }
    const tags = new Set([...outcomes].map((outcome) => outcome.split(":")[0]));
    expect(
      [...tags].filter((tag) => !["resolved", "malformed", "unsupported", "limit", "not-found"].includes(tag!)),
    ).toEqual([]);
    expect([...outcomes].length).toBeGreaterThan(10);
  },
  60_000,
);

async function readSmallDatasets(bytes: Uint8Array, outcomes: Set<string>): Promise<void> {
  const { datasets, close } = await openDatasets(bytes);
  for (const [name, dataset] of datasets)
    if (/^(fixed|extensible|btree|implicit|single)/.test(name) && !/Paged|Deep|Super/.test(name))
      outcomes.add(await tagOf(dataset.read()));
  await close();
}
