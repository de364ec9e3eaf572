import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bytesFromNumbers,
  type FloatName,
  type IntegerName,
  type NumberArray,
  numbersFromBytes,
} from "../src/index.ts";

type Reader = (view: DataView, at: number, little: boolean) => number | bigint;

const types: readonly { name: IntegerName | FloatName; size: number; read: Reader }[] = [
  { name: "int8", size: 1, read: (view, at) => view.getInt8(at) },
  { name: "uint8", size: 1, read: (view, at) => view.getUint8(at) },
  { name: "int16", size: 2, read: (view, at, little) => view.getInt16(at, little) },
  { name: "uint16", size: 2, read: (view, at, little) => view.getUint16(at, little) },
  { name: "int32", size: 4, read: (view, at, little) => view.getInt32(at, little) },
  { name: "uint32", size: 4, read: (view, at, little) => view.getUint32(at, little) },
  { name: "int64", size: 8, read: (view, at, little) => view.getBigInt64(at, little) },
  { name: "uint64", size: 8, read: (view, at, little) => view.getBigUint64(at, little) },
  { name: "float16", size: 2, read: (view, at, little) => float16(view.getUint16(at, little)) },
  { name: "float32", size: 4, read: (view, at, little) => view.getFloat32(at, little) },
  { name: "float64", size: 8, read: (view, at, little) => view.getFloat64(at, little) },
];

/** The value of a float16 by its definition (IEEE 754-2019, 3.4). */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent ? sign * 2 ** (exponent - 15) * (1 + fraction / 1024) : sign * 2 ** -14 * (fraction / 1024);
}

const layouts = fc.record({
  bytes: fc.uint8Array({ minLength: 40, maxLength: 90 }),
  shift: fc.nat(7),
  offset: fc.nat(5),
  gap: fc.nat(4),
  byteOrder: fc.constantFrom("little" as const, "big" as const),
});

describe.each(types)("$name", ({ name, size, read }) => {
  test("is read as DataView reads it, at any offset, stride and alignment", () => {
    fc.assert(
      fc.property(layouts, ({ bytes, shift, offset, gap, byteOrder }) => {
        const memory = new Uint8Array(bytes.length + shift);
        memory.set(bytes, shift);
        const part = memory.subarray(shift);
        const stride = size + gap;
        const count = Math.floor((bytes.length - offset - size) / stride) + 1;
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
        const result = numbersFromBytes(name, part, count, { byteOrder, offset, stride });
        const expected = Array.from({ length: count }, (_, i) =>
          read(view, offset + i * stride, byteOrder === "little"),
        );
        expect([...result]).toEqual(expected);
        expect(result.buffer).not.toBe(memory.buffer);
        expect([...part]).toEqual([...bytes]);
      }),
    );
  });

  test("comes back from its bytes, bit by bit, in both orders", () => {
    fc.assert(
      fc.property(layouts, ({ bytes, byteOrder }) => {
        const count = Math.floor(bytes.length / size);
        const numbers = numbersFromBytes(name, bytes, count, { byteOrder });
        const again = bytesFromNumbers(name, numbers, { byteOrder });
        expect([...again]).toEqual([...bytes.subarray(0, count * size)]);
        expect(again.buffer).not.toBe(numbers.buffer);
      }),
    );
  });

  test("too few bytes are malformed", () => {
    const read = (): NumberArray => numbersFromBytes(name, new Uint8Array(2 * size - 1), 2);
    expect(read).toThrow(expect.objectContaining({ tag: "malformed", message: expect.stringContaining(name) }));
    expect(() => numbersFromBytes(name, new Uint8Array(size), 1, { offset: 1 })).toThrow(/take/);
    expect(numbersFromBytes(name, new Uint8Array(0), 0, { offset: 9 })).toHaveLength(0);
  });
});

describe("float16", () => {
  const patterns = Uint16Array.from({ length: 65_536 }, (_, i) => i);
  const bytes = new Uint8Array(patterns.buffer);
  const singles = numbersFromBytes("float16", bytes, patterns.length) as Float32Array;

  test("all 65,536 patterns have the value of the definition", () => {
    expect(patterns.findIndex((bits, i) => !Object.is(singles[i], float16(bits)))).toBe(-1);
  });

  test("all 65,536 patterns come back, NaN payloads too", () => {
    const again = bytesFromNumbers("float16", singles);
    expect(again.findIndex((byte, i) => byte !== bytes[i])).toBe(-1);
  });

  test("a float32 is rounded to the nearest, ties to even", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        const [bits] = new Uint16Array(bytesFromNumbers("float16", Float32Array.of(value)).buffer);
        const result = float16(bits!);
        const finite = [...singles].filter(Number.isFinite);
        if (Math.abs(value) >= 65_520) expect(result).toBe(Math.sign(value) * Number.POSITIVE_INFINITY);
        else {
          const best = Math.min(...neighbours(bits!).map((other) => Math.abs(float16(other) - value)));
          expect(finite).toContain(result);
          expect(Math.abs(result - value)).toBeLessThanOrEqual(best);
        }
      }),
      { numRuns: 300 },
    );
  });

  function neighbours(bits: number): number[] {
    return [bits - 1, bits + 1].filter((other) => other >= 0 && Number.isFinite(float16(other)));
  }

  test.each([
    { value: 1 + 2 ** -11, bits: 0x3c00 },
    { value: 1 + 3 * 2 ** -11, bits: 0x3c02 },
    { value: 65_519, bits: 0x7bff },
    { value: 65_520, bits: 0x7c00 },
    { value: 2 ** -25, bits: 0x0000 },
    { value: 1.5 * 2 ** -25, bits: 0x0001 },
    { value: 3 * 2 ** -25, bits: 0x0002 },
    { value: -(2 ** -24), bits: 0x8001 },
    { value: 2 ** -14 - 2 ** -25, bits: 0x0400 },
    { value: -0, bits: 0x8000 },
  ])("$value becomes $bits", ({ value, bits }) => {
    expect([...new Uint16Array(bytesFromNumbers("float16", Float32Array.of(value)).buffer)]).toEqual([bits]);
  });

  test("a NaN stays one when its payload does not fit", () => {
    const single = new Float32Array(Uint32Array.of(0x7f80_0001).buffer);
    expect([...new Uint16Array(bytesFromNumbers("float16", single).buffer)]).toEqual([0x7e00]);
  });
});

test("bytesFromNumbers refuses another typed array", () => {
  expect(() => bytesFromNumbers("int32", new Float32Array(1))).toThrow(/Int32Array/);
});

test("numbers of a Node Buffer are new memory", () => {
  const buffer = Buffer.from([1, 2, 3, 4]);
  const numbers = numbersFromBytes("uint8", buffer, 4);
  buffer[0] = 9;
  expect([...numbers]).toEqual([1, 2, 3, 4]);
  expect([...bytesFromNumbers("uint8", buffer)]).toEqual([9, 2, 3, 4]);
});
