import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { takeSignature, takeVersion } from "../signature.ts";

/** The names of a group of the old style, and the targets of its soft links (specification III.D). */
export interface LocalHeap {
  /**
   * The bytes of the text at an offset, without its NUL; a view, for the time of the parse.
   * @throws `malformed` for an offset outside the heap, text without end, and texts that together are longer than the heap.
   */
  text(offset: number): Uint8Array;
}

const heapName = "local heap";
/** Bytes of texts that are not looked at. */
const slack = 2 ** 20;

/** Bytes of the fixed part of a local heap, to be asked for with others. */
function localHeapLength(bytes: FileBytes): number {
  return 8 + 2 * bytes.sizeOfLengths + bytes.sizeOfOffsets;
}

/** Reads a local heap. The list of free blocks is not followed: nothing is read by it. */
export function readLocalHeap(bytes: FileBytes, address: number): LocalHeap {
  const cursor = new Cursor(bytes.at(address, localHeapLength(bytes), heapName), heapName, 0, address);
  takeSignature(cursor, "HEAP");
  takeVersion(cursor, 0);
  cursor.skip(3);
  const size = cursor.uint(bytes.sizeOfLengths);
  cursor.skip(bytes.sizeOfLengths);
  const start = cursor.address(bytes.sizeOfOffsets);
  if (start === undefined && size > 0) throw hdmfError("malformed", `${cursor.what} has no address of its data`);
  const data = bytes.at(start ?? 0, size, "data of a local heap");
  // Texts do not share bytes. Without this, a small file could name many long ones by offsets into one.
  let left = slack + data.length;
  return {
    text(offset) {
      const end = offset < data.length ? data.indexOf(0, offset) : -1;
      if (end < 0) throw hdmfError("malformed", `${cursor.what} holds no text at offset ${offset}`);
      left -= end - offset;
      if (left < 0) throw hdmfError("malformed", `${cursor.what} is damaged: its texts are longer than the heap`);
      return data.subarray(offset, end);
    },
  };
}
