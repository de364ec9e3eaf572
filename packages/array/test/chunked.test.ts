import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ArrayData,
  copyElements,
  type Dtype,
  dataEquals,
  elementCount,
  type NumberArray,
  readChunked,
  repeatData,
  type Selection,
  selectFrom,
  sliceData,
  takeData,
  writeChunked,
} from "../src/index.ts";
import { copyOf, type Sample, samples, toList } from "./support/samples.ts";
import { chunkedCase, select } from "./support/selections.ts";

/** Chunks of full size, cut by a plain model; `gap` says which are missing. */
function cut(sample: Sample, shape: number[], chunks: number[], gap: (key: string) => boolean): Map<string, ArrayData> {
  const data = sample.make(elementCount(shape) + 1);
  const outside = elementCount(shape);
  const parts = new Map<string, number[]>();
  const grid = shape.map((length, axis) => Math.ceil(length / chunks[axis]!));
  for (const coordinates of cells(grid)) {
    const members = cells(chunks).map((within) => {
      const at = within.map((index, axis) => coordinates[axis]! * chunks[axis]! + index);
      return at.some((index, axis) => index >= shape[axis]!) ? outside : place(at, shape);
    });
    if (!gap(coordinates.join())) parts.set(coordinates.join(), members);
  }
  return new Map(Array.from(parts, ([key, members]) => [key, takeData(sample.dtype, data, members)]));
}

function cells(shape: readonly number[]): number[][] {
  let all: number[][] = [[]];
  for (const length of shape) all = all.flatMap((cell) => Array.from({ length }, (_, i) => [...cell, i]));
  return all;
}

const place = (at: readonly number[], shape: readonly number[]): number =>
  at.reduce((sum, index, axis) => sum * shape[axis]! + index, 0);

const keyOf = (at: readonly number[], chunks: readonly number[]): string =>
  at.map((index, axis) => Math.floor(index / chunks[axis]!)).join();

describe.each(samples)("chunks of $name", (sample) => {
  const { dtype } = sample;
  const fill = sliceData(dtype, sample.make(5), 4, 5);
  const [fillItem] = toList(dtype, fill);

  test("are read like the model, missing ones as the fill value", async () => {
    await fc.assert(
      fc.asyncProperty(chunkedCase, fc.integer({ min: 2, max: 5 }), async ({ shape, selection, chunks }, every) => {
        const gap = (key: string): boolean => key.length > 0 && key.charCodeAt(0) % every === 0;
        const store = cut(sample, shape, chunks, gap);
        const all = copyOf(sample, elementCount(shape));
        const cellAt = cells(shape);
        const expected = select(shape, selection);
        const read: string[] = [];
        const result = await readChunked({
          dtype,
          shape,
          chunks,
          selection,
          fill,
          async readChunk(coordinates) {
            read.push(coordinates.join());
            return store.get(coordinates.join());
          },
        });
        expect(result.shape).toEqual(expected.shape);
        expect(toList(dtype, result.data)).toEqual(
          expected.places.map((place) => (gap(keyOf(cellAt[place]!, chunks)) ? fillItem : all[place])),
        );
        const touched = new Set(expected.places.map((place) => keyOf(cellAt[place]!, chunks)));
        expect(new Set(read)).toEqual(touched);
        expect(read.length).toBe(touched.size);
      }),
      { numRuns: 40 },
    );
  });

  test("are written like the model, and only partial ones are read before", async () => {
    await fc.assert(
      fc.asyncProperty(chunkedCase, fc.boolean(), async ({ shape, selection, chunks }, empty) => {
        const store = cut(sample, shape, chunks, () => empty);
        const { places } = select(shape, selection);
        const more = 100;
        const data = sliceData(dtype, sample.make(more + places.length), more, more + places.length);
        const given = toList(dtype, data);
        const all = empty ? repeatData(dtype, fill, elementCount(shape)) : sample.make(elementCount(shape));
        const expected = toList(dtype, all);
        for (const [index, place] of places.entries()) expected[place] = given[index];
        const cellAt = cells(shape);
        const partial = new Set<string>();
        const chosen = new Set(places);
        const touched = new Set(places.map((place) => keyOf(cellAt[place]!, chunks)));
        for (const [place, cell] of cellAt.entries()) {
          if (touched.has(keyOf(cell, chunks)) && !chosen.has(place)) partial.add(keyOf(cell, chunks));
        }
        const read = new Set<string>();
        await writeChunked({
          dtype,
          shape,
          chunks,
          selection,
          data,
          fill,
          async readChunk(coordinates) {
            read.add(coordinates.join());
            return store.get(coordinates.join());
          },
          async writeChunk(coordinates, data) {
            const list = toList(dtype, data);
            expect(list).toHaveLength(elementCount(chunks));
            store.set(coordinates.join(), takeData(dtype, data, [...list.keys()]));
          },
        });
        expect(read).toEqual(partial);
        expect(toList(dtype, data)).toEqual(given);
        const result = await readChunked({
          dtype,
          shape,
          chunks,
          fill,
          readChunk: async (coordinates) => store.get(coordinates.join()),
        });
        expect(toList(dtype, result.data)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});

describe("readChunked", () => {
  const dtype: Dtype = "float64";
  const shape = [6, 4];
  const chunks = [2, 3];
  const whole = { dtype, shape, data: Float64Array.from({ length: 24 }, (_, i) => i + 0.5) };
  async function readChunk(coordinates: readonly number[]): Promise<ArrayData> {
    const [row, column] = coordinates.map((c, axis) => c * chunks[axis]!) as [number, number];
    const { data } = selectFrom(whole, [
      { start: row, stop: row + 2 },
      { indices: [0, 1, 2].map((i) => Math.min(column + i, 3)) },
    ]);
    return data;
  }

  test("reads into memory of the caller, which missing chunks overwrite too", async () => {
    const into = new Float64Array(24).fill(7);
    const result = await readChunked({
      dtype,
      shape,
      chunks,
      into,
      readChunk: async (at) => (at[0] === 1 ? undefined : readChunk(at)),
    });
    expect(result.data).toBe(into);
    expect([...into]).toEqual([...whole.data].map((value, i) => (i >= 8 && i < 16 ? 0 : value)));
  });

  test.each([
    { name: "length", into: new Float64Array(23) },
    { name: "type", into: new Float32Array(24) },
  ])("refuses memory of another $name", async ({ into }) => {
    await expect(readChunked({ dtype, shape, chunks, into, readChunk })).rejects.toMatchObject({ tag: "invalid" });
  });

  test.each([{ chunks: [2] }, { chunks: [2, 0] }, { chunks: [2, 1.5] }, { chunks: [2, 3, 1] }])(
    "refuses chunks $chunks",
    async ({ chunks }) => {
      await expect(readChunked({ dtype, shape, chunks, readChunk })).rejects.toMatchObject({ tag: "invalid" });
    },
  );

  test.each([0, -1, Number.NaN])("refuses %d reads at the same time", async (concurrency) => {
    const reading = readChunked({ dtype, shape, chunks, concurrency, readChunk });
    await expect(reading).rejects.toMatchObject({ tag: "invalid" });
  });

  test.each<{ name: string; selection: Selection; read: string[] }>([
    {
      name: "a slice",
      selection: [{ start: 2 ** 49, stop: 2 ** 49 + 3 }],
      read: ["281474976710656", "281474976710657"],
    },
    {
      name: "a step",
      selection: [{ start: 1, step: 2 ** 51 }],
      read: ["0", "1125899906842624", "2251799813685248", "3377699720527872"],
    },
  ])("of more chunks than fit in memory reads only those of $name", async ({ selection, read }) => {
    const seen: string[] = [];
    await readChunked({
      dtype: "int8",
      shape: [2 ** 53 - 1],
      chunks: [2],
      selection,
      async readChunk(coordinates) {
        seen.push(coordinates.join());
        return undefined;
      },
    });
    expect(seen).toEqual(read);
  });

  test("an array too large for memory is an error before any chunk is read", async () => {
    const reading = readChunked({
      dtype,
      shape: [2 ** 26, 2 ** 26],
      chunks: [1, 1],
      readChunk: () => Promise.reject(new Error("read")),
    });
    await expect(reading).rejects.toMatchObject({ tag: "limit" });
  });

  test("a chunk that is too short is malformed", async () => {
    const short = readChunked({ dtype, shape, chunks, readChunk: async () => new Float64Array(5) });
    await expect(short).rejects.toMatchObject({ tag: "malformed", message: expect.stringContaining("[0, 0]") });
  });

  test.each([1, 3, 100])("reads at most %i chunks at the same time", async (concurrency) => {
    let running = 0;
    let most = 0;
    await readChunked({
      dtype,
      shape,
      chunks,
      concurrency,
      async readChunk(coordinates) {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running--;
        return readChunk(coordinates);
      },
    });
    expect(most).toBe(Math.min(concurrency, 6));
  });

  test("the first error is thrown when nothing runs any more, and no other chunk is started", async () => {
    let running = 0;
    let started = 0;
    const failing = readChunked({
      dtype,
      shape,
      chunks,
      concurrency: 2,
      async readChunk(coordinates) {
        running++;
        if (++started === 1) {
          running--;
          throw new Error("first");
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
        return readChunk(coordinates);
      },
    });
    await expect(failing).rejects.toThrow("first");
    expect({ running, started }).toEqual({ running: 0, started: 2 });
  });

  test("an abort rejects with its reason, before and in the middle", async () => {
    const reason = new Error("enough");
    const before = readChunked({ dtype, shape, chunks, readChunk, signal: AbortSignal.abort(reason) });
    await expect(before).rejects.toBe(reason);
    const controller = new AbortController();
    let started = 0;
    const middle = readChunked({
      dtype,
      shape,
      chunks,
      concurrency: 1,
      signal: controller.signal,
      async readChunk(coordinates) {
        if (++started === 2) controller.abort(reason);
        return readChunk(coordinates);
      },
    });
    await expect(middle).rejects.toBe(reason);
    expect(started).toBe(2);
  });
});

describe("writeChunked", () => {
  test("refuses data of another length", async () => {
    const writing = writeChunked({
      dtype: "int8",
      shape: [4],
      chunks: [2],
      data: new Int8Array(3),
      readChunk: async () => undefined,
      writeChunk: async () => {},
    });
    await expect(writing).rejects.toMatchObject({ tag: "invalid", message: expect.stringContaining("3 elements") });
  });

  test("a chunk that lies in the data as a run is passed on without a copy", async () => {
    const data = Float32Array.from({ length: 8 }, (_, i) => i);
    const seen: NumberArray[] = [];
    await writeChunked({
      dtype: "float32",
      shape: [4, 2],
      chunks: [2, 2],
      data,
      readChunk: () => Promise.reject(new Error("no chunk is to be read")),
      writeChunk: async (_, chunk) => void seen.push(chunk as NumberArray),
    });
    expect(seen.map((chunk) => [...chunk])).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
    expect(seen.every((chunk) => chunk.buffer === data.buffer)).toBe(true);
  });

  test("what lies beyond the edge of the array is the fill value", async () => {
    let edge: ArrayData = [];
    await writeChunked({
      dtype: "int16",
      shape: [3],
      chunks: [4],
      data: Int16Array.of(1, 2, 3),
      fill: Int16Array.of(-1),
      readChunk: async () => undefined,
      writeChunk: async (_, chunk) => {
        edge = chunk;
      },
    });
    expect(dataEquals("int16", edge, Int16Array.of(1, 2, 3, -1))).toBe(true);
    copyElements("int16", edge, 0, edge, 3, 1);
    expect(edge).toEqual(Int16Array.of(1, 2, 3, 1));
  });
});
