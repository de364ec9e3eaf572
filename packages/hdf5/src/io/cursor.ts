import { hdmfError } from "@hdmf-ts/errors";

/**
 * Reads little-endian fields one after the other. A class, since a file has hundreds of thousands of them. Reading past the end is a
 * `malformed` error that names `what`.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly what: string;
  at = 0;

  constructor(bytes: Uint8Array, what: string, at = 0) {
    this.bytes = bytes;
    this.what = what;
    this.at = at;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** An unsigned integer of 1 to 8 bytes. @throws `malformed` beyond 2^53 */
  uint(length: number): number {
    this.#need(length);
    let value = 0;
    for (let index = this.at + length - 1; index >= this.at; index--)
      value = value * 256 + (this.bytes[index] as number);
    this.at += length;
    if (value > Number.MAX_SAFE_INTEGER) throw hdmfError("malformed", `${this.what} holds a number beyond 2^53`);
    return value;
  }

  /** An address or length; `undefined` where all bits are set, the format's undefined address. */
  address(length: number): number | undefined {
    this.#need(length);
    for (let index = 0; index < length; index++) if (this.bytes[this.at + index] !== 255) return this.uint(length);
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
