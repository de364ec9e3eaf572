import type { DecodeContext } from "../src/datatypes/decode-context.ts";
import type { EncodeContext } from "../src/datatypes/encode-context.ts";
import { createTextCache } from "../src/datatypes/text-cache.ts";
import { createGlobalHeaps } from "../src/heaps/global-heaps.ts";
import { globalHeapWriter } from "../src/heaps/write-global-heap.ts";
import { ByteWriter, newFileSizes } from "../src/io/byte-writer.ts";
import type { FileSpace } from "../src/writer/file-space.ts";
import { wholeFile } from "./reader-heaps.ts";

/** A file in memory; addresses start behind where a superblock would be. */
export function memorySpace(): FileSpace & { readonly puts: [number, Uint8Array][]; bytes(): Uint8Array } {
  const puts: [number, Uint8Array][] = [];
  let end = 96;
  return {
    puts,
    allocate(length) {
      const address = end;
      end += Math.ceil(length / 8) * 8;
      return address;
    },
    put: (address, bytes) => puts.push([address, bytes]),
    open(address, length) {
      const bytes = new Uint8Array(length);
      puts.push([address, bytes]);
      return new ByteWriter(newFileSizes, bytes);
    },
    bytes() {
      const all = new Uint8Array(end);
      for (const [address, bytes] of puts) all.set(bytes, address);
      return all;
    },
  };
}

const texts = createTextCache();

/** Where elements are encoded to, and decoded from again. Ids are addresses. */
export function madeHeap(
  sizes = newFileSizes,
  shapeOf: EncodeContext["shapeOf"] = () => null,
): { readonly encode: EncodeContext; decode(): DecodeContext } {
  const { sizeOfOffsets, sizeOfLengths } = sizes;
  const space = memorySpace();
  const heap = globalHeapWriter(space, sizes);
  return {
    encode: { sizeOfOffsets, heap, addressOf: (id) => id, shapeOf },
    decode() {
      heap.finish();
      const file = wholeFile(space.bytes(), { offsets: sizeOfOffsets, lengths: sizeOfLengths });
      const heaps = createGlobalHeaps();
      return {
        sizeOfOffsets,
        texts,
        heap: (address) => heaps.collection(file, address),
        heapObject: (address, index) => heaps.object(file, address, index),
        wantHeaps: () => undefined,
        shapeOf,
      };
    },
  };
}
