import { hdmfError } from "@hdmf-ts/errors";

/**
 * Reads little-endian fields one after the other. A class, since a file has hundreds of thousands of them. Reading past the end is a
 * `malformed` error that names `what`.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly name: string;
  readonly place: number;
  readonly end: number;

  /**
   * @param place An address that belongs to the name: text is made of it only where there is something to say.
   * @param end Where the bytes end that may be read.
   */
  constructor(bytes: Uint8Array, name: string, at = 0, place = -1, end: number = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.name = name;
    this.place = place;
  }

  /** What the bytes are, for messages. */
  get what(): string {
    return this.place < 0 ? this.name : `${this.name} at address ${this.place}`;
  }

  get left(): number {
    return this.end - this.at;
  }

  /** An unsigned integer of 1 to 8 bytes. @throws `malformed` beyond 2^53 */
  uint(length: number): number {
    this.#need(length);
    const { bytes, at } = this;
    this.at = at + length;
    if (length === 1) return bytes[at] as number;
    if (length === 2) return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
    if (length === 4) return wordAt(bytes, at);
    let value = 0;
    if (length === 8) value = wordAt(bytes, at + 4) * 0x1_0000_0000 + wordAt(bytes, at);
    else for (let index = at + length - 1; index >= at; index--) value = value * 256 + (bytes[index] as number);
    if (value > Number.MAX_SAFE_INTEGER) throw hdmfError("malformed", `${this.what} holds a number beyond 2^53`);
    return value;
  }

  /** An address or length; `undefined` where all bits are set, the format's undefined address. */
  address(length: number): number | undefined {
    this.#need(length);
    for (let index = length - 1; index >= 0; index--) {
      if (this.bytes[this.at + index] !== 255) return this.uint(length);
    }
    this.at += length;
    return undefined;
  }

  /** A view of the next bytes. */
  take(length: number): Uint8Array {
    this.#need(length);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  skip(length: number): void {
    this.#need(length);
    this.at += length;
  }

  /** Goes on to the next multiple of `size`, counted from the start of the bytes. */
  align(size: number): void {
    this.skip((size - (this.at % size)) % size);
  }

  #need(length: number): void {
    if (length < 0 || length > this.left) {
      throw hdmfError("malformed", `${this.what} ends too early: ${length} bytes are needed, ${this.left} are there`);
    }
  }
}

/** Four bytes as an unsigned integer. */
export function wordAt(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  return (low | ((bytes[at + 3] as number) << 24)) >>> 0;
}
