import type { BitReader } from "./bit-reader.ts";
import { damaged } from "./damage.ts";

/** Symbols that one choice of a prefix code stands for. */
const groupSize = 50;
const maxCodeLength = 20;

/** A prefix code: of each length, the codes before `limit` stand for the symbols from `offset`. */
interface PrefixCode {
  readonly shortest: number;
  /** By length: the first code that is longer. */
  readonly limits: Int32Array;
  /** By length: what added to a code gives its place in `symbols`. */
  readonly offsets: Int32Array;
  readonly symbols: Uint16Array;
}

/**
 * Decodes one block behind its checksum.
 *
 * @param capacity The most bytes before run-length decoding, by the level of the file.
 * @returns `undefined` where the block holds more than `most` bytes.
 */
export function decodeBzip2Block(reader: BitReader, capacity: number, most: number): Uint8Array | undefined {
  if (reader.take(1) === 1) throw damaged("bzip2", "its blocks are in the random order of bzip2 0.9.0");
  const origin = reader.take(24);
  const present = readAlphabet(reader);
  const last = readTransformed(reader, present, capacity);
  if (origin >= last.length) throw damaged("bzip2", `a block begins at ${origin} of its ${last.length} bytes`);
  return expandRuns(untransform(last, origin), most);
}

/** The bytes that occur: 16 bits for ranges of 16, then 16 bits for each range that has any. */
function readAlphabet(reader: BitReader): Uint8Array {
  const ranges = reader.take(16);
  const present: number[] = [];
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const bits = reader.take(16);
    for (let at = 0; at < 16; at++) if ((bits & (0x8000 >> at)) !== 0) present.push(range * 16 + at);
  }
  if (present.length === 0) throw damaged("bzip2", "a block has no bytes");
  return Uint8Array.from(present);
}

/** The block after the Burrows-Wheeler transform: undoes the prefix codes, the runs of the first symbol, and moving to the front. */
function readTransformed(reader: BitReader, front: Uint8Array, capacity: number): Uint8Array {
  const codeCount = reader.take(3);
  const choiceCount = reader.take(15);
  if (codeCount < 2 || codeCount > 6 || choiceCount === 0) throw damaged("bzip2", "a block has no prefix codes");
  const choices = readChoices(reader, choiceCount, codeCount);
  const stop = front.length + 1;
  const codes = Array.from({ length: codeCount }, () => readCode(reader, stop + 1));
  const result = new Uint8Array(capacity);
  let length = 0;
  let run = 0;
  let weight = 1;
  for (let group = 0; ; group++) {
    const code = codes[choices[group] ?? codeCount];
    if (code === undefined) throw damaged("bzip2", "a block has more symbols than choices of prefix codes");
    for (let step = 0; step < groupSize; step++) {
      const symbol = readSymbol(reader, code);
      if (symbol < 2) {
        // The length of a run in digits 1 and 2, the lowest first.
        run += weight * (symbol + 1);
        weight *= 2;
        if (run > capacity) throw damaged("bzip2", `a block holds more than ${capacity} bytes`);
        continue;
      }
      if (run > 0) {
        if (run > capacity - length) throw damaged("bzip2", `a block holds more than ${capacity} bytes`);
        result.fill(front[0]!, length, length + run);
        length += run;
        run = 0;
        weight = 1;
      }
      if (symbol === stop) return result.subarray(0, length);
      if (length === capacity) throw damaged("bzip2", `a block holds more than ${capacity} bytes`);
      const byte = front[symbol - 1]!;
      front.copyWithin(1, 0, symbol - 1);
      front[0] = byte;
      result[length++] = byte;
    }
  }
}

/** Which code each group of symbols uses, as places in a list whose last used stands in front. */
function readChoices(reader: BitReader, count: number, codeCount: number): Uint8Array {
  const order = Array.from({ length: codeCount }, (_, code) => code);
  return Uint8Array.from({ length: count }, () => {
    let place = 0;
    while (reader.take(1) === 1) if (++place >= codeCount) throw damaged("bzip2", "a block chooses a code it has not");
    const [code] = order.splice(place, 1);
    order.unshift(code!);
    return code!;
  });
}

/** The lengths of the codes of all symbols, each as steps from the one before. */
function readCode(reader: BitReader, symbolCount: number): PrefixCode {
  const lengths = new Uint8Array(symbolCount);
  let length = reader.take(5);
  for (let symbol = 0; symbol < symbolCount; symbol++) {
    for (;;) {
      if (length < 1 || length > maxCodeLength) throw damaged("bzip2", `a symbol has a code of ${length} bits`);
      if (reader.take(1) === 0) break;
      length += reader.take(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  const limits = new Int32Array(maxCodeLength + 1);
  const offsets = new Int32Array(maxCodeLength + 1);
  const symbols = new Uint16Array(symbolCount);
  let code = 0;
  let filled = 0;
  let shortest = maxCodeLength;
  for (let bits = 1; bits <= maxCodeLength; bits++) {
    code *= 2;
    offsets[bits] = filled - code;
    for (let symbol = 0; symbol < symbolCount; symbol++)
      if (lengths[symbol] === bits) {
        symbols[filled++] = symbol;
        shortest = Math.min(shortest, bits);
        code++;
      }
    limits[bits] = code;
  }
  return { shortest, limits, offsets, symbols };
}

function readSymbol(reader: BitReader, { shortest, limits, offsets, symbols }: PrefixCode): number {
  let code = reader.take(shortest);
  for (let bits = shortest; bits <= maxCodeLength; bits++) {
    if (code < limits[bits]!) {
      const symbol = symbols[code + offsets[bits]!];
      if (symbol !== undefined) return symbol;
      break;
    }
    code = code * 2 + reader.take(1);
  }
  throw damaged("bzip2", "a code stands for no symbol");
}

/** Undoes the Burrows-Wheeler transform: sorted, each byte leads to the one behind it. */
function untransform(last: Uint8Array, origin: number): Uint8Array {
  const starts = new Int32Array(257);
  for (let at = 0; at < last.length; at++) starts[last[at]! + 1]!++;
  for (let byte = 0; byte < 256; byte++) starts[byte + 1]! += starts[byte]!;
  const following = new Int32Array(last.length);
  for (let at = 0; at < last.length; at++) following[starts[last[at]!]!++] = at;
  const result = new Uint8Array(last.length);
  let at = following[origin]!;
  for (let to = 0; to < result.length; to++) {
    result[to] = last[at]!;
    at = following[at]!;
  }
  return result;
}

/** Four equal bytes are followed by the count of more of them. */
function expandRuns(bytes: Uint8Array, most: number): Uint8Array | undefined {
  const visit = (copy: (byte: number, count: number) => void): void => {
    let same = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      same = at > 0 && same > 0 && byte === bytes[at - 1] ? same + 1 : 1;
      copy(byte, 1);
      if (same === 4) {
        same = 0;
        if (at + 1 < bytes.length) copy(byte, bytes[++at]!);
      }
    }
  };
  let length = 0;
  visit((_, count) => {
    length += count;
  });
  if (length > most) return undefined;
  const result = new Uint8Array(length);
  let to = 0;
  visit((byte, count) => {
    if (count === 1) result[to] = byte;
    else result.fill(byte, to, to + count);
    to += count;
  });
  return result;
}
