import type { FieldSizes } from "../datasets/data-layout.ts";
import { aligned } from "../io/aligned.ts";
import type { ByteWriter } from "../io/byte-writer.ts";
import { encodeTerminated, isPlainAscii } from "../messages/encode-text.ts";
import type { FileSpace } from "../writer/file-space.ts";

/** Free bytes at the end, for names that are added later. */
const spare = 64;

/**
 * Collects the texts of a local heap (specification III.D), then writes it: the empty text at offset 0, those that are added, a free block.
 * A class, as {@link ByteWriter} is one.
 */
export class LocalHeapWriter {
  readonly #sizes: FieldSizes;
  readonly #texts: (string | Uint8Array)[] = [];
  #used = 8;

  constructor(sizes: FieldSizes) {
    this.#sizes = sizes;
  }

  /**
   * @param what Names the text in messages.
   * @returns The offset of the text, which is kept with a NUL, at a multiple of 8 bytes.
   * @throws `invalid` for text that holds a NUL
   */
  add(text: string, what: string): number {
    const stored = isPlainAscii(text) ? text : encodeTerminated(text, what);
    const offset = this.#used;
    this.#texts.push(stored);
    this.#used += aligned(stored.length + 1);
    return offset;
  }

  /** @returns The address of the heap. */
  write(space: FileSpace): number {
    const { sizeOfLengths, sizeOfOffsets } = this.#sizes;
    const headLength = aligned(8 + 2 * sizeOfLengths + sizeOfOffsets);
    const used = this.#used;
    const total = headLength + used + spare;
    const address = space.allocate(total);
    const writer = space.open(address, total);
    writer.ascii("HEAP");
    writer.zeros(4);
    writer.length(used + spare);
    writer.length(used);
    writer.address(address + headLength);
    writer.align(8);
    writer.zeros(8);
    putTexts(writer, this.#texts);
    // There is no next free block: libhdf5 has 1 for that, and refuses the undefined address of the specification.
    writer.length(1);
    writer.length(spare);
    writer.zeros(spare - 2 * sizeOfLengths);
    return address;
  }
}

function putTexts(writer: ByteWriter, texts: readonly (string | Uint8Array)[]): void {
  for (let index = 0; index < texts.length; index++) {
    const text = texts[index]!;
    if (typeof text === "string") writer.ascii(text);
    else writer.bytes(text);
    writer.zeros(1);
    writer.align(8);
  }
}
