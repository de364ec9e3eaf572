import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";
import { checkDriver } from "../io/driver-info.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { messageType } from "./message-type.ts";
import { readObjectHeader } from "./object-header.ts";

/**
 * Refuses files whose superblock extension says that they cannot be read by their addresses alone (specification II.C).
 * @throws `unsupported`, `malformed`, `not-found`
 */
export function checkExtension(bytes: FileBytes, extension: number | undefined): void {
  if (extension === undefined) return;
  const what = "The superblock extension";
  for (const { type, body } of readObjectHeader(bytes, extension).messages) {
    if (type === messageType.driverInfo) checkDriver(new Cursor(body, what, 1).take(8), what);
    // The specification does not describe it. Headers in the image are at their addresses only when the file was closed again.
    if (type === messageType.cacheImage) {
      throw hdmfError("unsupported", `${what} says that headers are kept in a metadata cache image`, {
        hint: "Make a file without one with h5repack",
      });
    }
  }
}
