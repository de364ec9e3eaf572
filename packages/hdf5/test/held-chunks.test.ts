import { setImmediate } from "node:timers/promises";
import { inflateSync } from "node:zlib";
import type { Filter } from "@hdmf-ts/array";
import { expect, test } from "vitest";
import type { DatasetWriter } from "../src/datasets/dataset-writer.ts";
import type { DataOut } from "../src/datasets/write-parts.ts";
import { memoryOut, numberCoding, plannedWriter, typeOf } from "./writer-memory.ts";

const int32 = typeOf("int32");
const rows = 64;
/** Two chunks of 32 rows, a KiB each. */
const chunkBytes = 1024;
const bound = 4 * chunkBytes;

function writers(count: number, out: DataOut, filters: readonly Filter[] = []): DatasetWriter[] {
  return Array.from({ length: count }, (_, at) =>
    plannedWriter(
      { path: `/${at}`, type: int32, shape: [rows, 8], chunks: [32, 8], filters },
      numberCoding("int32"),
      out,
    ),
  );
}

const rowOf = (dataset: number, row: number): Int32Array =>
  Int32Array.from({ length: 8 }, (_, column) => 10_000 * dataset + 8 * row + column);

/** The numbers of a dataset, by nothing of ours but the list of its chunks. */
async function numbersOf(writer: DatasetWriter, out: ReturnType<typeof memoryOut>): Promise<number[]> {
  const file = await out.bytes();
  const stored = writer.stored();
  if (stored.kind !== "chunked") throw new Error("it has no chunks");
  return stored.stored.flatMap(({ address, length }) => {
    const bytes = file.slice(address, address + length);
    const raw = writer.plan.filters.length === 0 ? bytes : new Uint8Array(inflateSync(bytes));
    return [...new Int32Array(raw.buffer)];
  });
}

const allOf = (dataset: number): number[] => Array.from({ length: rows }, (_, row) => [...rowOf(dataset, row)]).flat();

const deflate: readonly Filter[] = [{ name: "deflate", options: [4] }];

test.each([
  ["without filters", []],
  ["with a filter", deflate],
])("half-filled chunks of 20 datasets that are written in turns have one bound, %s", async (_, filters) => {
  const out = memoryOut(bound);
  const all = writers(20, out, filters);
  for (let row = 0; row < rows; row++) {
    for (const [at, writer] of all.entries()) {
      await writer.writeBlock({ start: [row, 0], shape: [1, 8], data: rowOf(at, row) });
      expect(out.held.bytes).toBeLessThanOrEqual(bound);
    }
    // Each has a chunk that is not complete, and 4 of them at most are not written.
    expect(out.writes.length).toBeGreaterThanOrEqual(20 - 4);
  }
  for (const writer of all) await writer.finish();
  expect(out.held.bytes).toBe(0);
  for (const [at, writer] of all.entries()) expect(await numbersOf(writer, out)).toEqual(allOf(at));
});

test("one write that touches more chunks than the bound keeps to it", async () => {
  const out = memoryOut(bound);
  const writer = plannedWriter(
    { path: "/wide", type: int32, shape: [2, 25_600], chunks: [2, 128] },
    numberCoding("int32"),
    out,
  );
  const row = (at: number): Int32Array => Int32Array.from({ length: 25_600 }, (_, column) => 100_000 * at + column);
  let most = 0;
  const { add } = out.held;
  out.held.add = (chunk) => {
    add(chunk);
    most = Math.max(most, out.held.bytes);
  };
  for (const at of [0, 1]) await writer.writeBlock({ start: [at, 0], shape: [1, 25_600], data: row(at) });
  await writer.finish();
  // The one that is added last is there before another one goes.
  expect(most).toBeLessThanOrEqual(bound + chunkBytes);
  const found = await numbersOf(writer, out);
  const expected = Array.from({ length: 200 }, (_, chunk) =>
    [0, 1].flatMap((at) => [...row(at).subarray(128 * chunk, 128 * (chunk + 1))]),
  );
  expect(found).toEqual(expected.flat());
});

test("datasets that are written at the same time drive out each other's chunks, and lose nothing", async () => {
  const out = memoryOut(bound);
  const all = writers(20, out, deflate);
  await Promise.all(
    all.map(async (writer, at) => {
      // Every other row first: no chunk is complete before the second half.
      for (const odd of [0, 1])
        for (let row = odd; row < rows; row += 2)
          await writer.writeBlock({ start: [row, 0], shape: [1, 8], data: rowOf(at, row) });
    }),
  );
  await Promise.all(all.map((writer) => writer.finish()));
  for (const [at, writer] of all.entries()) expect(await numbersOf(writer, out)).toEqual(allOf(at));
});

test("a chunk larger than the bound waits alone", async () => {
  const out = memoryOut(chunkBytes / 2);
  const [a, b] = writers(2, out);
  for (let row = 0; row < rows; row++) await a!.writeBlock({ start: [row, 0], shape: [1, 8], data: rowOf(0, row) });
  expect(out.reads).toEqual([]);
  for (let row = 0; row < 10; row++) await b!.writeBlock({ start: [row, 0], shape: [1, 8], data: rowOf(1, row) });
  expect(out.held.bytes).toBe(chunkBytes);
  await a!.finish();
  await b!.finish();
  expect(await numbersOf(a!, out)).toEqual(allOf(0));
});

test("what cannot be written when another dataset takes its room is told by its own", async () => {
  const out = memoryOut(chunkBytes);
  const [bad] = writers(1, out, [{ name: "bzip2", id: 307 }]);
  const [good] = writers(1, out);
  await bad!.writeBlock({ start: [0, 0], shape: [1, 8], data: rowOf(0, 0) });
  for (let row = 0; row < rows; row++) await good!.writeBlock({ start: [row, 0], shape: [1, 8], data: rowOf(7, row) });
  await good!.finish();
  expect(await numbersOf(good!, out)).toEqual(allOf(7));
  const refused = expect.objectContaining({ tag: "unsupported", path: "/0" });
  await expect(bad!.writeBlock({ start: [1, 0], shape: [1, 8], data: rowOf(0, 1) })).rejects.toEqual(refused);
  await expect(bad!.finish()).rejects.toEqual(refused);
});

test("chunks of 20 datasets under way have one bound", async () => {
  const out = memoryOut();
  let active = 0;
  let most = 0;
  let release = (): void => {};
  const open = new Promise<void>((resolve) => {
    release = resolve;
  });
  const watching = {
    ...out,
    async write(address: number, bytes: Uint8Array) {
      most = Math.max(most, ++active);
      await open;
      active--;
      await out.write(address, bytes);
    },
  };
  const all = writers(20, watching);
  const calls = all.map((writer, at) => writer.write(undefined, Int32Array.from(allOf(at))));
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  expect(active).toBe(8);
  release();
  await Promise.all(calls);
  await Promise.all(all.map((writer) => writer.finish()));
  expect(most).toBe(8);
  for (const [at, writer] of all.entries()) expect(await numbersOf(writer, out)).toEqual(allOf(at));
});
