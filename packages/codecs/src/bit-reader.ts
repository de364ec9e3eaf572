import { damaged } from "./damage.ts";

/** Reads bits from the highest of each byte to the lowest. A class, since elements are read one by one. */
export class BitReader {
  readonly #bytes: Uint8Array;
  readonly #name: string;
  #at: number;
  /** Bits of the byte at `#at` that are not read yet. */
  #left = 8;

  /** @param name The codec, for the error about bytes that end too early. */
  constructor(bytes: Uint8Array, name: string, at = 0) {
    this.#bytes = bytes;
    this.#name = name;
    this.#at = at;
  }

  /** Up to 32 bits as an unsigned number, the first one highest. @throws `malformed` behind the end */
  take(count: number): number {
    let value = 0;
    let missing = count;
    while (missing > 0) {
      if (this.#at >= this.#bytes.length) throw damaged(this.#name, "it ends too early");
      const got = Math.min(missing, this.#left);
      this.#left -= got;
      missing -= got;
      value = value * 2 ** got + ((this.#bytes[this.#at]! >> this.#left) & ((1 << got) - 1));
      if (this.#left === 0) {
        this.#left = 8;
        this.#at++;
      }
    }
    return value;
  }
}
