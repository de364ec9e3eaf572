import { BitReader } from "./bit-reader.ts";
import type { Codec, DecodeContext, Filter } from "./codec.ts";
import { checkDeclared, damaged } from "./damage.ts";
import { dataView } from "./data-view.ts";
import { encodeScaleOffset } from "./scale-offset-encode.ts";
import { headerBytes, type ScaleOffsetSettings, scaleOffsetSettings } from "./scale-offset-settings.ts";

/**
 * HDF5's `scaleoffset` (filter 6): differences from the least element in as few bits as they need; of floats, their
 * multiples of a power of ten. The encoder, not the decoder, loses digits.
 */
export function scaleOffsetCodec(filter: Filter): Codec {
  return {
    decode: (bytes, context = {}) => decodeScaleOffset(bytes, scaleOffsetSettings(filter), context),
    encode: (bytes) => encodeScaleOffset(bytes, scaleOffsetSettings(filter)),
  };
}

function decodeScaleOffset(bytes: Uint8Array, settings: ScaleOffsetSettings, context: DecodeContext): Uint8Array {
  const { count, size, isBigEndian, scale, factor } = settings;
  if (scale === "integer" && factor === 8 * size) return bytes;
  if (bytes.length < headerBytes) throw damaged("scaleoffset", `${bytes.length} bytes are too few`);
  const header = dataView(bytes);
  const bits = header.getUint32(0, true);
  if (bits > 8 * size) throw damaged("scaleoffset", `its elements of ${size} bytes have ${bits} bits`);
  const most = bits === 0 ? Number.POSITIVE_INFINITY : (bytes.length - headerBytes) * Math.ceil((8 * size) / bits) * 8;
  checkDeclared("scaleoffset", count * size, most, context);
  const result = new Uint8Array(count * size);
  if (bits === 8 * size) {
    const raw = bytes.subarray(headerBytes, headerBytes + result.length);
    if (raw.length < result.length) throw damaged("scaleoffset", "it ends too early");
    for (let at = 0; at < raw.length; at++) {
      const within = at % size;
      result[isBigEndian ? at - within + size - 1 - within : at] = raw[at]!;
    }
    return result;
  }
  const least = leastOf(bytes);
  const reader = new BitReader(bytes, "scaleoffset", headerBytes);
  if (scale === "decimal") decodeDecimals(reader, bits, least, settings, result);
  else decodeIntegers(reader, bits, least, settings, result);
  return result;
}

/** The least element: as many bytes as the header says, at most 8. */
function leastOf(bytes: Uint8Array): readonly [low: number, high: number] {
  const padded = new Uint8Array(8);
  padded.set(bytes.subarray(5, 5 + Math.min(8, bytes[4]!)));
  const view = dataView(padded);
  return [view.getUint32(0, true), view.getUint32(4, true)];
}

function decodeIntegers(
  reader: BitReader,
  bits: number,
  [leastLow, leastHigh]: readonly [low: number, high: number],
  { count, size, isBigEndian, fill }: ScaleOffsetSettings,
  result: Uint8Array,
): void {
  const view = dataView(result);
  const fillHigh = bits > 32 ? 2 ** (bits - 32) - 1 : 0;
  const fillLow = bits >= 32 ? 2 ** 32 - 1 : 2 ** bits - 1;
  for (let at = 0; at < count * size; at += size) {
    let high = bits > 32 ? reader.take(bits - 32) : 0;
    let low = reader.take(Math.min(bits, 32));
    if (fill !== undefined && low === fillLow && high === fillHigh) [low, high] = fill;
    else {
      low += leastLow;
      high += leastHigh + (low >= 2 ** 32 ? 1 : 0);
    }
    // Each of these keeps the lowest bits: sums beyond the width wrap around, as in C.
    if (size === 1) view.setUint8(at, low);
    else if (size === 2) view.setUint16(at, low, !isBigEndian);
    else if (size === 4) view.setUint32(at, low, !isBigEndian);
    else {
      view.setUint32(at + (isBigEndian ? 4 : 0), low, !isBigEndian);
      view.setUint32(at + (isBigEndian ? 0 : 4), high, !isBigEndian);
    }
  }
}

function decodeDecimals(
  reader: BitReader,
  bits: number,
  least: readonly [low: number, high: number],
  { count, size, isBigEndian, factor, fill }: ScaleOffsetSettings,
  result: Uint8Array,
): void {
  const view = dataView(result);
  // Numbers of 4 bytes are computed in that precision, each step rounded, as the library does.
  const round = size === 4 ? Math.fround : (value: number): number => value;
  const power = round(10 ** factor);
  const start = floatOf(least, size);
  const filled = fill === undefined ? undefined : floatOf(fill, size);
  const last = 2 ** bits - 1;
  for (let at = 0; at < count * size; at += size) {
    const high = bits > 32 ? reader.take(bits - 32) : 0;
    const steps = high * 2 ** 32 + reader.take(Math.min(bits, 32));
    const value = filled !== undefined && steps === last ? filled : round(round(round(steps) / power) + start);
    if (size === 4) view.setFloat32(at, value, !isBigEndian);
    else view.setFloat64(at, value, !isBigEndian);
  }
}

function floatOf([low, high]: readonly [low: number, high: number], size: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, low, true);
  view.setUint32(4, high, true);
  return size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
}
