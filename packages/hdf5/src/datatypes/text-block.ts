import { decodeUtf8 } from "@hdmf-ts/array";

/** Texts that wait to be decoded together. */
export interface TextBlock {
  /** A text of at most 8 KiB, which will stand in the list at `index`. */
  add(index: number, bytes: Uint8Array, start: number, end: number): void;
  /** Decodes what waits. */
  flush(): void;
}

const blockBytes = 8192;
const mostTexts = 1024;

/** Gathers UTF-8 in blocks of 8 KiB, each decoded as one and cut into `texts`; a text may keep its block alive. */
export function textBlock(texts: string[]): TextBlock {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const block = new Uint8Array(blockBytes);
  const indices = new Int32Array(mostTexts);
  const byteEnds = new Int32Array(mostTexts);
  const textEnds = new Int32Array(mostTexts);
  let waiting = 0;
  let filled = 0;
  let units = 0;

  function flush(): void {
    if (waiting === 0) return;
    const whole = decodeBlock();
    for (let at = 0, start = 0; at < waiting; at++) {
      const end = whole === undefined ? byteEnds[at]! : textEnds[at]!;
      texts[indices[at]!] = whole === undefined ? decodeUtf8(block.subarray(start, end)) : whole.substring(start, end);
      start = end;
    }
    waiting = 0;
    filled = 0;
    units = 0;
  }

  /** Undefined where a text is no UTF-8: each is then decoded by itself. */
  function decodeBlock(): string | undefined {
    try {
      return decoder.decode(block.subarray(0, filled));
    } catch {
      return undefined;
    }
  }

  return {
    flush,
    add(index, bytes, start, end) {
      if (filled + end - start > blockBytes || waiting === mostTexts) flush();
      const before = filled;
      let high = 0;
      for (let at = start; at < end; at++) {
        const byte = bytes[at]!;
        high |= byte;
        block[filled++] = byte;
      }
      // Damaged texts must not be whole together: one that starts within a character could complete the one before.
      if (high > 127 && isWithin(block[before]!)) {
        filled = before;
        texts[index] = decodeUtf8(bytes.subarray(start, end));
        return;
      }
      units += high > 127 ? unitsOf(block, before, filled) : end - start;
      indices[waiting] = index;
      byteEnds[waiting] = filled;
      textEnds[waiting++] = units;
    },
  };
}

/** Whether a byte of UTF-8 stands within a character. */
function isWithin(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** How long UTF-8 is as a string of the platform: four bytes make two units. */
function unitsOf(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let at = start; at < end; at++) {
    if (!isWithin(bytes[at]!)) units += bytes[at]! >= 0xf0 ? 2 : 1;
  }
  return units;
}
