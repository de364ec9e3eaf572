import type { ArrayData } from "@hdmf-ts/array";
import type { Hdf5Text } from "../hdf5-file.ts";
import type { Column } from "./decode-context.ts";
import { encodeOne, invalidText, textsOf } from "./encode-texts.ts";

/**
 * Texts of fixed length, filled up with what pads them.
 * @throws `invalid` for a text that is longer, or that would be read as another: with NUL in it, or what pads it at its end
 */
export function encodeFixedTexts(
  padding: Hdf5Text["padding"],
  size: number,
  data: ArrayData,
  { bytes, start, stride, count }: Column,
  place: string,
): void {
  const texts = textsOf(data, count, place);
  const pad = padding === "spacepad" ? 0x20 : 0;
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const text = texts[index]!;
    const end = at + putText(text, bytes, at, size, index, place);
    const lost = padding === "nullterm" ? text.includes("\0") : text !== "" && bytes[end - 1] === pad;
    if (lost)
      throw invalidText(place, index, padding === "nullterm" ? "holds NUL" : `ends in what pads it (${padding})`);
    bytes.fill(pad, end, at + size);
  }
}

/** Writes a text and gives the number of its bytes. */
function putText(text: string, bytes: Uint8Array, at: number, size: number, index: number, place: string): number {
  let length = 0;
  if (text.length <= size) {
    for (; length < text.length; length++) {
      const code = text.charCodeAt(length);
      if (code > 127) break;
      bytes[at + length] = code;
    }
    if (length === text.length) return length;
  }
  const encoded = encodeOne(text, index, place);
  if (encoded.length > size) throw invalidText(place, index, `takes ${encoded.length} bytes of UTF-8, and has ${size}`);
  bytes.set(encoded, at);
  return encoded.length;
}
