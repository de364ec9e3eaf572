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
  const { count, size, isSigned, isBigEndian, factor, fill } = settings;
  const view = dataView(bytes);
  const read = (at: number): bigint => {
    const value = BigInt.asUintN(8 * size, readWord(view, at, size, isBigEndian));
    return isSigned ? BigInt.asIntN(8 * size, value) : value;
  };
  const filled = fill === undefined ? undefined : widened(fill, size, isSigned);
  const values = Array.from({ length: count }, (_, index) => read(index * size));
  let [least, most] = [0n, 0n];
  let any = false;
  for (const value of values) {
    if (value === filled) continue;
    if (!any || value < least) least = value;
    if (!any || value > most) most = value;
    any = true;
  }
  const span = most - least + (filled === undefined ? 1n : 2n);
  const needed = Math.min(8 * size, bitsOf(span));
  // Where all bits are needed, or nearly, the library keeps elements whole.
  if (factor <= 0 && most - least > 2n ** BigInt(8 * size) - 3n) return { bits: 8 * size, least: 0n, steps: [] };
  const bits = factor > 0 ? factor : needed;
  if (bits < needed)
    throw hdmfError("invalid", `scaleoffset keeps ${bits} bits of each element, and ${needed} are needed`);
  return { bits, least, steps: values.map((value) => (value === filled ? undefined : value - least)) };
}

function readWord(view: DataView, at: number, size: number, isBigEndian: boolean): bigint {
  if (size === 8) return view.getBigUint64(at, !isBigEndian);
  if (size === 4) return BigInt(view.getUint32(at, !isBigEndian));
  return BigInt(size === 2 ? view.getUint16(at, !isBigEndian) : view.getUint8(at));
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
  let [least, most] = [0, 0];
  let any = false;
  for (const value of values) {
    if (isFill(value)) continue;
    if (!any || value < least) least = value;
    if (!any || value > most) most = value;
    any = true;
  }
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
