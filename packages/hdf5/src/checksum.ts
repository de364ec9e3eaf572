import { hdmfError } from "@hdmf-ts/errors";

/** Bob Jenkins' lookup3 ("hashlittle") of bytes: the checksum of all metadata, and the hash of names (specification I.A). Unsigned. */
export function lookup3(bytes: Uint8Array, initial = 0): number {
  const length = bytes.length;
  let a = (0xdeadbeef + length + initial) | 0;
  let b = a;
  let c = a;
  let at = 0;
  if (length > 12) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, length);
    for (; length - at > 12; at += 12) {
      a = (a + view.getInt32(at, true)) | 0;
      b = (b + view.getInt32(at + 4, true)) | 0;
      c = (c + view.getInt32(at + 8, true)) | 0;
      a = (a - c) ^ ((c << 4) | (c >>> 28));
      c = (c + b) | 0;
      b = (b - a) ^ ((a << 6) | (a >>> 26));
      a = (a + c) | 0;
      c = (c - b) ^ ((b << 8) | (b >>> 24));
      b = (b + a) | 0;
      a = (a - c) ^ ((c << 16) | (c >>> 16));
      c = (c + b) | 0;
      b = (b - a) ^ ((a << 19) | (a >>> 13));
      a = (a + c) | 0;
      c = (c - b) ^ ((b << 4) | (b >>> 28));
      b = (b + a) | 0;
    }
  }
  if (at === length) return c >>> 0;
  a = (a + tail(bytes, at)) | 0;
  b = (b + tail(bytes, at + 4)) | 0;
  c = (c + tail(bytes, at + 8)) | 0;
  c = (c ^ b) - ((b << 14) | (b >>> 18));
  a = (a ^ c) - ((c << 11) | (c >>> 21));
  b = (b ^ a) - ((a << 25) | (a >>> 7));
  c = (c ^ b) - ((b << 16) | (b >>> 16));
  a = (a ^ c) - ((c << 4) | (c >>> 28));
  b = (b ^ a) - ((a << 14) | (a >>> 18));
  c = (c ^ b) - ((b << 24) | (b >>> 8));
  return c >>> 0;
}

/** Up to four bytes as a number, zero beyond the end. */
function tail(bytes: Uint8Array, at: number): number {
  const byte = (index: number): number => bytes[index] ?? 0;
  return byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24);
}

/**
 * Compares the last four bytes of a structure with the checksum of those before them.
 *
 * @param what The structure with its address, for the message.
 * @throws `malformed` where they differ.
 */
export function verifyChecksum(structure: Uint8Array, what: string): void {
  const end = structure.length - 4;
  if (end < 0) throw hdmfError("malformed", `${what} is shorter than its checksum`);
  const stored = tail(structure, end) >>> 0;
  if (lookup3(structure.subarray(0, end)) !== stored) throw checksumError(what);
}

/** The error of a checksum that is not that of its bytes. */
export function checksumError(what: string): Error {
  return hdmfError("malformed", `${what} is damaged: its checksum does not fit its bytes`);
}
