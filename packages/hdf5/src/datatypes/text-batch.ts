import { decodeUtf8 } from "@hdmf-ts/array";
import type { TextCache } from "./text-cache.ts";

/** Many texts one after the other. */
export interface TextBatch {
  add(bytes: Uint8Array, start: number, end: number): void;
  /** All texts that were added, in order. */
  finish(): string[];
}

const probe = 512;
const rest = 16 * probe;
const blockBytes = 8192;
const longest = 1024;

/**
 * Decodes texts in bulk. Those that repeat come from the cache; where few do, ASCII is gathered into blocks that are decoded as one
 * and cut, because a call of the platform's decoder costs more than a short text. A text keeps its block of 8 KiB alive.
 */
export function textBatch(count: number, cache: TextCache): TextBatch {
  const texts = new Array<string>(count);
  let added = 0;
  let cached = true;
  let next = probe;
  let missesBefore = cache.misses;
  let block: Uint8Array | undefined;
  let filled = 0;
  let waiting = 0;
  let places: Int32Array | undefined;
  let ends: Int32Array | undefined;

  function flush(): void {
    if (waiting === 0) return;
    const all = decodeUtf8(block!.subarray(0, filled));
    let start = 0;
    for (let index = 0; index < waiting; index++) {
      const end = ends![index]!;
      texts[places![index]!] = all.substring(start, end);
      start = end;
    }
    filled = 0;
    waiting = 0;
  }

  function gather(bytes: Uint8Array, start: number, end: number): void {
    block ??= new Uint8Array(blockBytes);
    places ??= new Int32Array(blockBytes);
    ends ??= new Int32Array(blockBytes);
    if (filled + end - start > blockBytes || waiting === blockBytes) flush();
    let high = 0;
    for (let at = start, to = filled; at < end; at++, to++) {
      const byte = bytes[at]!;
      high |= byte;
      block[to] = byte;
    }
    if (high > 127) {
      texts[added] = decodeUtf8(bytes.subarray(start, end));
      return;
    }
    filled += end - start;
    places[waiting] = added;
    ends[waiting++] = filled;
  }

  return {
    add(bytes, start, end) {
      if (added === next) {
        cached = !cached || cache.misses - missesBefore < probe / 2;
        missesBefore = cache.misses;
        next = added + (cached ? probe : rest);
      }
      if (cached) texts[added] = cache.text(bytes, start, end);
      else if (end - start > longest) texts[added] = decodeUtf8(bytes.subarray(start, end));
      else gather(bytes, start, end);
      added++;
    },
    finish() {
      flush();
      return texts;
    },
  };
}
