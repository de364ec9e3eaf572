import { encodeUtf8 } from "@hdmf-ts/array";
import type { ByteWriter } from "../io/byte-writer.ts";

/** The start of each datatype message: its class and version, the bits of the class, the size. */
export function putHead(writer: ByteWriter, kind: number, version: number, bits: number, size: number): void {
  writer.uint(version * 16 + kind, 1);
  writer.uint(bits, 3);
  writer.uint(size, 4);
}

/** Where the bits of a number are. */
export function putBits(writer: ByteWriter, offset: number, count: number): void {
  writer.uint(offset, 2);
  writer.uint(count, 2);
}

/** Ends in NUL, and is padded to 8 bytes. */
export function putName(writer: ByteWriter, name: string): void {
  const bytes = encodeUtf8(name);
  writer.bytes(bytes);
  writer.zeros(8 - (bytes.length % 8));
}
