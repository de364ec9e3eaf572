import { decodeUtf8 } from "@hdmf-ts/array";
import { endOfText, zeroBytes } from "./text-cache.ts";

/** Texts that wait to be decoded together. */
export interface TextBlock {
  /** A text of at most 1 KiB, which will stand in the list at `index`; where `untilNul`, it ends at its first NUL. */
  add(index: number, bytes: Uint8Array, start: number, end: number, untilNul: boolean): void;
  /** Decodes what waits. */
  flush(): void;
}

const blockBytes = 8192;
const mostTexts = 1024;

/** Gathers UTF-8 in blocks of 8 KiB, each decoded as one and cut into `texts`; a text may keep its block alive. */
export function textBlock(texts: string[]): TextBlock {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const words = new Int32Array(blockBytes / 4);
  const block = new Uint8Array(words.buffer);
  const indices = new Int32Array(mostTexts);
  /** In bytes; all texts start at whole words, with a NUL or more between them. */
  const lengths = new Int32Array(mostTexts);
  let waiting = 0;
  let filled = 0;
  let high = 0;

  function flush(): void {
    if (waiting === 0) return;
    const whole = decodeBlock();
    for (let at = 0, start = 0, unit = 0; at < waiting; at++) {
      const length = lengths[at]!;
      const index = indices[at]!;
      const padded = paddedLength(length);
      if (whole === undefined) texts[index] = decodeUtf8(block.subarray(start, start + length));
      else {
        const units = (high & 0x80808080) === 0 ? length : unitsOf(block, start, start + length);
        texts[index] = whole.substring(unit, unit + units);
        unit += units + padded - length;
      }
      start += padded;
    }
    waiting = 0;
    filled = 0;
    high = 0;
  }

  /** Undefined where a text is no UTF-8: each is then decoded by itself. No text completes another, since a NUL is between them. */
  function decodeBlock(): string | undefined {
    try {
      return decoder.decode(block.subarray(0, filled));
    } catch {
      return undefined;
    }
  }

  return {
    flush,
    add(index, bytes, start, limit, untilNul) {
      let end = limit;
      if (filled + paddedLength(end - start) > blockBytes || waiting === mostTexts) flush();
      let to = filled >> 2;
      let at = start;
      for (const whole = end - 3; at < whole; at += 4) {
        const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
        if (untilNul && zeroBytes(word) !== 0) end = endOfText(bytes, at, at + 4);
        else {
          words[to++] = word;
          high |= word;
        }
        if (end !== limit) break;
      }
      let rest = 0;
      for (let shift = 0; at < end; at++, shift += 8) {
        const byte = bytes[at]!;
        if (untilNul && byte === 0) break;
        rest |= byte << shift;
      }
      words[to] = rest;
      high |= rest;
      indices[waiting] = index;
      lengths[waiting++] = at - start;
      filled += paddedLength(at - start);
    },
  };
}

/** Up to whole words, and a NUL at least. */
function paddedLength(length: number): number {
  return (length + 4) & ~3;
}

/** How long UTF-8 is as a string of the platform: four bytes make two units. */
function unitsOf(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let at = start; at < end; at++) {
    if ((bytes[at]! & 0xc0) !== 0x80) units += bytes[at]! >= 0xf0 ? 2 : 1;
  }
  return units;
}
