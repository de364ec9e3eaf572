import { encodeUtf8 } from "@hdmf-ts/array";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import "./all-parts.ts";
import { createGlobalHeaps } from "../src/heaps/global-heaps.ts";
import { globalHeapWriter } from "../src/heaps/write-global-heap.ts";
import { newFileSizes } from "../src/io/byte-writer.ts";
import { Cursor } from "../src/io/cursor.ts";
import { memorySpace } from "./made-heap.ts";
import { hdf5Files, openRaw } from "./raw-files.ts";
import { addressesOf, wholeFile } from "./reader-heaps.ts";

/** The collections of a file whose objects are there in their order, none of them freed. */
function collectionsOf(
  path: string,
): { place: string; sizes: typeof newFileSizes; whole: Uint8Array; objects: Uint8Array[] }[] {
  const { bytes } = openRaw(path)?.file ?? {};
  if (bytes === undefined) return [];
  const file = bytes.at(0, bytes.end, path);
  return addressesOf(file, "GCOL").flatMap((address) => {
    const cursor = new Cursor(file, path, address + 8);
    const end = address + cursor.uint(bytes.sizeOfLengths);
    cursor.at = address + 16;
    const objects: Uint8Array[] = [];
    while (cursor.at + 16 <= end) {
      const index = cursor.uint(2);
      if (index === 0) break;
      if (index !== objects.length + 1) return [];
      cursor.skip(6);
      const length = cursor.uint(bytes.sizeOfLengths);
      cursor.skip(8 - bytes.sizeOfLengths);
      objects.push(cursor.take(length));
      cursor.skip((8 - (length % 8)) % 8);
    }
    const whole = file.slice(address, end);
    // libhdf5 lengthens collections at the end of a file; these are of the length that they were made with.
    const asMade = whole.length === 4096 || objects.length === 1;
    return asMade ? [{ place: `${path} at ${address}`, sizes: bytes, whole, objects }] : [];
  });
}

describe.each([
  ["conformance/fixtures", 12],
  ["../shared/fixtures", 200],
])("the collections of %s", (folder, least) => {
  const found = hdf5Files(folder).flatMap(collectionsOf);

  test.skipIf(found.length === 0)("are the same bytes when they are made of the same objects", () => {
    for (const { place, sizes, whole, objects } of found) {
      const space = memorySpace();
      const heap = globalHeapWriter(space, sizes);
      for (const object of objects) heap.put(object);
      heap.finish();
      expect(space.puts.length, place).toBe(1);
      expect(Buffer.compare(space.puts[0]![1], whole), place).toBe(0);
    }
    expect(found.length).toBeGreaterThan(least);
  });
});

/** What stands in the heap for texts, by their IDs. */
function textsBack(texts: readonly string[], sizes = newFileSizes): Uint8Array[] {
  const { sizeOfOffsets: offsets, sizeOfLengths: lengths } = sizes;
  const space = memorySpace();
  const heap = globalHeapWriter(space, sizes);
  const stride = 11 + offsets;
  const target = new Uint8Array(3 + stride * texts.length).fill(255);
  heap.putTexts(texts, target, 3, stride);
  heap.finish();
  const file = wholeFile(space.bytes(), { offsets, lengths });
  const heaps = createGlobalHeaps();
  return texts.map((_, row) => {
    const cursor = new Cursor(target, "An ID", 3 + row * stride);
    const [length, address, index] = [cursor.uint(4), cursor.uint(offsets), cursor.uint(4)];
    if (length === 0) {
      expect([address, index]).toEqual([0, 0]);
      return new Uint8Array();
    }
    const object = heaps.object(file, address, index);
    expect(object.length).toBe(length);
    return object;
  });
}

describe.each(["the encoder of Node", "the encoder of browsers"])("texts by %s", (encoder) => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("are in the heap as UTF-8", () => {
    if (encoder !== "the encoder of Node") vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    const unit = fc.constantFrom("a", "b", "é", "日", "😀", "\udc80", "\udcff");
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.string({ unit, maxLength: 40 }),
      fc.constant("x".repeat(5000)),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 120, size: "max" }), fc.constantFrom(2, 4, 8), (texts, width) => {
        const found = textsBack(texts, { sizeOfOffsets: 8, sizeOfLengths: width });
        const wrong = texts.findIndex((one, row) => Buffer.compare(encodeUtf8(one), found[row]!) !== 0);
        expect(texts[wrong]).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  test("that are no text leave nothing behind", () => {
    if (encoder !== "the encoder of Node") vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    const space = memorySpace();
    const heap = globalHeapWriter(space, newFileSizes);
    heap.put(Uint8Array.of(1));
    expect(() => heap.putTexts(["a\ud800b"], new Uint8Array(16), 0, 16)).toThrow(
      expect.objectContaining({ tag: "invalid" }),
    );
    heap.finish();
    expect(
      space
        .bytes()
        .subarray(96 + 16 + 24 + 16)
        .every((byte) => byte === 0),
    ).toBe(true);
  });
});

test("texts that are equal do not share an object", () => {
  const target = new Uint8Array(32);
  const space = memorySpace();
  globalHeapWriter(space, newFileSizes).putTexts(["a", "a"], target, 0, 16);
  expect(target.subarray(0, 12)).toEqual(target.subarray(16, 28));
  expect([target[12], target[28]]).toEqual([1, 2]);
});

test("collections are handed over when they are full, and grow with the heap up to 1 MiB", () => {
  const space = memorySpace();
  const heap = globalHeapWriter(space, newFileSizes);
  const object = new Uint8Array(24);
  let stored = 0;
  for (let index = 0; index < 800_000; index++, stored += 40) {
    heap.put(object);
    if (index === 102) expect(space.puts.length).toBe(1);
  }
  const before = space.puts.length;
  heap.finish();
  expect(space.puts.length).toBe(before + 1);
  const lengths = space.puts.map(([, bytes]) => bytes.length);
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  expect([lengths[0], lengths.at(-1)]).toEqual([4096, 2 ** 20]);
  const written = lengths.reduce((sum, length) => sum + length, 0);
  expect(written / stored).toBeLessThan(1.05);
});

test("an object larger than a collection has its own, and the one before goes on", () => {
  const space = memorySpace();
  const heap = globalHeapWriter(space, newFileSizes);
  const first = heap.put(Uint8Array.of(1));
  const large = heap.put(new Uint8Array(5001).fill(7));
  const second = heap.put(Uint8Array.of(2));
  expect([second.address, second.index]).toEqual([first.address, 2]);
  expect(large.index).toBe(1);
  heap.finish();
  expect(space.puts.map(([, bytes]) => bytes.length)).toEqual([16 + 16 + 5008, 4096]);
  const file = wholeFile(space.bytes());
  expect(createGlobalHeaps().object(file, large.address, 1)).toEqual(new Uint8Array(5001).fill(7));
});

test("65,535 objects are in a collection", () => {
  const space = memorySpace();
  const heap = globalHeapWriter(space, newFileSizes);
  for (let index = 0; index < 20; index++) heap.put(new Uint8Array(2 ** 20));
  const places = Array.from({ length: 70_000 }, () => heap.put(new Uint8Array()));
  expect(Math.max(...places.map(({ index }) => index))).toBe(65_535);
  expect(new Set(places.map(({ address, index }) => `${address} ${index}`)).size).toBe(70_000);
});

test("objects longer than the lengths of the file are refused", () => {
  const heap = globalHeapWriter(memorySpace(), { sizeOfOffsets: 8, sizeOfLengths: 2 });
  heap.put(new Uint8Array(65_480));
  expect(() => heap.put(new Uint8Array(65_530))).toThrow(expect.objectContaining({ tag: "limit" }));
});
