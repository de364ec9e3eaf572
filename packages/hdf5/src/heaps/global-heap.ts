import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { takeSignature, takeVersion } from "../signature.ts";

/**
 * A collection of the global heap: elements of variable length, region references, virtual mappings (specification III.E). In arrays,
 * since files have millions of such objects.
 */
export interface GlobalHeap {
  /** All of the collection; a view for the time of the parse, not to be changed. */
  readonly bytes: Uint8Array;
  /**
   * Two numbers for each index of an object: where it starts in `bytes`, and its length; both 0 where there is none. Valid until
   * another collection is asked for.
   */
  readonly places: Uint32Array;
}

const largest = 2 ** 32 - 1;

/** The bytes in front of the objects, and in front of each object's data: 16 also where lengths have fewer than eight. */
export const globalHeapHeadLength = 16;

/** The whole length of a collection, from its head. */
export function globalHeapLength(bytes: FileBytes, address: number): number {
  // Files have a hundred thousand of these: what is only for messages is made where there is one.
  const head = bytes.at(address, globalHeapHeadLength, "A global heap collection");
  if (head[0] !== 0x47 || head[1] !== 0x43 || head[2] !== 0x4f || head[3] !== 0x4c || head[4] !== 1) {
    const cursor = new Cursor(head, nameOf(address));
    takeSignature(cursor, "GCOL");
    takeVersion(cursor, 1);
  }
  const size = lengthAt(head, 8, bytes.sizeOfLengths);
  if (size < globalHeapHeadLength) throw hdmfError("malformed", `${nameOf(address)} says that it has ${size} bytes`);
  if (size > bytes.end - address) {
    throw hdmfError("malformed", `${nameOf(address)} has ${size} bytes, more than the file`);
  }
  if (size > largest) throw hdmfError("limit", `${nameOf(address)} has ${size} bytes; 4 GiB are the most`);
  return size;
}

/** Memory for {@link GlobalHeap.places}, which is used again and again; all from `used` on is 0. */
export interface Places {
  numbers: Uint32Array;
  used: number;
}

/** Puts where the objects of a collection lie in place of what was there before. */
export function readPlaces(data: Uint8Array, sizeOfLengths: number, address: number, places: Places): void {
  let { numbers } = places;
  numbers.fill(0, 0, places.used);
  places.used = numbers.length;
  let last = 0;
  // The rest behind the last object, or object 0, is free space.
  for (let at = globalHeapHeadLength; at + globalHeapHeadLength <= data.length; ) {
    const index = data[at]! | (data[at + 1]! << 8);
    if (index === 0) break;
    const start = at + globalHeapHeadLength;
    const length = lengthAt(data, at + 8, sizeOfLengths);
    if (start + length > data.length) {
      const left = data.length - start;
      const what = nameOf(address);
      throw hdmfError("malformed", `${what} ends too early: ${length} bytes are needed, ${left} are there`);
    }
    if (2 * index >= numbers.length) {
      numbers = longer(numbers, 2 * index + 2);
      places.numbers = numbers;
      places.used = numbers.length;
    }
    if (numbers[2 * index] !== 0) throw hdmfError("malformed", `${nameOf(address)} has two objects ${index}`);
    numbers[2 * index] = start;
    numbers[2 * index + 1] = length;
    if (index > last) last = index;
    at = start + length + (-length & 7);
  }
  places.used = 2 * last + 2;
}

/** Where the object `index` starts. @throws `malformed` for one that is not there. */
export function startOf({ places }: GlobalHeap, index: number, address: number): number {
  const start = places[2 * index];
  if (start !== undefined && start !== 0) return start;
  throw hdmfError("malformed", `${nameOf(address)} has no object ${index}`);
}

function nameOf(address: number): string {
  return `global heap collection at address ${address}`;
}

function longer(places: Uint32Array, least: number): Uint32Array {
  const more = new Uint32Array(Math.max(least, 2 * places.length));
  more.set(places);
  return more;
}

function lengthAt(data: Uint8Array, at: number, size: number): number {
  if (size !== 4 && size !== 8) return new Cursor(data, "A global heap collection", at).uint(size);
  const word = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
  const high = size === 8 ? data[at + 4]! | data[at + 5]! | data[at + 6]! | data[at + 7]! : 0;
  if (high === 0 && word >= 0) return word;
  return new Cursor(data, "A global heap collection", at).uint(size);
}
