import { Cursor } from "../io/cursor.ts";
import { type Family, parseDriver } from "../io/driver-info.ts";
import type { FileBytes, Range } from "../io/file-bytes.ts";
import { takeVersion } from "../signature.ts";
import { messageType } from "./message-type.ts";
import { readObjectHeader } from "./object-header.ts";

/** What the superblock extension says of where the bytes of a file are (specification II.C). */
export interface Extension {
  readonly family?: Family;
  /** Where metadata is that is not at its address. */
  readonly cacheImage?: Range;
}

/** @throws `unsupported`, `malformed`, `not-found` */
export function readExtension(bytes: FileBytes, extension: number): Extension {
  const found: { family?: Family; cacheImage?: Range } = {};
  const what = "The superblock extension";
  for (const { type, body } of readObjectHeader(bytes, extension).messages) {
    if (type === messageType.driverInfo) {
      const cursor = new Cursor(body, what, 1);
      const family = parseDriver(cursor.take(8), cursor.take(cursor.uint(2)), what);
      if (family) found.family = family;
    }
    if (type === messageType.cacheImage) {
      const cursor = new Cursor(body, "The metadata cache image message");
      takeVersion(cursor, 0);
      const address = cursor.address(bytes.sizeOfOffsets);
      const length = cursor.uint(bytes.sizeOfLengths);
      // Whoever opened the file for writing put all at its address.
      if (address !== undefined) found.cacheImage = { address, length };
    }
  }
  return found;
}
