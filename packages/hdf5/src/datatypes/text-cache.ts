import { decodeUtf8 } from "@hdmf-ts/array";

/** Texts by their bytes, for those that come again and again; its size has a bound. */
export interface TextCache {
  /** The text of UTF-8 bytes; bytes that are none as lone surrogates, see `decodeUtf8` of `@hdmf-ts/array`. */
  text(bytes: Uint8Array, start: number, end: number): string;
  /** The same, but it ends at its first NUL. */
  untilNul(bytes: Uint8Array, start: number, end: number): string;
  /** How many texts had to be decoded so far. */
  readonly misses: number;
}

const slots = 4096;
const longest = 48;
const slotWords = longest / 4;

/** Keeps up to 4,096 texts of up to 48 bytes each: 200 KB, and the texts. Each text has two slots that it may be in. */
export function createTextCache(): TextCache {
  const texts = new Array<string>(slots).fill("");
  const lengths = new Uint8Array(slots);
  const kept = new Int32Array(slots * slotWords);
  // The last may be one that is not used, behind a text of whole words.
  const words = new Int32Array(slotWords + 1);
  let misses = 0;

  function holds(slot: number, length: number): boolean {
    if (lengths[slot] !== length) return false;
    const place = slot * slotWords;
    for (let at = 0; at << 2 < length; at++) if (kept[place + at] !== words[at]) return false;
    return true;
  }

  function text(bytes: Uint8Array, start: number, end: number, untilNul: boolean): string {
    const length = end - start;
    if (length > longest) return long(bytes, start, untilNul ? endOfText(bytes, start, end) : end);
    let hash = length;
    let to = 0;
    let at = start;
    let zeros = 0;
    for (const whole = end - 3; at < whole; at += 4) {
      const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      zeros |= zeroBytes(word);
      words[to++] = word;
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    let rest = 0;
    for (let shift = 0; at < end; at++, shift += 8) {
      if (bytes[at] === 0) zeros = 1;
      rest |= bytes[at]! << shift;
    }
    if (untilNul && zeros !== 0) return text(bytes, start, endOfText(bytes, start, end), false);
    words[to] = rest;
    return found(bytes, start, length, Math.imul(hash ^ rest, 0x9e3779b1));
  }

  function long(bytes: Uint8Array, start: number, end: number): string {
    if (end - start <= longest) return text(bytes, start, end, false);
    misses++;
    return decodeUtf8(bytes.subarray(start, end));
  }

  function found(bytes: Uint8Array, start: number, length: number, hash: number): string {
    if (length === 0) return "";
    const slot = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 20;
    if (holds(slot, length)) return texts[slot]!;
    if (holds(slot ^ 1, length)) return texts[slot ^ 1]!;
    const text = decodeUtf8(bytes.subarray(start, start + length));
    const free = lengths[slot] === 0 || misses % 2 === 0 ? slot : slot ^ 1;
    misses++;
    texts[free] = text;
    lengths[free] = length;
    for (let at = 0; at << 2 < length; at++) kept[free * slotWords + at] = words[at]!;
    return text;
  }

  return {
    get misses() {
      return misses;
    },
    text: (bytes, start, end) => text(bytes, start, end, false),
    untilNul: (bytes, start, end) => text(bytes, start, end, true),
  };
}

/** Not 0 where a byte of the word is 0. */
export function zeroBytes(word: number): number {
  return (word - 0x01010101) & ~word & 0x80808080;
}

/** Where a text ends: at its first NUL, or at `limit`. */
export function endOfText(bytes: Uint8Array, start: number, limit: number): number {
  if (limit - start > 64) {
    const end = bytes.indexOf(0, start);
    return end < 0 || end > limit ? limit : end;
  }
  let end = start;
  while (end < limit && bytes[end] !== 0) end++;
  return end;
}
