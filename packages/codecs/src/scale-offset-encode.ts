import { hdmfError } from "@hdmf-ts/errors";
import { BitWriter } from "./bit-writer.ts";
import { dataView } from "./data-view.ts";
import { headerBytes, type ScaleOffsetSettings } from "./scale-offset-settings.ts";

/** Elements as what is added to the least one, which `least` holds as stored; `undefined` for the fill value. */
interface Steps {
  readonly bits: number;
  readonly least: bigint;
  readonly steps: readonly (bigint | undefined)[] | Float64Array;
}

/** Encodes elements by their settings; exact for integers, floats lose the digits that are not kept. */
export function encodeScaleOffset(bytes: Uint8Array, settings: ScaleOffsetSettings): Uint8Array {
  const { count, size, scale, factor } = settings;
  if (bytes.length !== count * size)
    throw hdmfError("invalid", `scaleoffset is set for ${count * size} bytes, not for ${bytes.length}`);
  if (scale === "integer" && factor === 8 * size) return bytes;
  const { bits, least, steps } = scale === "integer" ? integerSteps(bytes, settings) : decimalSteps(bytes, settings);
  const isWhole = bits === 8 * size;
  const result = new Uint8Array(headerBytes + (isWhole ? bytes.length : Math.floor((count * bits) / 8) + 1));
  const view = dataView(result);
  view.setUint32(0, bits, true);
  view.setUint8(4, 8);
  view.setBigUint64(5, BigInt.asUintN(64, least), true);
  if (isWhole) putLittleEndian(bytes, settings, result);
  else putSteps(steps, bits, result);
  return result;
}

function putLittleEndian(bytes: Uint8Array, { size, isBigEndian }: ScaleOffsetSettings, result: Uint8Array): void {
  for (let at = 0; at < bytes.length; at++) {
    const within = at % size;
    result[headerBytes + (isBigEndian ? at - within + size - 1 - within : at)] = bytes[at]!;
  }
}

function putSteps(steps: Steps["steps"], bits: number, result: Uint8Array): void {
  const writer = new BitWriter(result, headerBytes);
  for (const step of steps) {
    if (bits > 32) {
      const [low, high] = wordsOf(step, bits);
      writer.put(high, bits - 32);
      writer.put(low, 32);
    } else writer.put(wordsOf(step, bits)[0], bits);
  }
}

/** A step as two words of 32 bits; the fill value is all ones. */
function wordsOf(step: bigint | number | undefined, bits: number): readonly [low: number, high: number] {
  if (typeof step === "bigint") return [Number(step & 0xffff_ffffn), Number(step >> 32n)];
  if (step === undefined || Number.isNaN(step)) return [bits >= 32 ? 0xffff_ffff : 2 ** bits - 1, 0xffff_ffff];
  return [step % 2 ** 32, Math.floor(step / 2 ** 32)];
}

function integerSteps(bytes: Uint8Array, settings: ScaleOffsetSettings): Steps {
  const { size, isSigned, fill } = settings;
  const filled = fill === undefined ? undefined : widened(fill, size, isSigned);
  if (size < 8) {
    const values = numbersOf(bytes, settings);
    const fillNumber = filled === undefined ? undefined : Number(filled);
    const [least, most] = extremes(values, (value) => value === fillNumber, 0);
    const bits = integerBits(BigInt(most - least), settings);
    const steps = values.map((value) => (value === fillNumber ? Number.NaN : value - least));
    return { bits: bits ?? 8 * size, least: bits === undefined ? 0n : BigInt(least), steps };
  }
  const { count, isBigEndian } = settings;
  const view = dataView(bytes);
  const values = Array.from({ length: count }, (_, at) =>
    isSigned ? view.getBigInt64(8 * at, !isBigEndian) : view.getBigUint64(8 * at, !isBigEndian),
  );
  const [least, most] = extremes(values, (value) => value === filled, 0n);
  const bits = integerBits(most - least, settings);
  const steps = values.map((value) => (value === filled ? undefined : value - least));
  return { bits: bits ?? 64, least: bits === undefined ? 0n : least, steps };
}

/** The bits of each element; `undefined` where they are so far apart that the library does not even note the least. */
function integerBits(span: bigint, { size, factor, fill }: ScaleOffsetSettings): number | undefined {
  const all = 8 * size;
  const needed = Math.min(all, bitsOf(span + (fill === undefined ? 1n : 2n)));
  if (factor <= 0) return span > 2n ** BigInt(all) - 3n ? undefined : needed;
  if (factor >= needed) return factor;
  throw hdmfError("invalid", `scaleoffset keeps ${factor} bits of each element, and ${needed} are needed`);
}

function numbersOf(bytes: Uint8Array, { count, size, isSigned, isBigEndian }: ScaleOffsetSettings): Float64Array {
  const view = dataView(bytes);
  const shift = 32 - 8 * size;
  return Float64Array.from({ length: count }, (_, index) => {
    const at = index * size;
    const word =
      size === 4 ? view.getUint32(at, !isBigEndian) : size === 2 ? view.getUint16(at, !isBigEndian) : bytes[at]!;
    return isSigned ? (word << shift) >> shift : word;
  });
}

/** The least and the greatest of what is not the fill value; `none` where there is nothing else. */
function extremes<T extends number | bigint>(values: Iterable<T>, isFill: (value: T) => boolean, none: T): [T, T] {
  let least: T = none;
  let most: T = none;
  let any = false;
  for (const value of values) {
    if (isFill(value)) continue;
    if (!any || value < least) least = value;
    if (!any || value > most) most = value;
    any = true;
  }
  return [least, most];
}

function widened([low, high]: readonly [low: number, high: number], size: number, isSigned: boolean): bigint {
  const value = BigInt.asUintN(8 * size, (BigInt(high) << 32n) | BigInt(low));
  return isSigned ? BigInt.asIntN(8 * size, value) : value;
}

/** The bits that so many different values need. */
function bitsOf(values: bigint): number {
  return (values - 1n).toString(2).length * (values > 1n ? 1 : 0);
}

/** Elements as multiples of a power of ten above the least; NaN stands for the fill value. */
function decimalSteps(bytes: Uint8Array, settings: ScaleOffsetSettings): Steps {
  const { count, size, isBigEndian, factor, fill } = settings;
  // Numbers of 4 bytes are computed in that precision, each step rounded, as the library does.
  const round = size === 4 ? Math.fround : (value: number): number => value;
  const view = dataView(bytes);
  const values = Float64Array.from({ length: count }, (_, index) =>
    size === 4 ? view.getFloat32(index * 4, !isBigEndian) : view.getFloat64(index * 8, !isBigEndian),
  );
  const whole = { bits: 8 * size, least: 0n, steps: [] };
  // Without a number to begin from, elements are kept whole.
  if (!values.every(Number.isFinite)) return whole;
  const power = round(10 ** factor);
  const near = round(10 ** -factor);
  const filled = fill === undefined ? undefined : floatOf(fill, size);
  const isFill = (value: number): boolean => filled !== undefined && Math.abs(round(value - filled)) < near;
  const [least, most] = extremes(values, isFill, 0);
  const start = round(least * power);
  const span = Math.round(round(round(most * power) - start));
  if (!(span <= 2 ** (8 * size - 1))) return whole;
  const bits = bitsOf(BigInt(span) + (filled === undefined ? 1n : 2n));
  if (bits >= Math.min(8 * size, 53)) return whole;
  const steps = values.map((value) => (isFill(value) ? Number.NaN : Math.round(round(round(value * power) - start))));
  return { bits, least: bitsOfFloat(least, size), steps };
}

function floatOf([low, high]: readonly [low: number, high: number], size: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, low, true);
  view.setUint32(4, high, true);
  return size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
}

function bitsOfFloat(value: number, size: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  if (size === 4) view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  return view.getBigUint64(0, true);
}
