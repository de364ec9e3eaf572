import { expect, test } from "vitest";
import { decodeChunk, decodeVlenBytes, decodeVlenText, encodeVlenBytes, encodeVlenText } from "../src/index.ts";
import { fromBase64 } from "./samples.ts";
import { vectorCases, vlenCases } from "./vector-cases.ts";

test.each(vectorCases)("decodes $title", async ({ filters, mask, encoded, decoded }) => {
  const options = { filterMask: mask, size: decoded.length };
  expect(Buffer.compare(await decodeChunk(filters, encoded, options), decoded)).toBe(0);
});

test.each(vectorCases)("decodes without knowing the length: $title", async ({ filters, mask, encoded, decoded }) => {
  expect(Buffer.compare(await decodeChunk(filters, encoded, { filterMask: mask }), decoded)).toBe(0);
});

test.each(vlenCases)("reads and writes $kind as numcodecs does", ({ kind, texts, items, bytes }) => {
  const encoded = fromBase64(bytes);
  if (kind === "vlen-utf8") {
    expect(decodeVlenText(encoded, texts!.length)).toEqual(texts);
    expect(encodeVlenText(texts!)).toEqual(encoded);
  } else {
    expect(decodeVlenBytes(encoded).map((item) => [...item])).toEqual(items!.map((item) => [...fromBase64(item)]));
    expect(encodeVlenBytes(items!.map(fromBase64))).toEqual(encoded);
  }
});
