import { hdmfError } from "@hdmf-ts/errors";
import type { Cursor } from "../io/cursor.ts";

/** Where a shared message is (specification IV.A.2, "shared message"). */
export type SharedPlace =
  | { readonly header: number }
  /** Its id in the heap of the shared messages of its type. */
  | { readonly heapId: Uint8Array };

/** @throws `malformed`, `unsupported` */
export function readSharedPlace(cursor: Cursor, sizeOfOffsets: number, sizeOfLengths: number): SharedPlace {
  const { what } = cursor;
  const version = cursor.uint(1);
  const kind = cursor.uint(1);
  if (version < 1 || version > 3) throw hdmfError("unsupported", `${what} is shared in the unknown version ${version}`);
  if (version === 3 && kind === 1) return { heapId: cursor.take(8) };
  // The first version keeps a symbol table entry, in which the address comes second.
  if (version === 1) cursor.skip(6 + sizeOfLengths);
  const header = cursor.address(sizeOfOffsets);
  if (header === undefined) throw hdmfError("malformed", `${what} is shared, but nowhere`);
  return { header };
}
