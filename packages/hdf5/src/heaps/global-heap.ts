import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { takeSignature, takeVersion } from "../signature.ts";

/** A collection of the global heap: elements of variable length, region references, virtual mappings (specification III.E). */
export interface GlobalHeap {
  /**
   * An object by its index; a view of the collection, not to be changed.
   * @throws `malformed` for an index that is not there.
   */
  object(index: number): Uint8Array;
  /** Bytes of memory that it holds. */
  readonly memory: number;
}

const largest = 2 ** 32 - 1;

/** The bytes in front of the objects, and in front of each object's data: 16 also where lengths have fewer than eight. */
export const globalHeapHeadLength = 16;

/** The whole length of a collection, from its head. */
export function globalHeapLength(bytes: FileBytes, address: number): number {
  const what = `global heap collection at address ${address}`;
  const cursor = new Cursor(bytes.at(address, globalHeapHeadLength, what), what);
  takeSignature(cursor, "GCOL");
  takeVersion(cursor, 1);
  cursor.skip(3);
  const size = cursor.uint(bytes.sizeOfLengths);
  if (size < globalHeapHeadLength) throw hdmfError("malformed", `${what} says that it has ${size} bytes`);
  if (size > bytes.end - address) throw hdmfError("malformed", `${what} has ${size} bytes, more than the file`);
  if (size > largest) throw hdmfError("limit", `${what} has ${size} bytes; 4 GiB are the most`);
  return size;
}

/** Reads a collection into memory of its own, so that it may be kept beyond the parse. */
export function readGlobalHeap(bytes: FileBytes, address: number): GlobalHeap {
  const what = `global heap collection at address ${address}`;
  const data = bytes.at(address, globalHeapLength(bytes, address), what).slice();
  const { starts, lengths } = indexObjects(data, bytes.sizeOfLengths, what);
  return {
    memory: data.length + starts.byteLength + lengths.byteLength,
    object(index) {
      const start = starts[index];
      if (start === undefined || start === 0) throw hdmfError("malformed", `${what} has no object ${index}`);
      return data.subarray(start, start + lengths[index]!);
    },
  };
}

interface Index {
  /** By the index of the object; 0 where there is none. */
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
}

/** Where each object lies. The rest behind the last one, or object 0, is free space. */
function indexObjects(data: Uint8Array, sizeOfLengths: number, what: string): Index {
  const cursor = new Cursor(data, what, globalHeapHeadLength);
  const found: number[] = [];
  let last = 0;
  while (cursor.left >= globalHeapHeadLength) {
    const index = cursor.uint(2);
    if (index === 0) break;
    cursor.skip(6);
    const length = cursor.uint(sizeOfLengths);
    cursor.skip(8 - sizeOfLengths);
    found.push(index, cursor.at, length);
    cursor.skip(length);
    cursor.skip(Math.min((8 - (length % 8)) % 8, cursor.left));
    if (index > last) last = index;
  }
  const starts = new Uint32Array(last + 1);
  const lengths = new Uint32Array(last + 1);
  for (let at = 0; at < found.length; at += 3) {
    const index = found[at]!;
    if (starts[index] !== 0) throw hdmfError("malformed", `${what} has two objects ${index}`);
    starts[index] = found[at + 1]!;
    lengths[index] = found[at + 2]!;
  }
  return { starts, lengths };
}
