/** Writes bits into each byte from the highest to the lowest. A class, since elements are written one by one. */
export class BitWriter {
  readonly #bytes: Uint8Array;
  #at: number;
  /** Bits of the byte at `#at` that are free. */
  #left = 8;

  /** @param bytes Zeros, as many as are needed. */
  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** The lowest `count` bits, up to 32, of an unsigned number, the highest one first. */
  put(value: number, count: number): void {
    let missing = count;
    while (missing > 0) {
      const put = Math.min(missing, this.#left);
      this.#left -= put;
      missing -= put;
      this.#bytes[this.#at]! |= ((value >>> missing) & ((1 << put) - 1)) << this.#left;
      if (this.#left === 0) {
        this.#left = 8;
        this.#at++;
      }
    }
  }
}
