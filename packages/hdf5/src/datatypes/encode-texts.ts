import { type ArrayData, encodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Column } from "./decode-context.ts";
import type { EncodeContext } from "./encode-context.ts";
import { checkLength } from "./encode-numbers.ts";

/** The bytes of a text. @throws `invalid` for one that no bytes stand for */
export function encodeOne(text: string, index: number, place: string): Uint8Array {
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
    if (texts[index]!.includes("\0")) throw invalidText(place, index, "holds NUL, at which HDF5 ends a text");
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

/** As many texts as are wanted. @throws `invalid` for what is none */
export function textsOf(data: ArrayData, count: number, place: string): readonly string[] {
  if (!Array.isArray(data)) throw hdmfError("invalid", `${place}: texts are needed, in a list`);
  checkLength(data.length, count, place);
  const texts = data as readonly string[];
  for (let index = 0; index < count; index++) {
    if (typeof texts[index] !== "string") throw hdmfError("invalid", `${place}: element ${index} is no text`);
  }
  return texts;
}

/** What is wrong with a text. */
export function invalidText(place: string, index: number, how: string): Error {
  return hdmfError("invalid", `${place}: the text of element ${index} ${how}`);
}
