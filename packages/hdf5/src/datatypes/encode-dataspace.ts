import { byteWriter } from "../io/byte-writer.ts";
import type { Dataspace } from "./dataspace-message.ts";

/**
 * Lays out a dataspace message (specification IV.A.2.b): version 1, and version 2 for the null space, which the first does not know.
 * As libhdf5 does, the greatest lengths are given even where nothing can grow.
 */
export function encodeDataspace({ shape, maxShape }: Dataspace, sizeOfLengths: number): Uint8Array {
  if (shape === null) return Uint8Array.of(2, 0, 0, 2);
  const writer = byteWriter({ sizeOfOffsets: sizeOfLengths, sizeOfLengths }, 8 + 2 * shape.length * sizeOfLengths);
  writer.uint(1, 1);
  writer.uint(shape.length, 1);
  writer.uint(shape.length > 0 ? 1 : 0, 1);
  writer.zeros(5);
  for (const length of shape) writer.length(length);
  for (const most of maxShape ?? shape) writer.length(most ?? undefined);
  return writer.finish();
}
