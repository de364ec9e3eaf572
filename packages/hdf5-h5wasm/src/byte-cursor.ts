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
  /** Up to the next NUL, which is passed over. */
  cString(): Uint8Array;
  skip(length: number): void;
}

/** A cursor over `bytes`; `what` names the structure in messages. */
export function byteCursor(bytes: Uint8Array, what: string): ByteCursor {
  let at = 0;
  const need = (length: number): void => {
    if (length < 0 || at + length > bytes.length) {
      throw hdmfError("malformed", `${what} is cut off: ${length} bytes wanted where ${bytes.length - at} are left`);
    }
  };
  const uint = (length: number): number => {
    need(length);
    let value = 0;
    for (let index = length - 1; index >= 0; index--) value = value * 256 + (bytes[at + index] ?? 0);
    at += length;
    if (value > Number.MAX_SAFE_INTEGER) throw hdmfError("malformed", `${what} holds a number beyond 2^53`);
    return value;
  };
  return {
    get at() {
      return at;
    },
    get left() {
      return bytes.length - at;
    },
    uint,
    address(length) {
      need(length);
      for (let index = 0; index < length; index++) if (bytes[at + index] !== 255) return uint(length);
      at += length;
      return undefined;
    },
    take(length) {
      need(length);
      at += length;
      return bytes.subarray(at - length, at);
    },
    cString() {
      const end = bytes.indexOf(0, at);
      if (end < 0) throw hdmfError("malformed", `${what} holds a name without an end`);
      const text = bytes.subarray(at, end);
      at = end + 1;
      return text;
    },
    skip(length) {
      need(length);
      at += length;
    },
  };
}
