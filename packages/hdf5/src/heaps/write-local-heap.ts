import type { FieldSizes } from "../datasets/data-layout.ts";
import { byteWriter } from "../io/byte-writer.ts";
import type { FileSpace } from "../writer/file-space.ts";

/** Collects the texts of a local heap, then writes it. */
export interface LocalHeapWriter {
  /** @returns The offset of the text, which is kept with a NUL, at a multiple of 8 bytes. */
  add(text: Uint8Array): number;
  /** @returns The address of the heap. */
  write(space: FileSpace): number;
}

/** Free bytes at the end, for names that are added later. */
const spare = 64;

/** A local heap (specification III.D): the empty text at offset 0, those that are added, a free block. */
export function localHeapWriter(sizes: FieldSizes): LocalHeapWriter {
  const { sizeOfLengths, sizeOfOffsets } = sizes;
  const writer = byteWriter(sizes, 192);
  writer.ascii("HEAP");
  writer.zeros(4);
  const lengthsAt = writer.at;
  // Length of the data, offset of the first free block, and address of the data, once they are known.
  writer.zeros(2 * sizeOfLengths + sizeOfOffsets);
  writer.align(8);
  const start = writer.at;
  writer.zeros(8);
  return {
    add(text) {
      const offset = writer.at - start;
      writer.bytes(text);
      writer.zeros(1);
      writer.align(8);
      return offset;
    },
    write(space) {
      const free = writer.at - start;
      // There is no next free block: libhdf5 has 1 for that, and refuses the undefined address of the specification.
      writer.length(1);
      writer.length(spare);
      writer.zeros(spare - 2 * sizeOfLengths);
      const address = space.allocate(writer.at);
      writer.patch(lengthsAt, free + spare, sizeOfLengths);
      writer.patch(lengthsAt + sizeOfLengths, free, sizeOfLengths);
      writer.patch(lengthsAt + 2 * sizeOfLengths, address + start, sizeOfOffsets);
      space.put(address, writer.finish());
      return address;
    },
  };
}
