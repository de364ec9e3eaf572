import { decodeUtf8 } from "@hdmf-ts/array";

/** Texts by their bytes, for those that come again and again; its size has a bound. */
export interface TextCache {
  /** The text of UTF-8 bytes; bytes that are none as lone surrogates, see `decodeUtf8` of `@hdmf-ts/array`. */
  text(bytes: Uint8Array, start: number, end: number): string;
  /** How many texts had to be decoded so far. */
  readonly misses: number;
}

const slots = 2048;
const longest = 64;

/** Keeps up to 2,048 texts of up to 64 bytes each. */
export function createTextCache(): TextCache {
  const texts = new Array<string | undefined>(slots).fill(undefined);
  const lengths = new Uint8Array(slots);
  const kept = new Uint8Array(slots * longest);
  let misses = 0;

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
      const place = slot * longest;
      if (lengths[slot] === length) {
        let at = 0;
        while (at < length && kept[place + at] === bytes[start + at]) at++;
        if (at === length) return texts[slot]!;
      }
      misses++;
      const text = decodeUtf8(bytes.subarray(start, end));
      texts[slot] = text;
      lengths[slot] = length;
      for (let at = 0; at < length; at++) kept[place + at] = bytes[start + at]!;
      return text;
    },
  };
}
