import { type ArrayData, encodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Hdf5Text } from "../hdf5-file.ts";
import type { Column } from "./decode-context.ts";
import type { EncodeContext } from "./encode-context.ts";
import { checkLength } from "./encode-numbers.ts";

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
    if (lost) throw invalid(place, index, padding === "nullterm" ? "holds NUL" : `ends in what pads it (${padding})`);
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
  if (encoded.length > size) throw invalid(place, index, `takes ${encoded.length} bytes of UTF-8, and has ${size}`);
  bytes.set(encoded, at);
  return encoded.length;
}

function encodeOne(text: string, index: number, place: string): Uint8Array {
  try {
    return encodeUtf8(text);
  } catch (error) {
    throw hdmfError("invalid", `${place}: the text of element ${index} holds a lone surrogate`, { cause: error });
  }
}

/** Texts of varying length, which go to the heap. @throws `invalid` for a text with NUL in it, which would be cut there */
export function encodeTexts(
  data: ArrayData,
  { bytes, start, stride, count }: Column,
  context: EncodeContext,
  place: string,
): void {
  const texts = textsOf(data, count, place);
  for (let index = 0; index < count; index++) {
    if (texts[index]!.includes("\0")) throw invalid(place, index, "holds NUL, at which HDF5 ends a text");
  }
  try {
    context.heap.putTexts(texts, bytes, start, stride);
  } catch (error) {
    checkTexts(texts, place);
    throw error;
  }
}

/** @throws `invalid` for the first text that no bytes stand for */
export function checkTexts(texts: readonly string[], place: string): void {
  for (const [index, text] of texts.entries()) encodeOne(text, index, place);
}

function textsOf(data: ArrayData, count: number, place: string): readonly string[] {
  if (!Array.isArray(data)) throw hdmfError("invalid", `${place}: texts are needed, in a list`);
  checkLength(data.length, count, place);
  const texts = data as readonly string[];
  for (let index = 0; index < count; index++) {
    if (typeof texts[index] !== "string") throw hdmfError("invalid", `${place}: element ${index} is no text`);
  }
  return texts;
}

function invalid(place: string, index: number, how: string): Error {
  return hdmfError("invalid", `${place}: the text of element ${index} ${how}`);
}
