import { decodeUtf8 } from "@hdmf-ts/array";

/** Texts by their bytes, for those that come again and again; its size has a bound. */
export interface TextCache {
  /** The text of UTF-8 bytes; bytes that are none as lone surrogates, see `decodeUtf8` of `@hdmf-ts/array`. */
  text(bytes: Uint8Array, start: number, end: number): string;
  /** How many texts had to be decoded so far. */
  readonly misses: number;
}

const slots = 4096;
const longest = 48;

/** Keeps up to 4,096 texts of up to 48 bytes each: 200 KB, and the texts. Each text has two slots that it may be in. */
export function createTextCache(): TextCache {
  const texts = new Array<string>(slots).fill("");
  const lengths = new Uint8Array(slots);
  const kept = new Uint8Array(slots * longest);
  let misses = 0;

  function holds(slot: number, bytes: Uint8Array, start: number, length: number): boolean {
    if (lengths[slot] !== length) return false;
    const place = slot * longest;
    let at = 0;
    while (at < length && kept[place + at] === bytes[start + at]) at++;
    return at === length;
  }

  return {
    get misses() {
      return misses;
    },
    text(bytes, start, end) {
      const length = end - start;
      if (length === 0) return "";
      if (length > longest) {
        misses++;
        return decodeUtf8(bytes.subarray(start, end));
      }
      let hash = length;
      for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
      const slot = (hash ^ (hash >>> 15)) & (slots - 1);
      if (holds(slot, bytes, start, length)) return texts[slot]!;
      if (holds(slot ^ 1, bytes, start, length)) return texts[slot ^ 1]!;
      const text = decodeUtf8(bytes.subarray(start, end));
      const free = lengths[slot] === 0 || misses % 2 === 0 ? slot : slot ^ 1;
      misses++;
      texts[free] = text;
      lengths[free] = length;
      kept.set(bytes.subarray(start, end), free * longest);
      return text;
    },
  };
}
