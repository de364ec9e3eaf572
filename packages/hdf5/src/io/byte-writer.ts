import type { FieldSizes } from "../datasets/data-layout.ts";

/** The widths of files that are made new. */
export const newFileSizes: FieldSizes = { sizeOfOffsets: 8, sizeOfLengths: 8 };

/** Small structures share memory: an array of its own for each costs more than all that is done with it. */
const slabBytes = 65_536;
const shortBytes = 48;
let slab = /* @__PURE__ */ new Uint8Array(0);
let slabUsed = 0;

/** Zeros that nobody else uses; they may share their buffer with others. */
function takeMemory(length: number): Uint8Array {
  if (length > slabBytes / 8) return new Uint8Array(length);
  if (slabUsed + length > slab.length) {
    slab = new Uint8Array(slabBytes);
    slabUsed = 0;
  }
  const taken = slab.subarray(slabUsed, slabUsed + length);
  slabUsed += length;
  return taken;
}

/**
 * Lays out the bytes of a structure, little endian, from its first to its last. A class, since a file has hundreds of thousands of
 * structures, and closures for each of them take longer than their bytes.
 */
export class ByteWriter implements FieldSizes {
  readonly sizeOfOffsets: number;
  readonly sizeOfLengths: number;
  /** Bytes so far. */
  at = 0;
  #buffer: Uint8Array;
  /** Where the structure begins in the buffer. */
  readonly #start: number;
  /** Whether the buffer is somebody else's, and has all the room that there is. */
  readonly #given: boolean;

  /**
   * @param memory Bytes to make room for at once, more are taken when needed; or zeros to write over from `start` on, with room for all.
   */
  constructor({ sizeOfOffsets, sizeOfLengths }: FieldSizes, memory: number | Uint8Array, start = 0) {
    this.sizeOfOffsets = sizeOfOffsets;
    this.sizeOfLengths = sizeOfLengths;
    this.#given = typeof memory !== "number";
    this.#buffer = typeof memory === "number" ? takeMemory(memory) : memory;
    this.#start = start;
  }

  /** A number of `size` bytes (1 to 8), at most 2^53. */
  uint(value: number, size: number): void {
    this.#room(size);
    putUint(this.#buffer, this.#start + this.at, value, size);
    this.at += size;
  }

  /** An address by the superblock's "size of offsets"; all bits set where there is none. */
  address(value: number | undefined): void {
    this.#orUndefined(value, this.sizeOfOffsets);
  }

  /** A length by the superblock's "size of lengths"; all bits set where there is none. */
  length(value: number | undefined): void {
    this.#orUndefined(value, this.sizeOfLengths);
  }

  bytes(bytes: Uint8Array): void {
    const { length } = bytes;
    this.#room(length);
    const start = this.#start + this.at;
    // Most are parts of messages, and shorter than what a call of the platform takes.
    if (length > shortBytes) this.#buffer.set(bytes, start);
    else for (let index = 0; index < length; index++) this.#buffer[start + index] = bytes[index]!;
    this.at += length;
  }

  /** ASCII, such as a signature. */
  ascii(text: string): void {
    this.#room(text.length);
    const start = this.#start + this.at;
    for (let index = 0; index < text.length; index++) this.#buffer[start + index] = text.charCodeAt(index);
    this.at += text.length;
  }

  zeros(count: number): void {
    this.#room(count);
    this.at += count;
  }

  /** Zeros up to a multiple of `to` bytes from the start. */
  align(to: number): void {
    this.zeros((to - (this.at % to)) % to);
  }

  /** Changes a number that was written before. */
  patch(at: number, value: number, size: number): void {
    putUint(this.#buffer, this.#start + at, value, size);
  }

  /** A view of all that was written; nothing is written after that. */
  finish(): Uint8Array {
    const start = this.#start;
    if (start === 0 && this.#buffer.length === this.at) return this.#buffer;
    return this.#buffer.subarray(start, start + this.at);
  }

  #orUndefined(value: number | undefined, size: number): void {
    if (value !== undefined) {
      this.uint(value, size);
      return;
    }
    this.#room(size);
    const start = this.#start + this.at;
    this.#buffer.fill(255, start, start + size);
    this.at += size;
  }

  #room(count: number): void {
    if (this.#start + this.at + count <= this.#buffer.length) return;
    if (this.#given) throw new RangeError(`a structure is ${this.at + count} bytes long, more than was foretold`);
    const larger = takeMemory(Math.max(2 * this.#buffer.length, this.at + count));
    larger.set(this.#buffer.subarray(0, this.at));
    this.#buffer = larger;
  }
}

function putUint(bytes: Uint8Array, at: number, value: number, size: number): void {
  // Almost all numbers have at most 32 bits, which are shifted faster than divided.
  if (value <= 0xffff_ffff) {
    bytes[at] = value;
    if (size === 1) return;
    bytes[at + 1] = value >>> 8;
    if (size === 2) return;
    const end = at + size;
    let rest = value >>> 16;
    for (let index = at + 2; index < end; index++, rest >>>= 8) bytes[index] = rest;
    return;
  }
  const end = at + size;
  for (let index = at, rest = value; index < end; index++) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}

export function byteWriter(sizes: FieldSizes, expected = 256): ByteWriter {
  return new ByteWriter(sizes, expected);
}
