import { decodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Cursor } from "../io/cursor.ts";

/** What stands in front of the properties of every class (specification IV.A.2.d). */
export interface DatatypeHead {
  readonly version: number;
  /** The 24 bits of the class. */
  readonly bits: number;
  readonly size: number;
}

/** A `malformed` error about the type under way. */
export function malformed(cursor: Cursor, how: string): Error {
  return hdmfError("malformed", `${cursor.what} ${how}`);
}

/** An `unsupported` error about the type under way. */
export function unsupported(cursor: Cursor, how: string): Error {
  return hdmfError("unsupported", `${cursor.what} ${how}, which is not supported`);
}

/** The name of a member, which ends in NUL and is padded to 8 bytes before version 3. */
export function takeName(cursor: Cursor, version: number): string {
  const end = cursor.bytes.indexOf(0, cursor.at);
  if (end < 0) throw malformed(cursor, "has a name without an end");
  const name = cursor.take(end - cursor.at);
  cursor.skip(version < 3 ? 8 - (name.length % 8) : 1);
  return decodeUtf8(name);
}

/** Two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
