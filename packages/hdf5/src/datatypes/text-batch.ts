import { decodeUtf8 } from "@hdmf-ts/array";
import { type TextBlock, textBlock } from "./text-block.ts";
import { endOfText, type TextCache } from "./text-cache.ts";

/** Many texts one after the other. */
export interface TextBatch {
  add(bytes: Uint8Array, start: number, end: number): void;
  /** All texts that were added, in order. */
  finish(): string[];
}

const probe = 512;
const longest = 1024;

/**
 * Decodes texts in bulk. Those that repeat come from the cache; where few do, they are gathered into blocks that are decoded as one and
 * cut, because a call of the platform's decoder costs more than a short text.
 *
 * @param untilNul Whether each text ends at its first NUL.
 */
export function textBatch(count: number, cache: TextCache, untilNul: boolean): TextBatch {
  const texts = new Array<string>(count);
  let added = 0;
  let cached = true;
  let next = probe;
  let rest = 8 * probe;
  let missesBefore = cache.misses;
  let block: TextBlock | undefined;

  return {
    add(bytes, start, end) {
      if (added === next) {
        cached = !cached || cache.misses - missesBefore < probe / 2;
        missesBefore = cache.misses;
        // Where looking again was in vain, it is done less and less often.
        if (!cached) rest *= 2;
        next = added + (cached ? probe : rest);
      }
      if (cached) texts[added] = untilNul ? cache.untilNul(bytes, start, end) : cache.text(bytes, start, end);
      else if (end - start > longest) {
        texts[added] = decodeUtf8(bytes.subarray(start, untilNul ? endOfText(bytes, start, end) : end));
      } else {
        block ??= textBlock(texts);
        block.add(added, bytes, start, end, untilNul);
      }
      added++;
    },
    finish() {
      block?.flush();
      return texts;
    },
  };
}
