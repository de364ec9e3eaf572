import type { ByteSource } from "../src/index.ts";
import { blobSource, memorySource, openBytes } from "../src/index.ts";

export const content: Uint8Array = Uint8Array.from({ length: 1000 }, (_, i) => i * 3);
const apart = new Uint8Array(1200);
apart.set(content, 100);

/** Ways to hold the same 1000 bytes, in Node and in a browser. */
export const sourceCases: readonly (readonly [title: string, open: () => Promise<ByteSource> | ByteSource])[] = [
  ["memory", () => memorySource(content)],
  ["a part of a larger memory", () => memorySource(apart.subarray(100, 1100))],
  ["bytes through openBytes", () => openBytes(content)],
  ["a Blob", () => blobSource(new Blob([content as BufferSource]))],
  ["a Blob through openBytes", () => openBytes(new Blob([content as BufferSource]))],
  ["a source through openBytes", () => openBytes(memorySource(content))],
];
