import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";
import { type Family, parseDriver } from "../io/driver-info.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { messageType } from "./message-type.ts";
import { readObjectHeader } from "./object-header.ts";

/** What the superblock extension says of where the bytes of a file are (specification II.C). */
export interface Extension {
  readonly family?: Family;
}

/** @throws `unsupported`, `malformed`, `not-found` */
export function readExtension(bytes: FileBytes, extension: number | undefined): Extension {
  const found: { family?: Family } = {};
  if (extension === undefined) return found;
  const what = "The superblock extension";
  for (const { type, body } of readObjectHeader(bytes, extension).messages) {
    if (type === messageType.driverInfo) {
      const cursor = new Cursor(body, what, 1);
      const family = parseDriver(cursor.take(8), cursor.take(cursor.uint(2)), what);
      if (family) found.family = family;
    }
    // The specification does not describe it. Headers in the image are at their addresses only when the file was closed again.
    if (type === messageType.cacheImage) {
      throw hdmfError("unsupported", `${what} says that headers are kept in a metadata cache image`, {
        hint: "Make a file without one with h5repack",
      });
    }
  }
  return found;
}
