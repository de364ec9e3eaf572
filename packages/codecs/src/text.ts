/** Where a decoder in strict mode would fail, bytes become surrogates one by one. */
export function textDecoder(bytes: Uint8Array): (start: number, stop: number) => string {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  // One text of the whole, to cut ASCII from: several times faster than a decoder call for each short text.
  let whole: string | undefined;
  return (start, stop) => {
    if (start === stop) return "";
    if (isAscii(bytes, start, stop)) {
      whole ??= new TextDecoder("latin1").decode(bytes);
      return whole.slice(start, stop);
    }
    const part = bytes.subarray(start, stop);
    try {
      return strict.decode(part);
    } catch {
      return decodeEscaped(part, strict);
    }
  };
}

/**
 * Writes a text as UTF-8 at `start`, which needs up to 3 bytes a UTF-16 unit: lone surrogates U+DC80 … U+DCFF as the single
 * bytes 0x80 … 0xFF, any other lone surrogate as U+FFFD.
 *
 * @returns How many bytes were written.
 */
export function writeText(text: string, target: Uint8Array, start: number): number {
  let at = 0;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) break;
    target[start + at] = code;
  }
  if (at === text.length) return at;
  const encoder = new TextEncoder();
  if (!/[\uDC80-\uDCFF]/.test(text)) return encoder.encodeInto(text, target.subarray(start)).written;
  let to = start;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code >= 0xdc80 && code <= 0xdcff) target[to++] = code - 0xdc00;
    else to += encoder.encodeInto(character, target.subarray(to)).written;
  }
  return to - start;
}

function isAscii(bytes: Uint8Array, start: number, stop: number): boolean {
  let union = 0;
  for (let i = start; i < stop; i++) union |= bytes[i]!;
  return union < 128;
}

function decodeEscaped(bytes: Uint8Array, strict: TextDecoder): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) text += String.fromCharCode(0xdc00 + bytes[at]!);
    else text += strict.decode(bytes.subarray(at, at + length));
    at += Math.max(1, length);
  }
  return text;
}

/** The length of the valid UTF-8 sequence at `at` (Unicode, table 3-7), or 0. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const second = bytes[at + 1]!;
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let i = 2; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  return length;
}
