import { hdmfError } from "@hdmf-ts/errors";

/** Reads little-endian fields one after the other. Reading past the end is a `malformed` error that names `what`. */
export interface ByteCursor {
  readonly at: number;
  readonly left: number;
  /** An unsigned integer of 1 to 8 bytes; beyond 2^53 is `malformed`. */
  uint(bytes: number): number;
  /** An address or length of `bytes`; `undefined` where all bits are set (the format's "undefined address"). */
  address(bytes: number): number | undefined;
  take(length: number): Uint8Array;
  /** What was read from `start` on. */
  since(start: number): Uint8Array;
  /** Up to the next NUL, which is passed over. */
  cString(): Uint8Array;
  skip(length: number): void;
}

/** A cursor over `bytes`; `what` names the structure in messages. */
export function byteCursor(bytes: Uint8Array, what: string): ByteCursor {
  return new Cursor(bytes, what);
}

/** A class, because a file has hundreds of thousands of these: as closures they took half of the time in collecting garbage. */
class Cursor implements ByteCursor {
  readonly #bytes: Uint8Array;
  readonly #what: string;
  at = 0;

  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  get left(): number {
    return this.#bytes.length - this.at;
  }

  uint(length: number): number {
    this.#need(length);
    let value = 0;
    for (let index = this.at + length - 1; index >= this.at; index--) value = value * 256 + (this.#bytes[index] ?? 0);
    this.at += length;
    if (value > Number.MAX_SAFE_INTEGER) throw hdmfError("malformed", `${this.#what} holds a number beyond 2^53`);
    return value;
  }

  address(length: number): number | undefined {
    this.#need(length);
    for (let index = 0; index < length; index++) if (this.#bytes[this.at + index] !== 255) return this.uint(length);
    this.at += length;
    return undefined;
  }

  take(length: number): Uint8Array {
    this.#need(length);
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  since(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.at);
  }

  cString(): Uint8Array {
    const end = this.#bytes.indexOf(0, this.at);
    if (end < 0) throw hdmfError("malformed", `${this.#what} holds a name without an end`);
    const text = this.#bytes.subarray(this.at, end);
    this.at = end + 1;
    return text;
  }

  skip(length: number): void {
    this.#need(length);
    this.at += length;
  }

  #need(length: number): void {
    if (length >= 0 && length <= this.left) return;
    throw hdmfError("malformed", `${this.#what} is cut off: ${length} bytes wanted where ${this.left} are left`);
  }
}
