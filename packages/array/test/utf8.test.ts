import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareUtf8, decodeUtf8, encodeUtf8 } from "../src/index.ts";

describe("UTF-8", () => {
  test.each<{ name: string; bytes: number[]; text: string }>([
    { name: "nothing", bytes: [], text: "" },
    { name: "ASCII", bytes: [0x61, 0x00, 0x7f], text: "a\0\x7f" },
    { name: "a byte order mark is kept", bytes: [0xef, 0xbb, 0xbf, 0x61], text: "\ufeffa" },
    { name: "four bytes", bytes: [0xf0, 0x9f, 0x98, 0x80], text: "\u{1f600}" },
    { name: "the last character", bytes: [0xf4, 0x8f, 0xbf, 0xbf], text: "\u{10ffff}" },
    { name: "one past the last", bytes: [0xf4, 0x90, 0x80, 0x80], text: "\udcf4\udc90\udc80\udc80" },
    { name: "Latin-1", bytes: [0x63, 0xe9], text: "c\udce9" },
    { name: "a cut sequence", bytes: [0xe2, 0x82, 0x61], text: "\udce2\udc82a" },
    { name: "an overlong slash", bytes: [0xc0, 0xaf], text: "\udcc0\udcaf" },
    { name: "an overlong three", bytes: [0xe0, 0x80, 0xaf], text: "\udce0\udc80\udcaf" },
    { name: "a surrogate", bytes: [0xed, 0xa0, 0x80], text: "\udced\udca0\udc80" },
    { name: "an escape after a pair", bytes: [0xf0, 0x9f, 0x98, 0x80, 0x80], text: "\u{1f600}\udc80" },
  ])("$name", ({ bytes, text }) => {
    expect(decodeUtf8(Uint8Array.from(bytes))).toBe(text);
    expect([...encodeUtf8(text)]).toEqual(bytes);
  });

  test("all bytes come back", () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .array(fc.constantFrom(0x61, 0x80, 0xa0, 0xbf, 0xc3, 0xe0, 0xe2, 0xed, 0xf0, 0xf4, 0x9f, 0x90), {
          maxLength: 12,
        })
        .map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect([...encodeUtf8(decodeUtf8(bytes))]).toEqual([...bytes]);
      }),
      { numRuns: 2000 },
    );
  });

  test("all text comes back", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }).filter((text) => !/\p{Surrogate}/u.test(text)),
        (text) => {
          expect(decodeUtf8(encodeUtf8(text))).toBe(text);
        },
      ),
    );
  });

  test.each(["\ud800", "a\udbffb", "\udc7f", "\udd00"])("%j stands for no bytes", (text) => {
    expect(() => encodeUtf8(text)).toThrow(
      expect.objectContaining({ tag: "invalid", message: expect.stringMatching(/U\+D/) }),
    );
  });
});

describe("compareUtf8", () => {
  test("orders by bytes, those that are no UTF-8 included", () => {
    const unit = fc.constantFrom(
      "a",
      "é",
      "\ud7ff",
      "\ue000",
      "\uffff",
      "\u{10000}",
      "\u{10080}",
      "\u{1f600}",
      "\udc80",
      "\udcff",
    );
    const text = fc.array(unit, { maxLength: 5 }).map((units) => units.join(""));
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(encodeUtf8(a), encodeUtf8(b)));
      }),
      { numRuns: 2000 },
    );
  });

  test("does not throw for what is no text", () => {
    expect(compareUtf8("\ud800", "\udbff")).toBeLessThan(0);
    expect(compareUtf8("\ud800", "\ud800\udc00")).toBeLessThan(0);
  });
});
