import { allocate, encodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { FieldSizes } from "../datasets/data-layout.ts";
import type { HeapTarget } from "../datatypes/encode-context.ts";
import { putAddress, putHeapId } from "../datatypes/put-heap-id.ts";
import { aligned } from "../io/aligned.ts";
import type { ByteWriter } from "../io/byte-writer.ts";
import type { FileSpace } from "../writer/file-space.ts";
import { type Utf8Writer, utf8Writer } from "./utf8-writer.ts";

/** A global heap that is being written. */
export interface GlobalHeapWriter extends HeapTarget {
  /** Puts one text and writes its heap ID, as `putTexts` does, over zeros of `target`. */
  putText(text: string, target: ByteWriter, at: number): void;
  /** Hands over the collection that is not full yet; more may follow, in others. */
  finish(): void;
}

/** Of a collection, and in front of each object; also where lengths have fewer than eight bytes. */
const headLength = 16;
const least = 4096;
/** No more than 65,535 objects fit into it, the most that have an index. */
const most = 2 ** 20;
/** A collection is at most this part of what was put before it, so that the last one, half empty, is no large part of the file. */
const share = 16;

/** The collection that is being filled. */
interface Collection {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly write: Utf8Writer;
  readonly address: number;
  /** Where the next object goes. */
  at: number;
  /** Objects so far. */
  count: number;
}

/**
 * Writes collections of the global heap (specification III.E) into `space`, each as soon as it is full: at first of 4 KiB, as libhdf5 does,
 * with the growth of the heap up to 1 MiB. Objects larger than a collection have one of their own. No two texts share an object, since
 * libhdf5 frees an object with the first element that leads to it.
 *
 * @throws `limit` by the methods, for objects whose length the file cannot hold; what `space` throws
 */
export function globalHeapWriter(space: FileSpace, sizes: FieldSizes): GlobalHeapWriter {
  const { sizeOfOffsets, sizeOfLengths } = sizes;
  const largest = 2 ** (8 * Math.min(sizeOfLengths, 4)) - 1;
  let open: Collection | undefined;
  let total = 0;
  /** Of the text that was put last. */
  let place = { address: 0, index: 0 };

  function start(room: number): Collection {
    const length = headLength + room;
    const bytes = allocate("uint8", length) as Uint8Array;
    const view = new DataView(bytes.buffer);
    bytes.set([0x47, 0x43, 0x4f, 0x4c, 1]);
    putLength(view, 8, length);
    return { bytes, view, write: utf8Writer(bytes), address: space.allocate(length), at: headLength, count: 0 };
  }

  function close({ bytes, view, at, address }: Collection): void {
    // What is free is object 0, its own head counted, where that fits.
    const free = bytes.length - at;
    if (free >= headLength) putLength(view, at + 8, free);
    space.put(address, bytes);
  }

  function finish(): void {
    if (open !== undefined) close(open);
    open = undefined;
  }

  /** A collection where an object that takes `needed` bytes with its head fits; undefined for one that has its own. */
  function roomFor(needed: number): Collection | undefined {
    if (open !== undefined && needed <= open.bytes.length - open.at) return open;
    const wanted = Math.floor(total / share / least) * least;
    const length = Math.min(Math.max(least, wanted), most, 8 * Math.floor(largest / 8));
    if (needed > length - headLength) return undefined;
    finish();
    open = start(length - headLength);
    return open;
  }

  function putLength(view: DataView, at: number, length: number): void {
    if (sizeOfLengths === 2) view.setUint16(at, length, true);
    else view.setUint32(at, length, true);
  }

  /** The head of an object whose bytes are there; gives its index. */
  function addHead(collection: Collection, length: number): number {
    const { view, at } = collection;
    const index = ++collection.count;
    view.setUint16(at, index, true);
    putLength(view, at + 8, length);
    const needed = headLength + aligned(length);
    collection.at = at + needed;
    total += needed;
    return index;
  }

  function put(bytes: Uint8Array): { address: number; index: number } {
    const needed = headLength + aligned(bytes.length);
    if (headLength + needed > largest) {
      throw hdmfError("limit", `An element of ${bytes.length} bytes is too long for the global heap of an HDF5 file`);
    }
    const shared = roomFor(needed);
    const collection = shared ?? start(needed);
    collection.bytes.set(bytes, collection.at + headLength);
    const index = addHead(collection, bytes.length);
    if (shared === undefined) close(collection);
    return { address: collection.address, index };
  }

  /** Puts a text, and gives the number of its bytes; `place` says where it is. */
  function putOne(text: string): number {
    // The bytes that it may take; near the end of a collection they are counted.
    const collection = open;
    if (collection === undefined || collection.at + headLength + aligned(3 * text.length) > collection.bytes.length) {
      const bytes = encodeUtf8(text);
      place = put(bytes);
      return bytes.length;
    }
    const length = collection.write(text, collection.at + headLength);
    place.address = collection.address;
    place.index = addHead(collection, length);
    return length;
  }

  return {
    put,
    finish,
    putText(text, target, at) {
      if (text === "") return;
      const length = putOne(text);
      target.patch(at, length, 4);
      target.patch(at + 4, place.address, sizeOfOffsets);
      target.patch(at + 4 + sizeOfOffsets, place.index, 4);
    },
    putTexts(texts, target, begin, stride) {
      const ids = new DataView(target.buffer, target.byteOffset, target.byteLength);
      for (let row = 0, at = begin; row < texts.length; row++, at += stride) {
        const text = texts[row]!;
        if (text === "") {
          ids.setUint32(at, 0, true);
          putHeapId(ids, at + 4, undefined, sizeOfOffsets);
          continue;
        }
        ids.setUint32(at, putOne(text), true);
        putAddress(ids, at + 4, place.address, sizeOfOffsets);
        ids.setUint32(at + 4 + sizeOfOffsets, place.index, true);
      }
    },
  };
}
