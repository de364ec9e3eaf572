import { hdmfError } from "@hdmf-ts/errors";

const decoder: TextDecoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder: TextEncoder = /* @__PURE__ */ new TextEncoder();
const loneSurrogate = /\p{Surrogate}/u;

/** Text of UTF-8 bytes. Each byte that is no part of UTF-8 becomes a lone surrogate, U+DC00 and the byte, so that it comes back. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return decodeDamaged(bytes);
  }
}

/**
 * The UTF-8 bytes of text; lone surrogates from U+DC80 to U+DCFF become the bytes that they stand for.
 * @throws `invalid` for other lone surrogates, which no bytes stand for.
 */
export function encodeUtf8(text: string): Uint8Array {
  const ascii = text.length <= shortText ? encodeAscii(text) : undefined;
  if (ascii !== undefined) return ascii;
  if (!loneSurrogate.test(text)) return encoder.encode(text);
  return encodeEscaped(text, (code) => {
    const name = code.toString(16).toUpperCase();
    throw hdmfError("invalid", `The text has the lone surrogate U+${name}, which is no character.`);
  });
}

/** So short texts, as most names are, take less time letter by letter than a call of the platform. */
const shortText = 64;

function encodeAscii(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < bytes.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 127) return undefined;
    bytes[index] = code;
  }
  return bytes;
}

/** Orders text by its UTF-8 bytes, as a comparison function of `sort`. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === length) return a.length - b.length;
  const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
  if (!isSurrogate(x) && !isSurrogate(y)) return x - y;
  if (at > 0 && isSurrogate(a.charCodeAt(at - 1))) at--;
  // Other lone surrogates are no text, but an order must not throw: they go by the bytes that UTF-8 would give them.
  return compareBytes(encodeEscaped(a.slice(at), loneBytes), encodeEscaped(b.slice(at), loneBytes));
}

function loneBytes(code: number): readonly number[] {
  return [0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
}

function encodeEscaped(text: string, lone: (code: number) => Iterable<number>): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00);
    else for (const byte of isSurrogate(code) ? lone(code) : encoder.encode(character)) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, index) => byte !== b[index]);
  if (at < 0) return a.length - b.length;
  return at < b.length ? a[at]! - b[at]! : 1;
}

function decodeDamaged(bytes: Uint8Array): string {
  const pieces: string[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      if (at > start) pieces.push(decoder.decode(bytes.subarray(start, at)));
      pieces.push(String.fromCharCode(0xdc00 + bytes[at]!));
      start = ++at;
    } else at += length;
  }
  pieces.push(decoder.decode(bytes.subarray(start)));
  return pieces.join("");
}

/** The length of the well-formed sequence at `at`, 0 if there is none (Unicode 15, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let next = at + 2; next < at + length; next++) {
    const byte = bytes[next] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}
