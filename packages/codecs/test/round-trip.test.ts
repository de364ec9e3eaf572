import fc from "fast-check";
import { expect, test } from "vitest";
import {
  decodeChunk,
  decodeVlenBytes,
  decodeVlenText,
  encodeChunk,
  encodeVlenBytes,
  encodeVlenText,
} from "../src/index.ts";
import { encodeFilters } from "./encode-cases.ts";
import { noise, samples, stairs } from "./samples.ts";

/** Bytes of all kinds: random, repetitive, and none. */
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 0, max: 200 }))
    .map(([part, times]) => Uint8Array.from({ length: part.length * times }, (_, i) => part[i % part.length]!)),
);

test.each(encodeFilters)("$name $options $configuration: what is encoded is decoded", async (filter) => {
  const large = [...samples.values(), stairs(200_000, 4), noise(300_000), new Uint8Array(1_000_000)];
  for (const bytes of large) await expectRoundTrip([filter], bytes);
  await fc.assert(
    fc.asyncProperty(anyBytes, (bytes) => expectRoundTrip([filter], bytes)),
    { numRuns: 40 },
  );
});

test("any pipeline of filters is undone", async () => {
  const filters = fc.array(fc.constantFrom(...encodeFilters), { maxLength: 4 });
  await fc.assert(fc.asyncProperty(filters, anyBytes, expectRoundTrip), { numRuns: 150 });
});

test("a filter that the mask names is left out", async () => {
  const filters = [{ name: "shuffle", options: [4] }, { name: "deflate" }, { name: "fletcher32" }];
  const bytes = stairs(100, 4);
  const stored = await encodeChunk([filters[0]!, filters[2]!], bytes);
  expect(await decodeChunk(filters, stored, { filterMask: 0b010, size: bytes.length })).toEqual(bytes);
});

test("an unknown filter is left out where the mask names it", async () => {
  const filters = [{ name: "szip", id: 4 }];
  expect(await decodeChunk(filters, stairs(9, 1), { filterMask: 1 })).toEqual(stairs(9, 1));
});

test("neither direction changes its input", async () => {
  const bytes = stairs(1000, 4);
  const before = bytes.slice();
  for (const filter of encodeFilters) {
    const stored = await encodeChunk([filter], bytes);
    const storedBefore = stored.slice();
    await decodeChunk([filter], stored, { size: bytes.length });
    expect(bytes).toEqual(before);
    expect(stored).toEqual(storedBefore);
  }
});

test("bytes that begin inside a larger buffer are decoded", async () => {
  const bytes = stairs(1000, 4);
  for (const filter of encodeFilters) {
    const stored = await encodeChunk([filter], bytes);
    const apart = new Uint8Array(stored.length + 9);
    apart.set(stored, 5);
    expect(await decodeChunk([filter], apart.subarray(5, 5 + stored.length), { size: bytes.length })).toEqual(bytes);
  }
});

test("text of any kind comes back, also bytes that are no UTF-8", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(
        fc.oneof(
          fc.string(),
          fc.integer({ min: 0xdc80, max: 0xdcff }).map((code) => String.fromCharCode(code)),
        ),
      )
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      const stored = encodeVlenText(texts);
      expect(encodeVlenText(decodeVlenText(stored, texts.length))).toEqual(stored);
    }),
  );
});

test("bytes of any kind come back through text", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 30 })), (items) => {
      const stored = encodeVlenBytes(items);
      expect(decodeVlenBytes(stored)).toEqual(items);
      expect(encodeVlenText(decodeVlenText(stored))).toEqual(stored);
    }),
    { numRuns: 500 },
  );
});

test("bytes that are no UTF-8 become surrogates one by one", () => {
  const cases: [number[], string][] = [
    [[0x61, 0xff, 0x62], "a\udcffb"],
    [[0xc3], "\udcc3"],
    [[0xed, 0xa0, 0x80], "\udced\udca0\udc80"],
    [[0xf0, 0x9f, 0x98, 0x80, 0x80], "😀\udc80"],
    [[0xef, 0xbb, 0xbf], "\ufeff"],
    [[0xc0, 0x80], "\udcc0\udc80"],
  ];
  for (const [bytes, text] of cases) {
    const stored = encodeVlenBytes([Uint8Array.from(bytes)]);
    expect(decodeVlenText(stored)).toEqual([text]);
    expect(encodeVlenText([text])).toEqual(stored);
  }
});

async function expectRoundTrip(filters: Parameters<typeof encodeChunk>[0], bytes: Uint8Array): Promise<void> {
  const stored = await encodeChunk(filters, bytes);
  expect(Buffer.compare(await decodeChunk(filters, stored, { size: bytes.length }), bytes)).toBe(0);
  expect(Buffer.compare(await decodeChunk(filters, stored), bytes)).toBe(0);
}

test.each([2, 4, 8])(
  "shuffled elements of %i bytes are brought together, wherever they lie and however many",
  async (size) => {
    for (let count = 0; count < 40; count++) {
      for (let shift = 0; shift < 4; shift++) {
        const rest = count % size;
        const bytes = noise(count * size + rest + shift).subarray(shift);
        const expected = bytes.slice();
        for (let i = 0; count > 1 && i < count * size; i++)
          expected[i] = bytes[(i % size) * count + Math.floor(i / size)]!;
        expect(await decodeChunk([{ name: "shuffle", options: [size] }], bytes)).toEqual(expected);
      }
    }
  },
);
