import { hdmfError } from "@hdmf-ts/errors";
import type { Cursor } from "./io/cursor.ts";

/** Takes the four letters that a structure begins with. @throws `malformed` where others stand there. */
export function takeSignature(cursor: Cursor, signature: string): void {
  const { bytes, at } = cursor;
  cursor.skip(signature.length);
  for (let index = 0; index < signature.length; index++) {
    if (bytes[at + index] !== signature.charCodeAt(index)) {
      throw hdmfError("malformed", `${cursor.what} does not begin with ${signature}`);
    }
  }
}

/** Takes the version byte of a structure. @throws `unsupported` for another than `known`. */
export function takeVersion(cursor: Cursor, known: number): void {
  const version = cursor.uint(1);
  if (version !== known) throw hdmfError("unsupported", `${cursor.what} has version ${version}, known is ${known}`);
}
