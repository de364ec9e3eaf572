import "./numcodecs.ts";
import { expect, test } from "vitest";
import { decodeChunk, decodeVlenText, encodeChunk, encodeVlenText } from "../src/index.ts";
import { encodeFilters } from "./encode-cases.ts";
import { fromBase64, noise, samples, stairs } from "./samples.ts";
import { vectorCases, vlenCases } from "./vector-cases.ts";

test.each(vectorCases)("decodes in a browser $title", async ({ filters, mask, encoded, decoded }) => {
  const result = await decodeChunk(filters, encoded, { filterMask: mask, size: decoded.length });
  expect(sameBytes(result, decoded)).toBe(true);
  expect(sameBytes(await decodeChunk(filters, encoded, { filterMask: mask }), decoded)).toBe(true);
});

test.each(encodeFilters)("what is encoded in a browser is decoded: $name $options", async (filter) => {
  for (const bytes of [...samples.values(), stairs(50_000, 4), noise(100_000), new Uint8Array(0)]) {
    const stored = await encodeChunk([filter], bytes);
    expect(sameBytes(await decodeChunk([filter], stored, { size: bytes.length }), bytes)).toBe(true);
  }
});

const large = noise(200_000);
const small = stairs(500, 4);
test.each([
  ["little deflate data", "deflate", small],
  ["much deflate data", "deflate", large],
  ["little gzip data", "gzip", small],
  ["much gzip data", "gzip", large],
])("damage of %s is malformed in a browser", async (_, name, bytes) => {
  const filters = [{ name }];
  const stored = await encodeChunk(filters, bytes);
  const changedSum = stored.slice();
  changedSum[stored.length - (name === "gzip" ? 8 : 1)]! ^= 1;
  const malformed = { tag: "malformed" };
  for (const damaged of [
    changedSum,
    stored.subarray(0, stored.length - 1),
    stored.subarray(0, 20),
    new Uint8Array(0),
  ]) {
    await expect(decodeChunk(filters, damaged, { size: bytes.length })).rejects.toMatchObject(malformed);
    await expect(decodeChunk(filters, damaged)).rejects.toMatchObject(malformed);
  }
  for (const size of [0, bytes.length - 1, bytes.length + 1, 2 ** 40])
    await expect(decodeChunk(filters, stored, { size })).rejects.toMatchObject(malformed);
});

test.each(["deflate", "gzip"])("a bomb of %s is stopped in a browser", async (name) => {
  const bomb = await encodeChunk([{ name }], new Uint8Array(100_000_000));
  await expect(decodeChunk([{ name }], bomb, { maxBytes: 1_000_000 })).rejects.toMatchObject({ tag: "limit" });
  await expect(decodeChunk([{ name }], bomb, { size: 4000 })).rejects.toMatchObject({ tag: "malformed" });
});

test.each(vlenCases.filter(({ kind }) => kind === "vlen-utf8"))("reads and writes text as numcodecs does", (vector) => {
  const encoded = fromBase64(vector.bytes);
  expect(decodeVlenText(encoded)).toEqual(vector.texts);
  expect(encodeVlenText(vector.texts!)).toEqual(encoded);
});

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
