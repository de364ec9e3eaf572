import { describe, expect, test } from "vitest";
import { decodeNarrow } from "../src/datatypes/decode-narrow.ts";

const column = (bytes: readonly number[], stride: number, count: number) => ({
  bytes: Uint8Array.from(bytes),
  start: 0,
  stride,
  count,
});

describe("integers that use some of their bits are their values alone", () => {
  test.each([
    ["4 bits, whatever is above", "uint8", 1, false, 4, 0, [0xf5, 0x0a], Uint8Array.of(5, 10)],
    ["4 bits with a sign", "int8", 1, false, 4, 0, [0x0f, 0x17], Int8Array.of(-1, 7)],
    ["10 bits from bit 2 on", "uint16", 2, false, 10, 2, [0xff, 0x0f, 0x04, 0xf0], Uint16Array.of(1023, 1)],
    ["12 bits, the high byte first", "int16", 2, true, 12, 0, [0xf8, 0x00, 0x07, 0xff], Int16Array.of(-2048, 2047)],
    ["40 bits", "int64", 8, false, 40, 0, [255, 255, 255, 255, 255, 1, 0, 0], BigInt64Array.of(-1n)],
  ] as const)("%s", (_, name, size, big, bits, offset, bytes, expected) => {
    const found = decodeNarrow({ name, size, big, bits, offset }, column(bytes, size, bytes.length / size));
    expect(found).toEqual(expected);
  });
});
