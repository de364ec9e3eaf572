import { damaged } from "./damage.ts";
import { dataView } from "./data-view.ts";
import { textDecoder, writeText } from "./text.ts";

/**
 * Zarr's `vlen-utf8`: the count, then each text behind its length in bytes, all lengths 4 bytes little-endian. Bytes that
 * are no UTF-8 become lone surrogates U+DC80 … U+DCFF.
 *
 * @param count How many texts are expected, where that is known.
 * @throws `malformed` where counts or lengths do not fit.
 */
export function decodeVlenText(bytes: Uint8Array, count?: number): string[] {
  const decode = textDecoder(bytes);
  return decodeItems("vlen-utf8", bytes, count, decode);
}

/** The opposite of {@link decodeVlenText}. */
export function encodeVlenText(texts: readonly string[]): Uint8Array {
  let result = new Uint8Array(texts.reduce((sum, text) => sum + 4 + text.length, 64));
  let view = dataView(result);
  view.setUint32(0, texts.length, true);
  let at = 4;
  for (const text of texts) {
    // No UTF-16 unit becomes more than 3 bytes.
    const most = at + 4 + 3 * text.length;
    if (most > result.length) {
      const larger = new Uint8Array(Math.max(most, 2 * result.length));
      larger.set(result);
      result = larger;
      view = dataView(result);
    }
    const length = writeText(text, result, at + 4);
    view.setUint32(at, length, true);
    at += 4 + length;
  }
  return result.slice(0, at);
}

/** Zarr's `vlen-bytes`, laid out as `vlen-utf8`; the items are views of `bytes`. */
export function decodeVlenBytes(bytes: Uint8Array, count?: number): Uint8Array[] {
  return decodeItems("vlen-bytes", bytes, count, (start, stop) => bytes.subarray(start, stop));
}

/** The opposite of {@link decodeVlenBytes}. */
export function encodeVlenBytes(items: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(items.reduce((sum, item) => sum + 4 + item.length, 4));
  const view = dataView(result);
  view.setUint32(0, items.length, true);
  let at = 4;
  for (const item of items) {
    view.setUint32(at, item.length, true);
    result.set(item, at + 4);
    at += 4 + item.length;
  }
  return result;
}

function decodeItems<T>(
  name: string,
  bytes: Uint8Array,
  expected: number | undefined,
  item: (start: number, stop: number) => T,
): T[] {
  if (bytes.length < 4) throw damaged(name, `${bytes.length} bytes are too few for a count`);
  const view = dataView(bytes);
  const count = view.getUint32(0, true);
  if (expected !== undefined && count !== expected)
    throw damaged(name, `it holds ${count} items where ${expected} are expected`);
  if (count > (bytes.length - 4) / 4) throw damaged(name, `${bytes.length} bytes are too few for ${count} items`);
  const items = new Array<T>(count);
  let at = 4;
  for (let i = 0; i < count; i++) {
    const start = at + 4;
    const stop = start + (start <= bytes.length ? view.getUint32(at, true) : 0);
    if (start > bytes.length || stop > bytes.length) throw damaged(name, `it ends inside item ${i} of ${count}`);
    items[i] = item(start, stop);
    at = stop;
  }
  if (at !== bytes.length) throw damaged(name, `${bytes.length - at} bytes stand behind its ${count} items`);
  return items;
}
