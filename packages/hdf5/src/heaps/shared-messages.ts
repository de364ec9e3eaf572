import { hdmfError } from "@hdmf-ts/errors";
import { verifyChecksum } from "../checksum.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { takeSignature } from "../signature.ts";

/** An index of messages that several object headers share (specification III.I). */
export interface SharedMessageIndex {
  /** A bit for each type of header message that is in this index, by the type's own number. */
  readonly messageTypes: number;
  /** Of the fractal heap with the messages; absent while there are none. */
  readonly heap: number | undefined;
}

const oldFillValue = 4;
const fillValue = 5;

/**
 * Reads the master table of shared messages.
 *
 * @param address And `indexes`: from the Shared Message Table message of the superblock extension.
 */
export function readSharedMessageTable(
  bytes: FileBytes,
  address: number,
  indexes: number,
): readonly SharedMessageIndex[] {
  const what = `shared message table at address ${address}`;
  if (indexes < 1 || indexes > 8) throw hdmfError("malformed", `${what} has ${indexes} indexes; 8 are the most`);
  const data = bytes.at(address, 4 + indexes * (14 + 2 * bytes.sizeOfOffsets) + 4, what);
  const cursor = new Cursor(data, what);
  takeSignature(cursor, "SMTB");
  verifyChecksum(data, what);
  const found: SharedMessageIndex[] = [];
  for (let index = 0; index < indexes; index++) {
    const version = cursor.uint(1);
    if (version !== 0) throw hdmfError("unsupported", `${what} has an index of version ${version}, known is 0`);
    cursor.skip(1);
    const messageTypes = cursor.uint(2);
    cursor.skip(10 + bytes.sizeOfOffsets);
    found.push({ messageTypes, heap: cursor.address(bytes.sizeOfOffsets) });
  }
  return found;
}

/**
 * The address of the fractal heap that holds shared messages of a type. Both fill value messages are one kind here.
 *
 * @throws `malformed` where no index has the type.
 */
export function sharedMessageHeap(table: readonly SharedMessageIndex[], messageType: number): number {
  const bit = messageType < 16 ? 1 << (messageType === oldFillValue ? fillValue : messageType) : 0;
  const heap = table.find(({ messageTypes }) => (messageTypes & bit) !== 0)?.heap;
  if (heap === undefined)
    throw hdmfError("malformed", `no heap of shared messages holds messages of type ${messageType}`);
  return heap;
}
