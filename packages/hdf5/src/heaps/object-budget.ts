import { hdmfError } from "@hdmf-ts/errors";
import type { FileBytes } from "../io/file-bytes.ts";

/** So much is never looked at: filters may make more of a heap than the file has bytes. */
const unchecked = 2 ** 26;

/**
 * Objects of a fractal heap do not share bytes; without this, identifiers in a small damaged file could name the same large
 * one again and again.
 *
 * @throws `malformed`
 */
export function checkObjects(bytes: FileBytes, objects: readonly Uint8Array[], what: string): void {
  let total = 0;
  for (const { length } of objects) total += length;
  if (total <= Math.max(unchecked, bytes.end)) return;
  throw hdmfError("malformed", `${what} is damaged: its parts take ${total} bytes, and the file has ${bytes.end}`);
}
