import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Block, elementCount, memoryArray, planBlocks, readBlocks, sameShape, selectFrom } from "../src/index.ts";
import { samples, toList } from "./support/samples.ts";

const boxes = (plan: Parameters<typeof planBlocks>[0]): [readonly number[], readonly number[]][] =>
  Array.from(planBlocks(plan), ({ start, shape }) => [start, shape]);

describe("planBlocks", () => {
  test.each<{ name: string; plan: Parameters<typeof planBlocks>[0]; expected: [number[], number[]][] }>([
    { name: "a scalar", plan: { shape: [], elementBytes: 8, maxBytes: 1 }, expected: [[[], []]] },
    { name: "an empty axis", plan: { shape: [3, 0], chunks: [1, 1], elementBytes: 8, maxBytes: 99 }, expected: [] },
    {
      name: "all that fits",
      plan: { shape: [4, 2], elementBytes: 1, maxBytes: 8 },
      expected: [
        [
          [0, 0],
          [4, 2],
        ],
      ],
    },
    {
      name: "rows",
      plan: { shape: [4, 2], elementBytes: 1, maxBytes: 7 },
      expected: [
        [
          [0, 0],
          [3, 2],
        ],
        [
          [3, 0],
          [1, 2],
        ],
      ],
    },
    {
      name: "parts of a row",
      plan: { shape: [2, 3], elementBytes: 4, maxBytes: 8 },
      expected: [
        [
          [0, 0],
          [1, 2],
        ],
        [
          [0, 2],
          [1, 1],
        ],
        [
          [1, 0],
          [1, 2],
        ],
        [
          [1, 2],
          [1, 1],
        ],
      ],
    },
    {
      name: "one chunk at least",
      plan: { shape: [4], chunks: [3], elementBytes: 8, maxBytes: 1 },
      expected: [
        [[0], [3]],
        [[3], [1]],
      ],
    },
    {
      name: "whole chunks",
      plan: { shape: [10], chunks: [3], elementBytes: 1, maxBytes: 8 },
      expected: [
        [[0], [6]],
        [[6], [4]],
      ],
    },
    {
      name: "chunks larger than the array",
      plan: { shape: [2, 2], chunks: [9, 9], elementBytes: 1, maxBytes: 1 },
      expected: [
        [
          [0, 0],
          [2, 2],
        ],
      ],
    },
  ])("$name", ({ plan, expected }) => expect(boxes(plan)).toEqual(expected));

  test("refuses chunks that do not fit", () => {
    expect(() => boxes({ shape: [2], chunks: [0], elementBytes: 1, maxBytes: 1 })).toThrow(/Chunks of shape \[0\]/);
    expect(() => boxes({ shape: [2], chunks: [1, 1], elementBytes: 1, maxBytes: 1 })).toThrow(/do not fit/);
  });

  test("boxes cover each element once, start at chunks and are not larger than asked", () => {
    const axis = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(fc.array(axis, { maxLength: 3 }), fc.integer({ min: 1, max: 60 }), (axes, maxBytes) => {
        const [shape, chunks] = [axes.map(([length]) => length), axes.map(([, chunk]) => chunk)];
        const seen = new Uint8Array(elementCount(shape));
        const index = Int32Array.from(seen.keys());
        for (const box of planBlocks({ shape, chunks, elementBytes: 1, maxBytes })) {
          const selection = box.start.map((start, axis) => ({ start, stop: start + box.shape[axis]! }));
          const { data, shape: taken } = selectFrom({ dtype: "int32", shape, data: index }, selection);
          expect(taken).toEqual(box.shape);
          for (const at of data as Int32Array) seen[at]!++;
          expect(box.start.every((start, axis) => start % chunks[axis]! === 0)).toBe(true);
          const chunk = chunks.map((size, axis) => Math.min(size, shape[axis]!));
          expect(elementCount(box.shape)).toBeLessThanOrEqual(Math.max(maxBytes, elementCount(chunk)));
        }
        expect(seen.every((times) => times === 1)).toBe(true);
      }),
    );
  });
});

describe("blocks of what was written", () => {
  const data = Int16Array.from({ length: 35 }, (_, at) => at);
  const whole = memoryArray({ dtype: "int16", shape: [5, 7], data }, { chunks: [2, 3] });
  const written = async (
    present: (row: number, column: number) => boolean,
    maxBytes: number,
    writtenOnly = true,
  ): Promise<unknown[]> => {
    const array = { ...whole, isWritten: async ([row, column]: readonly number[]) => present(row!, column!) };
    const found: unknown[] = [];
    for await (const { start, shape, data } of readBlocks(array, { maxBytes, writtenOnly }))
      found.push([...start, ...shape, (data as Int16Array)[0]]);
    return found;
  };

  test.each<{ name: string; present(row: number, column: number): boolean; bytes?: number; expected: number[][] }>([
    { name: "all", present: () => true, expected: [[0, 0, 5, 7, 0]] },
    { name: "nothing", present: () => false, expected: [] },
    {
      name: "chunks side by side are one block, to the edge",
      present: (row, column) => row !== 1 && column > 0,
      expected: [
        [0, 3, 2, 4, 3],
        [4, 3, 1, 4, 31],
      ],
    },
    {
      name: "chunks on both sides of one that is not there",
      present: (row, column) => row === 1 && column !== 1,
      expected: [
        [2, 0, 2, 3, 14],
        [2, 6, 2, 1, 20],
      ],
    },
    {
      name: "several blocks",
      present: (row, column) => row !== 1 || column === 2,
      bytes: 40,
      expected: [
        [0, 0, 2, 7, 0],
        [2, 6, 2, 1, 20],
        [4, 0, 1, 7, 28],
      ],
    },
  ])("$name", async ({ present, bytes = 1000, expected }) => expect(await written(present, bytes)).toEqual(expected));

  test("everything comes where it is not asked for", async () =>
    expect(await written(() => false, 1000, false)).toEqual([[0, 0, 5, 7, 0]]));

  test("an array without chunks tells of all at once", async () => {
    const array = { ...memoryArray({ dtype: "int16", shape: [5, 7], data }), isWritten: async () => false };
    for await (const block of readBlocks(array, { writtenOnly: true })) expect(block).toBeUndefined();
    let blocks = 0;
    for await (const _ of readBlocks(array)) blocks++;
    expect(blocks).toBe(1);
  });
});

describe("memoryArray", () => {
  test.each(samples)("gives $name back as read and as blocks", async ({ dtype, make }) => {
    const array = memoryArray({ dtype, shape: [5, 3], data: make(15) }, { chunks: [2, 3], maxShape: [null, 3] });
    expect(array).toMatchObject({ dtype, shape: [5, 3], chunks: [2, 3], maxShape: [null, 3] });
    const all = toList(dtype, make(15));
    expect(toList(dtype, (await array.read()).data)).toEqual(all);
    const parts: unknown[] = [];
    const starts: (readonly number[])[] = [];
    for await (const block of array.blocks({ maxBytes: 1 })) {
      starts.push(block.start);
      parts.push(...toList(dtype, block.data));
    }
    expect(starts).toEqual([
      [0, 0],
      [2, 0],
      [4, 0],
    ]);
    expect(parts).toEqual(all);
  });

  test("a null space has no blocks, a scalar one", async () => {
    const count = async (blocks: AsyncIterable<Block>): Promise<number> => {
      let count = 0;
      for await (const _ of blocks) count++;
      return count;
    };
    expect(await count(memoryArray({ dtype: "int8", shape: null, data: new Int8Array(0) }).blocks())).toBe(0);
    expect(await count(memoryArray({ dtype: "int8", shape: [], data: new Int8Array(1) }).blocks())).toBe(1);
  });

  test("reads into memory of the caller", async () => {
    const array = memoryArray({ dtype: "int16", shape: [4], data: Int16Array.of(1, 2, 3, 4) });
    const into = new Int16Array(2);
    const { data } = await array.read([{ step: 2 }], { into });
    expect(data).toBe(into);
    expect([...into]).toEqual([1, 3]);
    await expect(array.read([], { into })).rejects.toMatchObject({ tag: "invalid" });
  });

  test("refuses data that is not as long as its shape", () => {
    expect(() => memoryArray({ dtype: "int16", shape: [4], data: new Int16Array(3) })).toThrow(/has 3 elements/);
    expect(() => memoryArray({ dtype: "int16", shape: null, data: new Int16Array(1) })).toThrow(/has 1 element/);
  });

  test("an abort ends reads and blocks with its reason", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    const array = memoryArray({ dtype: "int8", shape: [4], data: new Int8Array(4) });
    const seen: number[] = [];
    const reading = (async () => {
      for await (const block of array.blocks({ maxBytes: 1, signal: controller.signal })) {
        seen.push(block.start[0]!);
        if (seen.length === 2) controller.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    expect(seen).toEqual([0, 1]);
    await expect(array.read([], { signal: controller.signal })).rejects.toBe(reason);
  });
});

test("readBlocks reads numbers into the same memory, and does without where the caller took it away", async () => {
  const array = memoryArray({ dtype: "int8", shape: [5], data: Int8Array.of(1, 2, 3, 4, 5) });
  const buffers = new Set<ArrayBufferLike>();
  const values: number[] = [];
  for await (const { data } of readBlocks(array, { maxBytes: 2 })) {
    values.push(...(data as Int8Array));
    buffers.add((data as Int8Array).buffer);
    if (values.length === 4) structuredClone(null, { transfer: [(data as Int8Array<ArrayBuffer>).buffer] });
  }
  expect(values).toEqual([1, 2, 3, 4, 5]);
  expect(buffers.size).toBe(2);
});

describe("shapes", () => {
  test.each<{ shape: number[] | null; count: number }>([
    { shape: null, count: 0 },
    { shape: [], count: 1 },
    { shape: [3, 2], count: 6 },
    { shape: [2 ** 40, 2 ** 40, 0], count: 0 },
  ])("$shape has $count elements", ({ shape, count }) => expect(elementCount(shape)).toBe(count));

  test.each([
    { shape: [2 ** 30, 2 ** 30], tag: "limit" },
    { shape: [-1], tag: "invalid" },
    { shape: [0, 0.5], tag: "invalid" },
  ])("$shape is refused", ({ shape, tag }) => {
    expect(() => elementCount(shape)).toThrow(expect.objectContaining({ tag }));
  });

  test("a null space equals only a null space", () => {
    expect([
      sameShape(null, null),
      sameShape(null, []),
      sameShape([], []),
      sameShape([1], [2]),
      sameShape([1], [1, 1]),
    ]).toEqual([true, false, true, false, false]);
  });
});
