import { hdmfError } from "@hdmf-ts/errors";
import { openFractalHeap } from "../heaps/fractal-heap.ts";
import { readSharedMessageTable, sharedMessageHeap } from "../heaps/shared-messages.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { messageType } from "./message-type.ts";
import { readObjectHeader } from "./object-header.ts";

/** Looks into the heap that the superblock extension leads to (specification IV.A.2.p, III.I). */
export function readSharedMessage(
  bytes: FileBytes,
  extension: number | undefined,
  type: number,
  heapId: Uint8Array,
): Uint8Array {
  const header = extension === undefined ? undefined : readObjectHeader(bytes, extension);
  const message = header?.messages.find((found) => found.type === messageType.sharedTable);
  if (message === undefined) {
    throw hdmfError("malformed", `A message of type ${type} is shared, but the file has no table of shared messages`);
  }
  const cursor = new Cursor(message.body, "The shared message table message", 1);
  const address = cursor.address(bytes.sizeOfOffsets);
  if (address === undefined) throw hdmfError("malformed", "The table of shared messages is nowhere");
  const table = readSharedMessageTable(bytes, address, cursor.uint(1));
  return openFractalHeap(bytes, sharedMessageHeap(table, type)).read(heapId);
}
