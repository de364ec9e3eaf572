import { inflateSync } from "node:zlib";
import { type ArrayData, type Filter, normalizeSelection, type Selection } from "@hdmf-ts/array";
import { describe, expect, test } from "vitest";
import { chooseChunks } from "../src/datasets/choose-chunks.ts";
import type { DatasetDraft, ElementCoding, WrittenLayout } from "../src/datasets/write-parts.ts";
import { compoundType } from "../src/datatypes/stored-type.ts";
import { memoryOut, numberCoding, plannedWriter, typeOf } from "./writer-memory.ts";

const int32 = typeOf("int32");
const draft = (more: Partial<DatasetDraft> = {}): DatasetDraft => ({ path: "/a", type: int32, shape: [4, 6], ...more });
const numbers = (count: number, first = 1): Int32Array => Int32Array.from({ length: count }, (_, i) => first + i);
const tag = (name: string, words = "/a") =>
  expect.objectContaining({ tag: name, message: expect.stringContaining(words) });

function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Reads a dataset of int32 element by element, with nothing of ours but the layout; `undefined` bytes are the fill value. */
function readNaively(
  layout: WrittenLayout,
  file: Uint8Array,
  shape: readonly number[],
  { fill, isFiltered = false }: { readonly fill: number; readonly isFiltered?: boolean },
): number[] {
  const int = (bytes: Uint8Array, at: number): number =>
    new DataView(bytes.buffer, bytes.byteOffset).getInt32(4 * at, true);
  const count = shape.reduce((product, length) => product * length, 1);
  if (layout.kind === "compact") return Array.from({ length: count }, (_, at) => int(layout.bytes, at));
  if (layout.kind === "contiguous") {
    const { address } = layout;
    if (address === undefined) return new Array<number>(count).fill(fill);
    return Array.from({ length: count }, (_, at) => int(file.subarray(address, address + layout.size), at));
  }
  const result = new Array<number>(count).fill(fill);
  for (const { coordinates, address, length } of layout.stored) {
    let raw: Uint8Array = file.slice(address, address + length);
    if (isFiltered) raw = unshuffled(inflateSync(raw));
    for (let at = 0; at < raw.length / 4; at++) {
      let rest = at;
      const place = [...layout.chunks.keys()].reverse().map((axis) => {
        const within = rest % layout.chunks[axis]!;
        rest = Math.floor(rest / layout.chunks[axis]!);
        return coordinates[axis]! * layout.chunks[axis]! + within;
      });
      place.reverse();
      if (place.some((index, axis) => index >= shape[axis]!)) expect(int(raw, at)).toBe(fill);
      else result[place.reduce((sum, index, axis) => sum * shape[axis]! + index, 0)] = int(raw, at);
    }
  }
  return result;
}

const unshuffled = (bytes: Uint8Array): Uint8Array =>
  bytes.map((_, at) => bytes[(at % 4) * (bytes.length / 4) + Math.floor(at / 4)]!);

const deflated: readonly Filter[] = [{ name: "shuffle" }, { name: "deflate", options: [4] }];

const layouts: readonly { readonly title: string; readonly more: Partial<DatasetDraft>; readonly late?: boolean }[] = [
  { title: "compact", more: { layout: "compact" } },
  { title: "contiguous", more: {} },
  { title: "contiguous, known late", more: {}, late: true },
  { title: "contiguous with a fill value", more: { fill: Int32Array.of(-7) } },
  { title: "compact with a fill value", more: { layout: "compact", fill: Int32Array.of(-7) } },
  { title: "chunked", more: { chunks: [2, 4] } },
  { title: "chunked with a fill value", more: { chunks: [3, 4], fill: Int32Array.of(-7) } },
  { title: "chunked and filtered", more: { chunks: [3, 4], filters: deflated, fill: Int32Array.of(5) } },
  { title: "chunked, growing", more: { chunks: [3, 4], maxShape: [null, 9], fill: Int32Array.of(-7) } },
  {
    title: "chunked, filtered, growing, known late",
    more: { chunks: [2, 2], maxShape: [null, null], filters: deflated },
    late: true,
  },
];

describe.each(layouts)("$title", ({ more, late = false }) => {
  const fill = (more.fill as Int32Array | undefined)?.[0] ?? 0;
  const empty = { fill, isFiltered: more.filters !== undefined };

  test.each([1, 2, 3, 4])("holds what a naive copy holds, after writes of all kinds (%i)", async (seed) => {
    const roll = dice(seed);
    const out = memoryOut();
    const writer = plannedWriter(draft(more), numberCoding("int32", false, late), out);
    let shape = [4, 6];
    const model = new Map<string, number>();
    const calls: Promise<void>[] = [];
    for (let step = 0; step < 30; step++) {
      const kind = roll(more.maxShape ? 3 : 2);
      if (kind === 2) {
        const [rows, columns] = [roll(3), shape[1]!];
        const data = numbers(rows * columns, step * 100);
        calls.push(writer.append(0, { dtype: "int32", shape: [rows, columns], data }));
        for (const [at, value] of data.entries())
          model.set(`${shape[0]! + Math.floor(at / columns)},${at % columns}`, value);
        shape = [shape[0]! + rows, columns];
        continue;
      }
      const selection: Selection = shape.map((length) => {
        switch (roll(5)) {
          case 0:
            return null;
          case 1:
            return roll(length);
          case 2:
            return { start: roll(length), stop: roll(length) + 1, step: 1 + roll(3) };
          case 3:
            return { indices: Array.from({ length: roll(4) }, () => roll(length)) };
          default:
            return { mask: Uint8Array.from({ length }, () => roll(2)) };
        }
      });
      const { axes } = normalizeSelection(selection, shape);
      const lists = axes.map((axis) =>
        Array.from({ length: axis.count }, (_, i) => ("start" in axis ? axis.start + i * axis.step : axis.indices[i]!)),
      );
      const data = numbers(lists[0]!.length * lists[1]!.length, step * 100);
      let next = 0;
      for (const row of lists[0]!) for (const column of lists[1]!) model.set(`${row},${column}`, data[next++]!);
      calls.push(writer.write(selection, data));
      if (roll(2) === 0) await Promise.all(calls);
    }
    await Promise.all(calls);
    await writer.finish();
    expect(writer.shape()).toEqual(shape);
    const expected: number[] = [];
    for (let row = 0; row < shape[0]!; row++)
      for (let column = 0; column < shape[1]!; column++) expected.push(model.get(`${row},${column}`) ?? fill);
    const found = readNaively(writer.stored(), await out.bytes(), shape, empty);
    expect(found).toEqual(expected);
  });

  test("of which nothing was written has no storage, but compact", async () => {
    const out = memoryOut();
    const writer = plannedWriter(draft(more), numberCoding("int32", false, late), out);
    await writer.finish();
    const stored = writer.stored();
    expect(out.writes).toEqual([]);
    if (stored.kind === "compact") expect(stored.bytes).toHaveLength(96);
    else if (stored.kind === "contiguous") expect(stored).toEqual({ kind: "contiguous", size: 96 });
    else expect(stored).toMatchObject({ elementSize: 4, stored: [] });
    expect(readNaively(stored, await out.bytes(), [4, 6], empty)).toEqual(new Array(24).fill(fill));
  });

  test("refuses what does not fit, and is as it was before", async () => {
    const out = memoryOut();
    const writer = plannedWriter(draft(more), numberCoding("int32", false, late), out);
    const all = numbers(24);
    await writer.write(undefined, all);
    const block = (start: number[], shape: number[], data: ArrayData) => writer.writeBlock({ start, shape, data });
    const refused: readonly Promise<void>[] = [
      writer.write(undefined, numbers(23)),
      writer.write(undefined, new Float64Array(24)),
      writer.write(undefined, ["a"]),
      writer.write([9], numbers(6)),
      writer.write([null, null, null], numbers(24)),
      block([0], [4], numbers(4)),
      block([0, 0, 0], [1, 1, 1], numbers(1)),
      block([0, 0], [1, 6], numbers(5)),
      block([0, 0], [1, 6], new Int16Array(6)),
      block([0, -1], [1, 1], numbers(1)),
      block([0, 0.5], [1, 1], numbers(1)),
      block([4, 0], [1, 6], numbers(7)),
      ...(more.maxShape?.[1] === null ? [] : [block([0, 6], [4, 4], numbers(16))]),
      writer.append(0, { dtype: "int16", shape: [1, 6], data: new Int16Array(6) }),
      writer.append(0, { dtype: "int32", shape: [1, 5], data: numbers(5) }),
      writer.append(2, { dtype: "int32", shape: [1, 6], data: numbers(6) }),
      writer.append(0, { dtype: "int32", shape: null, data: numbers(0) }),
    ];
    for (const call of refused) await expect(call).rejects.toEqual(tag("invalid"));
    expect(writer.shape()).toEqual([4, 6]);
    await writer.finish();
    expect(readNaively(writer.stored(), await out.bytes(), [4, 6], empty)).toEqual([...all]);
    await expect(writer.write(undefined, all)).rejects.toEqual(tag("closed"));
  });

  test("the memory of the caller may change as soon as a write is done", async () => {
    const out = memoryOut();
    const writer = plannedWriter(draft(more), numberCoding("int32", false, late), out);
    for (const first of [1, 100]) {
      const data = numbers(24, first);
      await writer.write(undefined, data);
      data.fill(0);
    }
    const row = numbers(6, 7);
    await writer.write([2], row);
    row.fill(0);
    await writer.finish();
    const expected = [...numbers(12, 100), ...numbers(6, 7), ...numbers(6, 118)];
    expect(readNaively(writer.stored(), await out.bytes(), [4, 6], empty)).toEqual(expected);
  });

  test("an abort rejects with its reason", async () => {
    const writer = plannedWriter(draft(more), numberCoding("int32", false, late), memoryOut());
    const signal = AbortSignal.abort("enough");
    await expect(writer.write(undefined, numbers(24), signal)).rejects.toBe("enough");
    await expect(writer.finish(signal)).rejects.toBe("enough");
    await writer.finish();
  });
});

describe("contiguous", () => {
  test("numbers go out from the memory of the caller, in one write", async () => {
    const out = memoryOut();
    const writer = plannedWriter(draft({ shape: [1000, 300] }), numberCoding("int32"), out);
    const data = numbers(300_000);
    await writer.write(undefined, data);
    await writer.finish();
    expect(out.writes).toEqual([[48, 1_200_000]]);
    expect(out.views[0]?.buffer).toBe(data.buffer);
    expect(out.reads).toEqual([]);
  });

  test("block after block, a fill value costs nothing, and what is left out at the end is filled", async () => {
    const out = memoryOut();
    const fill = Int32Array.of(-1);
    const writer = plannedWriter(draft({ shape: [10, 6], fill }), numberCoding("int32"), out);
    for (let row = 0; row < 8; row += 2)
      await writer.writeBlock({ start: [row, 0], shape: [2, 6], data: numbers(12, row) });
    expect(out.writes.map(([, length]) => length)).toEqual([48, 48, 48, 48]);
    await writer.finish();
    expect(out.writes.at(-1)).toEqual([48 + 192, 48]);
    expect(readNaively(writer.stored(), await out.bytes(), [10, 6], { fill: -1 }).slice(42)).toEqual([
      ...numbers(12, 6).subarray(6),
      ...new Array(12).fill(-1),
    ]);
  });

  test("a column costs a read and a write for many rows, not one for each", async () => {
    const out = memoryOut();
    const writer = plannedWriter(draft({ shape: [1000, 6] }), numberCoding("int32"), out);
    await writer.write([null, 2], numbers(1000));
    expect(out.writes).toHaveLength(1);
    expect(out.reads).toHaveLength(1);
  });

  test("what has to be encoded is encoded in pieces", async () => {
    const out = memoryOut();
    const counts: number[] = [];
    const coding = numberCoding("int32", true);
    const encode: ElementCoding["encode"] = (data, count) => {
      counts.push(count);
      return coding.encode(data, count);
    };
    const writer = plannedWriter(
      draft({ type: typeOf("int32", true), shape: [3_000_000] }),
      { ...coding, encode },
      out,
    );
    await writer.write(undefined, numbers(3_000_000));
    expect(counts).toEqual([2 ** 20, 2 ** 20, 3_000_000 - 2 ** 21]);
    expect(Buffer.from(await out.bytes()).readInt32BE(48 + 4 * 2_999_999)).toBe(3_000_000);
  });

  test.each([
    ["a scalar", [], 1],
    ["nothing", [0, 3], 0],
  ])("%s has its place only where there are elements", async (_, shape, count) => {
    const writer = plannedWriter(draft({ shape }), numberCoding("int32"), memoryOut());
    await writer.write(undefined, numbers(count));
    await writer.finish();
    expect(writer.stored()).toEqual({ kind: "contiguous", size: 4 * count, ...(count > 0 && { address: 48 }) });
  });

  test("a null space has no elements", async () => {
    const writer = plannedWriter(draft({ shape: null }), numberCoding("int32"), memoryOut());
    await writer.write(undefined, numbers(0));
    await expect(writer.write(undefined, numbers(1))).rejects.toEqual(tag("invalid"));
    await expect(writer.writeBlock({ start: [], shape: [], data: numbers(1) })).rejects.toEqual(tag("invalid"));
    await writer.finish();
    expect(writer.stored()).toEqual({ kind: "contiguous", size: 0 });
  });
});

describe("chunked", () => {
  const sizesOf = (layout: WrittenLayout) => (layout.kind === "chunked" ? layout.stored : []);

  test("the same calls make the same file, whatever is encoded first", async () => {
    const make = async (): Promise<readonly [Uint8Array, WrittenLayout]> => {
      const out = memoryOut();
      const writer = plannedWriter(
        draft({ shape: [64, 4000], chunks: [1, 4000], filters: deflated }),
        numberCoding("int32"),
        out,
      );
      // Rows that take long to encode, and rows that do not, in turn.
      const data = numbers(64 * 4000).map((value, at) => (Math.floor(at / 4000) % 2 ? Math.imul(value, value) : 1));
      await writer.write(undefined, data);
      await writer.finish();
      return [await out.bytes(), writer.stored()];
    };
    const [[first, layout], [second, other]] = [await make(), await make()];
    expect(Buffer.compare(first, second)).toBe(0);
    expect(other).toEqual(layout);
    const addresses = sizesOf(layout).map(({ address }) => address);
    expect(addresses).toEqual([...addresses].sort((a, b) => a - b));
  });

  test("chunks are written when they are complete, and appending in small steps encodes each once", async () => {
    const out = memoryOut();
    const writer = plannedWriter(
      draft({ shape: [0, 6], maxShape: [null, 6], chunks: [10, 6], filters: deflated }),
      numberCoding("int32"),
      out,
    );
    for (let row = 0; row < 95; row++) await writer.append(0, { dtype: "int32", shape: [1, 6], data: numbers(6, row) });
    expect(out.reads).toEqual([]);
    await writer.finish();
    expect(out.writes).toHaveLength(10);
    expect(out.reads).toEqual([]);
    expect(writer.shape()).toEqual([95, 6]);
  });

  test("a chunk of the same size is rewritten in its place, another in new room, and freed room is used again", async () => {
    const out = memoryOut();
    const writer = plannedWriter(
      draft({ shape: [40_000], chunks: [10_000], filters: deflated }),
      numberCoding("int32"),
      out,
    );
    const noise = (seed: number): Int32Array => numbers(10_000).map((value) => Math.imul(value + seed, 0x9e37_79b1));
    const box = (chunk: number) => [{ start: chunk * 10_000, stop: (chunk + 1) * 10_000 }];
    const zeros = new Int32Array(10_000);
    await writer.write(box(0), noise(1));
    await writer.write(box(1), zeros);
    const before = out.end();
    await writer.write(
      box(1),
      zeros.map(() => 0x0101_0101),
    );
    expect(out.end()).toBe(before);
    await writer.write(box(0), zeros);
    const afterFreeing = out.end();
    await writer.write(box(2), zeros);
    await writer.write(box(3), zeros);
    expect(out.end()).toBe(afterFreeing);
    await writer.finish();
    const found = readNaively(writer.stored(), await out.bytes(), [40_000], { fill: 0, isFiltered: true });
    expect(found).toEqual([...zeros, ...zeros.map(() => 0x0101_0101), ...zeros, ...zeros]);
    const rooms = sizesOf(writer.stored()).map(({ address, length }) => [address, address + length] as const);
    rooms.sort(([a], [b]) => a - b);
    for (let at = 1; at < rooms.length; at++) expect(rooms[at]![0]).toBeGreaterThanOrEqual(rooms[at - 1]![1]);
  });

  test("more incomplete chunks than there is memory for are written, and completed when more comes", async () => {
    const out = memoryOut(32 * 2 ** 20);
    const chunks = [4096, 256];
    const row = 256 * 12;
    const writer = plannedWriter(draft({ shape: [4096, row], chunks }), numberCoding("int32"), out);
    for (const half of [0, 1]) {
      const data = numbers(2048 * row, half * 2048 * row);
      await writer.writeBlock({ start: [half * 2048, 0], shape: [2048, row], data });
    }
    expect(out.reads.length).toBeGreaterThan(0);
    await writer.finish();
    const file = await out.bytes();
    const stored = sizesOf(writer.stored());
    expect(stored).toHaveLength(12);
    for (const { coordinates, address } of stored) {
      const found = new Int32Array(file.buffer, address, 4096 * 256);
      const first = 256 * coordinates[1]!;
      expect(found.every((value, at) => value === Math.floor(at / 256) * row + first + (at % 256))).toBe(true);
    }
  });

  test("chunks as stored are taken over, with the filters that they left out", async () => {
    const out = memoryOut();
    const writer = plannedWriter(draft({ chunks: [2, 6], filters: deflated }), numberCoding("int32"), out);
    const stored = [
      { name: "shuffle", options: [4] },
      { name: "deflate", options: [4] },
    ];
    expect(writer.encodedWriter(stored.toReversed(), "little")).toBeUndefined();
    expect(writer.encodedWriter(stored, "big")).toBeUndefined();
    expect(writer.encodedWriter([], "little")).toBeUndefined();
    const put = writer.encodedWriter(stored, "little")!;
    await Promise.all([
      put([1, 0], { bytes: Uint8Array.of(1, 2, 3), filterMask: 0 }),
      put([0, 0], { bytes: new Uint8Array(48), filterMask: 3 }),
    ]);
    await expect(put([2, 0], { bytes: Uint8Array.of(1), filterMask: 0 })).rejects.toEqual(tag("invalid"));
    await expect(put([0], { bytes: Uint8Array.of(1), filterMask: 0 })).rejects.toEqual(tag("invalid"));
    await writer.finish();
    expect(sizesOf(writer.stored())).toEqual([
      { coordinates: [0, 0], address: 56, length: 48, filterMask: 3 },
      { coordinates: [1, 0], address: 48, length: 3, filterMask: 0 },
    ]);
  });

  test("chunks without filters are taken over where they have all their bytes", async () => {
    const writer = plannedWriter(draft({ chunks: [2, 6] }), numberCoding("int32"), memoryOut());
    const put = writer.encodedWriter([], "little")!;
    await put([1, 0], { bytes: new Uint8Array(48), filterMask: 0 });
    await expect(put([0, 0], { bytes: new Uint8Array(47), filterMask: 0 })).rejects.toEqual(tag("invalid"));
  });

  test("many chunks are with the filters at the same time", async () => {
    const out = memoryOut();
    let under = 0;
    let most = 0;
    const slow = {
      ...out,
      async write(address: number, bytes: Uint8Array) {
        most = Math.max(most, ++under);
        await new Promise((resolve) => setTimeout(resolve, 1));
        await out.write(address, bytes);
        under--;
      },
    };
    const writer = plannedWriter(
      draft({ shape: [100, 6], chunks: [1, 6], filters: deflated }),
      numberCoding("int32"),
      slow,
    );
    for (let row = 0; row < 100; row++)
      await writer.writeBlock({ start: [row, 0], shape: [1, 6], data: numbers(6, row) });
    await writer.finish();
    expect(most).toBeGreaterThanOrEqual(4);
    expect(most).toBeLessThanOrEqual(8);
  });

  test("the memory of the caller may change as soon as a write is done", async () => {
    for (const filters of [[], deflated]) {
      const out = memoryOut();
      const writer = plannedWriter(draft({ shape: [100, 6], chunks: [2, 6], filters }), numberCoding("int32"), out);
      const data = numbers(12);
      for (let row = 0; row < 100; row += 2) {
        data.fill(row);
        await writer.writeBlock({ start: [row, 0], shape: [2, 6], data });
      }
      await writer.finish();
      const found = readNaively(writer.stored(), await out.bytes(), [100, 6], {
        fill: 0,
        isFiltered: filters.length > 0,
      });
      expect(found).toEqual(Array.from({ length: 600 }, (_, at) => 2 * Math.floor(at / 12)));
    }
  });

  test("writes of the same chunk, and of freed room, are not under way together", async () => {
    const out = memoryOut();
    const active = new Set<readonly [number, number]>();
    const watching = {
      ...out,
      async write(address: number, bytes: Uint8Array) {
        const range = [address, address + bytes.length] as const;
        for (const [start, stop] of active) expect(start < range[1] && range[0] < stop).toBe(false);
        active.add(range);
        await new Promise((resolve) => setTimeout(resolve, 1));
        await out.write(address, bytes);
        active.delete(range);
      },
    };
    const writer = plannedWriter(
      draft({ shape: [4, 6], chunks: [1, 6], filters: deflated }),
      numberCoding("int32"),
      watching,
    );
    const calls: Promise<void>[] = [];
    for (let step = 0; step < 60; step++) {
      const data = numbers(6).map((value) => (step % 3 ? step : Math.imul(value + step, 0x9e37_79b1)));
      calls.push(writer.writeBlock({ start: [(step * 7) % 4, 0], shape: [1, 6], data }));
    }
    await Promise.all(calls);
    await writer.finish();
    const found = readNaively(writer.stored(), await out.bytes(), [4, 6], { fill: 0, isFiltered: true });
    const last = [56, 59, 58, 57].map((step) => [
      ...numbers(6).map((value) => (step % 3 ? step : Math.imul(value + step, 0x9e37_79b1))),
    ]);
    expect(found).toEqual(last.flat());
  });

  test.each([
    ["a write", 3],
    ["the last write", 11],
  ])("a failure of %s is told, and again at the end", async (_, failAt) => {
    const out = memoryOut();
    let count = 0;
    const failing = {
      ...out,
      async write(address: number, bytes: Uint8Array) {
        if (count++ === failAt) throw new Error("no space");
        await out.write(address, bytes);
      },
    };
    const writer = plannedWriter(
      draft({ shape: [12, 6], chunks: [1, 6], filters: deflated }),
      numberCoding("int32"),
      failing,
    );
    const failed = await writer
      .write(undefined, numbers(72))
      .then(() => writer.finish())
      .catch((error: unknown) => error);
    expect(failed).toMatchObject({ message: "no space" });
    await expect(writer.finish()).rejects.toBe(failed);
  });
});

describe("what HDF5 cannot have is refused, with the path of the dataset", () => {
  const cases: readonly (readonly [string, Partial<DatasetDraft>, string])[] = [
    ["a chunk of 4 GiB", { shape: [2 ** 31], chunks: [2 ** 30] }, "4 GiB"],
    ["compact data of 64 KiB", { shape: [16_384], layout: "compact" }, "compact"],
    ["room to grow without chunks", { maxShape: [null, 6], layout: "contiguous" }, "chunked"],
    ["filters without chunks", { filters: deflated, layout: "compact" }, "chunked"],
    ["chunks of a scalar", { shape: [], layout: "chunked" }, "axes"],
    ["filters of a null space", { shape: null, filters: deflated }, "axes"],
    ["chunks of another rank", { chunks: [4] }, "do not fit"],
    ["chunks of nothing", { chunks: [0, 6] }, "do not fit"],
    ["chunks longer than the array can be", { chunks: [5, 6] }, "axis 0"],
    ["a maximal shape below the shape", { maxShape: [3, 6] }, "maximal"],
    ["a maximal shape of another rank", { maxShape: [null] }, "maximal"],
    ["more axes than 32", { shape: new Array(33).fill(1) }, "33 axes"],
    ["a fill value of another type", { fill: Float32Array.of(1) }, "Int32Array"],
    ["two fill values", { fill: Int32Array.of(1, 2) }, "2 elements"],
    ["digits of scaleoffset left out", { type: typeOf("float32"), filters: [{ name: "scaleoffset" }] }, "digits"],
  ];
  test.each(cases)("%s", (_, more, words) => {
    expect(() => plannedWriter(draft(more), numberCoding("int32"), memoryOut())).toThrow(tag("invalid", words));
    expect(() => plannedWriter(draft(more), numberCoding("int32"), memoryOut())).toThrow(tag("invalid"));
  });

  test("a filter that HDF5 has no number for", () => {
    const make = () => plannedWriter(draft({ filters: [{ name: "crc32c" }] }), numberCoding("int32"), memoryOut());
    expect(make).toThrow(tag("unsupported"));
    expect(make).toThrow(tag("unsupported", "crc32c"));
  });

  test("scaleoffset of what is no number", () => {
    const type = compoundType([{ name: "x", offset: 0, type: int32 }], 4);
    const coding = { encode: () => new Uint8Array(4), decode: () => new Map(), late: false };
    expect(() => plannedWriter(draft({ type, filters: [{ name: "scaleoffset" }] }), coding, memoryOut())).toThrow(
      tag("unsupported", "scaleoffset"),
    );
  });

  test("a filter that does not encode: nothing is written, not even room taken", async () => {
    const out = memoryOut();
    const writer = plannedWriter(
      draft({ chunks: [1, 6], filters: [{ name: "szip", id: 4 }] }),
      numberCoding("int32"),
      out,
    );
    await expect(writer.write(undefined, numbers(24))).rejects.toEqual(tag("unsupported", "/a: the filter szip"));
    await expect(writer.finish()).rejects.toEqual(tag("unsupported"));
    expect([out.end(), out.writes]).toEqual([48, []]);
  });
});

test("places follow the order of the calls over all datasets, however long the filters of some take", async () => {
  const out = memoryOut();
  const noise = numbers(100_000).map((value) => Math.imul(value, 0x9e37_79b1));
  const slow = plannedWriter(
    draft({ path: "/slow", shape: [100_000], chunks: [25_000], filters: deflated }),
    numberCoding("int32"),
    out,
  );
  await slow.write(undefined, noise);
  const quick = plannedWriter(draft({ path: "/quick" }), numberCoding("int32"), out);
  await quick.write(undefined, numbers(24));
  const lists: number[] = [];
  const type = { kind: "vlen", base: int32, size: 16, dtype: { vlen: "int32" } } as const;
  const heap: ElementCoding = {
    late: false,
    decode: () => new Map(),
    encode(_, count) {
      lists.push(out.allocate(4096));
      return new Uint8Array(16 * count).fill(1);
    },
  };
  await slow.write([{ start: 0, stop: 50_000 }], numbers(50_000));
  const inHeap = plannedWriter(draft({ path: "/lists", type, shape: [1] }), heap, out);
  await inHeap.write(undefined, { values: numbers(2), offsets: Uint32Array.of(0, 2) });
  for (const writer of [slow, quick, inHeap]) await writer.finish();
  const [first, second] = [slow.stored(), quick.stored()];
  if (first.kind !== "chunked" || second.kind !== "contiguous") throw new Error("other layouts");
  for (const { address } of first.stored.slice(2)) expect(address).toBeLessThan(second.address!);
  for (const { address } of first.stored) expect(address).toBeLessThan(lists[0]!);
});

test("data of compounds and lists is looked at as a whole", async () => {
  const type = compoundType(
    [
      { name: "x", offset: 0, type: int32 },
      { name: "__proto__", offset: 4, type: typeOf("float64") },
    ],
    12,
  );
  const coding = { encode: () => new Uint8Array(24), decode: () => new Map(), late: false };
  const writer = plannedWriter(draft({ type, shape: [2] }), coding, memoryOut());
  const good = new Map<string, ArrayData>([
    ["x", numbers(2)],
    ["__proto__", new Float64Array(2)],
  ]);
  await writer.write(undefined, good);
  await expect(writer.write(undefined, numbers(2))).rejects.toEqual(tag("invalid", "Map"));
  await expect(writer.write(undefined, new Map([["x", numbers(2)]]))).rejects.toEqual(tag("invalid", "__proto__"));
  await expect(writer.write(undefined, new Map(good).set("x", numbers(3)))).rejects.toEqual(
    tag("invalid", "3 elements"),
  );
});

test.each([
  ["small arrays are one chunk", [4, 6], [4, 6], 4, [4, 6]],
  ["what grows has room", [0, 6], [null, 6], 4, [512, 6]],
  ["… but not beyond its maximum", [0], [10], 8, [10]],
  ["large arrays have larger chunks", [1_000_000, 64], [1_000_000, 64], 2, undefined],
  ["elements larger than a chunk stand alone", [3, 3], [3, 3], 2 ** 24, [1, 1]],
  ["an axis without length", [0, 0], [0, null], 1, undefined],
] as const)("chunks that are chosen: %s", (_, shape, limits, size, expected) => {
  const chunks = chooseChunks(shape, limits, size);
  if (expected !== undefined) expect(chunks).toEqual(expected);
  const bytes = chunks.reduce((product, length) => product * length, size);
  expect(bytes).toBeLessThanOrEqual(Math.max(2 ** 20, size));
  expect(chunks.every((length) => length >= 1)).toBe(true);
});
