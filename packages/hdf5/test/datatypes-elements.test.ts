import { decodeUtf8, type Ragged, type References } from "@hdmf-ts/array";
import { assert as check, constantFrom, array as listOf, oneof, property, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import "./all-parts.ts";
import type { DecodeContext } from "../src/datatypes/decode-context.ts";
import { decodeElements } from "../src/datatypes/decode-elements.ts";
import { numberType, type StoredType } from "../src/datatypes/stored-type.ts";
import { textBatch } from "../src/datatypes/text-batch.ts";
import { createTextCache } from "../src/datatypes/text-cache.ts";
import type { GlobalHeap } from "../src/heaps/global-heap.ts";

const text: StoredType = { kind: "text", size: 16, dtype: "utf8", text: { length: "variable", padding: "nullterm" } };
const references: StoredType = { kind: "reference", size: 8, dtype: "reference" };
const lists = (base: StoredType): StoredType => ({ kind: "vlen", size: 16, dtype: { vlen: base.dtype }, base });
const int32 = numberType("int32", 4, false);

/** Elements that lead into the global heap: length, address, index. */
function heapIds(ids: readonly (readonly [number, number, number])[], sizeOfOffsets = 8): Uint8Array {
  const bytes = new Uint8Array(ids.length * (8 + sizeOfOffsets));
  const view = new DataView(bytes.buffer);
  for (const [row, [length, address, index]] of ids.entries()) {
    const at = row * (8 + sizeOfOffsets);
    view.setUint32(at, length, true);
    view.setUint32(at + 4, address % 2 ** 32, true);
    if (sizeOfOffsets === 8) view.setUint32(at + 8, Math.floor(address / 2 ** 32), true);
    view.setUint32(at + 4 + sizeOfOffsets, index, true);
  }
  return bytes;
}

/** A collection of the objects with that address. */
function heapOf(objects: Readonly<Record<string, Uint8Array>>, address: number): GlobalHeap {
  const own = Object.entries(objects).filter(([place]) => place.startsWith(`${address} `));
  const bytes: number[] = [0];
  const places = new Uint32Array(20);
  for (const [place, object] of own) {
    places.set([bytes.length, object.length], 2 * Number(place.split(" ")[1]));
    for (const byte of object) bytes.push(byte);
  }
  return { bytes: Uint8Array.from(bytes), places };
}

function contextOver(
  objects: Readonly<Record<string, Uint8Array>>,
  calls: string[] = [],
  sizeOfOffsets = 8,
): DecodeContext {
  return {
    sizeOfOffsets,
    texts: createTextCache(),
    heap(address) {
      calls.push(`read ${address}`);
      return heapOf(objects, address);
    },
    heapObject: (address, index) => objects[`${address} ${index}`] ?? new Uint8Array(),
    wantHeaps: (addresses) => calls.push(`want ${[...addresses].join()}`),
    shapeOf: () => null,
  };
}

const bytesOf = (string: string) => new TextEncoder().encode(string);

test.each([
  ["nullterm", ["a", "ab", "a  ", "   ", ""]],
  ["nullpad", ["a", "ab", "a  ", "   ", ""]],
  ["spacepad", ["a\0\0", "ab\0", "a", "", ""]],
] as const)(
  "texts of fixed length that are %s end where that says; one of NULs alone was never written",
  (padding, texts) => {
    const type: StoredType = { kind: "text", size: 3, dtype: "ascii", text: { length: 3, padding } };
    expect(decodeElements(type, bytesOf("a\0\0ab\0a     \0\0\0"), 5, contextOver({}))).toEqual(texts);
  },
);

describe("elements in the global heap", () => {
  test("are asked for together, each collection once, before the first is read", () => {
    const calls: string[] = [];
    const context = contextOver({ "8 1": bytesOf("a"), "2199023255552 2": bytesOf("bc") }, calls);
    const ids = heapIds([
      [1, 8, 1],
      [2, 2 ** 41, 2],
      [1, 8, 1],
      [0, 99, 1],
      [7, 0, 0],
    ]);
    expect(decodeElements(text, ids, 5, context)).toEqual(["a", "bc", "a", "", ""]);
    expect(calls).toEqual(["want 8,2199023255552", "read 8", "read 2199023255552", "read 8"]);
  });

  test("are found by addresses of 4 bytes", () => {
    const context = contextOver({ "8 1": Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0, 9) }, [], 4);
    const type = { ...lists(int32), size: 12 };
    const { values, offsets } = decodeElements(
      type,
      heapIds(
        [
          [0, 8, 1],
          [2, 8, 1],
        ],
        4,
      ),
      2,
      context,
    ) as Ragged;
    expect([values, [...offsets]]).toEqual([Int32Array.of(1, 2), [0, 0, 2]]);
  });

  test("that say of themselves that they are longer are damaged", () => {
    const context = contextOver({ "8 1": new Uint8Array(7) });
    for (const [type, length] of [
      [text, 8],
      [lists(int32), 2],
    ] as const) {
      for (const ids of [
        heapIds([[length, 8, 1]]),
        heapIds([
          [0, 0, 0],
          [length, 8, 1],
        ]),
      ]) {
        const count = ids.length / 16;
        expect(() => decodeElements(type, ids, count, context)).toThrow(expect.objectContaining({ tag: "malformed" }));
      }
    }
  });

  test("that name one object again and again do not fill the memory", () => {
    const context = contextOver({ "8 1": new Uint8Array(2 ** 20) });
    const ids = heapIds(new Array(5000).fill([2 ** 20, 8, 1]));
    for (const type of [text, lists(numberType("uint8", 1, false))]) {
      expect(() => decodeElements(type, ids, 5000, context)).toThrow(expect.objectContaining({ tag: "limit" }));
    }
    expect(() => decodeElements(lists(lists(int32)), heapIds([[2 ** 32 - 1, 8, 1]]), 1, context)).toThrow(
      expect.objectContaining({ tag: expect.stringMatching("limit|malformed") }),
    );
  });

  test.each([text, lists(int32), { ...references, kind: "region", dtype: "region" } as StoredType])(
    "of a width that no heap ID has are damaged: $kind",
    (type) => {
      const raw = new Uint8Array(20);
      expect(() => decodeElements({ ...type, size: 20 }, raw, 1, contextOver({}))).toThrow(
        expect.objectContaining({ tag: "malformed" }),
      );
    },
  );
});

test("references are addresses, and -1 where they lead nowhere", () => {
  const raw = new Uint8Array(40);
  raw.set([0x78, 0x56, 0x34, 0x12, 0xff, 0xff, 0x1f], 0);
  raw.set([96], 16);
  raw.fill(255, 24, 32);
  const { ids } = decodeElements(references, raw, 5, contextOver({})) as References;
  expect(ids).toEqual(Float64Array.of(0x1f_ffff_1234_5678, -1, 96, -1, -1));
  raw[7] = 1;
  expect(() => decodeElements(references, raw, 5, contextOver({}))).toThrow(
    expect.objectContaining({ tag: "malformed" }),
  );
});

test("too few bytes are damaged, and no elements need none", () => {
  expect(() => decodeElements(int32, new Uint8Array(7), 2, contextOver({}))).toThrow(
    expect.objectContaining({ tag: "malformed" }),
  );
  expect(decodeElements(lists(text), new Uint8Array(), 0, contextOver({}))).toEqual({
    values: [],
    offsets: Float64Array.of(0),
  });
});

describe("many texts", () => {
  const pieces = ["", "a", "label", "µ", "日本", "😀", "x".repeat(47), "y".repeat(49), "z".repeat(2000)].map(bytesOf);
  const ended = ["\0", "ab\0c", "abcd\0", "abcdefg\0\0", "µ\0ü", `${"long".repeat(20)}\0rest`].map(bytesOf);
  const damaged = [[0xe6, 0x97], [0xa5], [0xff, 65], [0xf0, 0x9f], [0x98, 0x80, 66]].map((bytes) =>
    Uint8Array.from(bytes),
  );

  test("are each what their bytes are alone", async () => {
    const one = oneof(
      constantFrom(...pieces),
      constantFrom(...damaged),
      constantFrom(...ended),
      uint8Array({ maxLength: 60 }),
    );
    await check(
      property(listOf(one, { maxLength: 300 }), listOf(one, { maxLength: 300 }), (some, others) => {
        // Enough different ones that the cache gives up and blocks are filled.
        const distinct = Array.from({ length: 700 }, (_, index) => bytesOf(`number ${index} ü`));
        const all = [...some, ...distinct, ...others, ...distinct.slice(0, 50), ...some];
        for (const untilNul of [false, true]) {
          const batch = textBatch(all.length, createTextCache(), untilNul);
          for (const bytes of all) batch.add(Uint8Array.of(1, ...bytes, 2), 1, 1 + bytes.length);
          expect(batch.finish()).toEqual(
            all.map((bytes) => decodeUtf8(untilNul && bytes.includes(0) ? bytes.subarray(0, bytes.indexOf(0)) : bytes)),
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  test("that repeat are decoded once", () => {
    const cache = createTextCache();
    const batch = textBatch(20_000, cache, false);
    for (let index = 0; index < 20_000; index++) {
      const bytes = bytesOf(`kind ${index % 100}`);
      batch.add(bytes, 0, bytes.length);
    }
    expect(new Set(batch.finish()).size).toBe(100);
    expect(cache.misses).toBeLessThan(150);
  });
});
