import type { FileBytes, Range } from "../io/file-bytes.ts";
import {
  type GlobalHeap,
  globalHeapHeadLength,
  globalHeapLength,
  type Places,
  readPlaces,
  startOf,
} from "./global-heap.ts";

/** The collections of a file's global heap; where the objects of those lie that are used again is kept in memory. */
export interface GlobalHeaps {
  /** A collection, valid until another is asked for. @throws `malformed` for a damaged one. */
  collection(bytes: FileBytes, address: number): GlobalHeap;
  /**
   * An object of a collection; a view for the time of the parse, not to be changed.
   * @throws `malformed` for a damaged collection, or one without that object.
   */
  object(bytes: FileBytes, address: number, index: number): Uint8Array;
  /** Asks for several collections at once, before their objects are read one by one. */
  want(bytes: FileBytes, addresses: Iterable<number>): void;
}

interface Known {
  /** Of the collection in bytes. */
  readonly length: number;
  /** Absent after the first use: most collections are read through once. */
  readonly places?: Uint32Array;
  /** All of the collection where it did not lie in one page, so that it is put together once. */
  readonly joined?: Uint8Array;
}

/** What an entry takes beside its arrays. */
const overhead = 128;
const what = "A global heap collection";

/** @param maxBytes Memory for what is known of collections; one at least is kept. */
export function createGlobalHeaps(maxBytes: number = 16 * 2 ** 20): GlobalHeaps {
  const kept = new Map<number, Known>();
  const fresh: Places = { numbers: new Uint32Array(), used: 0 };
  let memory = 0;
  let last: GlobalHeap | undefined;
  let lastAddress = -1;

  function collection(bytes: FileBytes, address: number): GlobalHeap {
    if (last !== undefined && address === lastAddress) return last;
    const known = kept.get(address);
    const data = known?.joined ?? bytes.at(address, known?.length ?? globalHeapLength(bytes, address), what);
    let places = known?.places;
    if (places === undefined) {
      last = undefined;
      readPlaces(data, bytes.sizeOfLengths, address, fresh);
      places = known === undefined ? fresh.numbers : fresh.numbers.slice(0, fresh.used);
    }
    keep(address, known, data, places);
    last = { bytes: data, places };
    lastAddress = address;
    return last;
  }

  function keep(address: number, known: Known | undefined, data: Uint8Array, places: Uint32Array): void {
    let entry = known;
    if (known === undefined) {
      const joined = data.length === data.buffer.byteLength ? { joined: data } : undefined;
      entry = { length: data.length, ...joined };
      memory += memoryOf(entry);
    } else {
      kept.delete(address);
      if (known.places === undefined) {
        entry = { ...known, places };
        memory += places.byteLength;
      }
    }
    kept.set(address, entry as Known);
    for (const [oldest, entry] of kept) {
      if (memory <= maxBytes || oldest === address) break;
      kept.delete(oldest);
      memory -= memoryOf(entry);
    }
  }

  return {
    collection,
    object(bytes, address, index) {
      const heap = collection(bytes, address);
      const start = startOf(heap, index, address);
      return heap.bytes.subarray(start, start + heap.places[2 * index + 1]!);
    },
    want(bytes, addresses) {
      const wanted = [...new Set(addresses)];
      const heads = wanted.map((address): Range => ({ address, length: globalHeapHeadLength }));
      bytes.want(heads, what);
      const wholes = wanted.map((address): Range => ({ address, length: globalHeapLength(bytes, address) }));
      bytes.want(wholes, what);
    },
  };
}

function memoryOf({ places, joined }: Known): number {
  return overhead + (places?.byteLength ?? 0) + (joined?.length ?? 0);
}
