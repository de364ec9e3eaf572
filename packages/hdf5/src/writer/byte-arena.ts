import type { NumberArray } from "@hdmf-ts/array";
import { aligned } from "../io/aligned.ts";

/** Bytes that wait for the end, one after the other in large pieces of memory: places are numbers. All of them are at multiples of 8. */
export interface ByteArena {
  /** Where what is added next will be, `length` bytes in one piece. */
  place(length: number): number;
  /** Puts the memory of numbers at a place, which is a multiple of their size. */
  numbers(place: number, data: NumberArray): void;
  /** Takes the next `length` bytes for what was put there. */
  keep(length: number): void;
  /** A view. */
  bytes(place: number, length: number): Uint8Array;
}

/** A piece of memory. */
interface Slab {
  readonly bytes: Uint8Array;
  /** Numbers of each kind over all of it. */
  readonly views: Map<unknown, NumberArray>;
}

const slabBytes = 2 ** 20;
/** A typed array over memory. */
type NumbersOver = new (buffer: ArrayBufferLike) => NumberArray;

export function byteArena(): ByteArena {
  const slabs: (Slab | undefined)[] = [];
  let at = 0;

  const slabAt = (place: number): Slab => slabs[Math.floor(place / slabBytes)]!;
  return {
    place(length) {
      const used = at % slabBytes;
      const fresh = used === 0 || used + length > slabBytes;
      if (!fresh) return at;
      const slab = Math.ceil(at / slabBytes);
      at = slab * slabBytes;
      if (slabs[slab] === undefined || slabs[slab].bytes.length < length) {
        slabs[slab] = { bytes: new Uint8Array(Math.max(slabBytes, aligned(length))), views: new Map() };
      }
      return at;
    },
    numbers(place, data) {
      const { bytes, views } = slabAt(place);
      const kind: unknown = data.constructor;
      let view = views.get(kind);
      if (view === undefined) {
        view = new (kind as NumbersOver)(bytes.buffer);
        views.set(kind, view);
      }
      // What the two are is known to be the same.
      (view as Float64Array).set(data as Float64Array, (place % slabBytes) / view.BYTES_PER_ELEMENT);
    },
    keep(length) {
      const end = at + aligned(length);
      // A piece that fills a slab may take the places of several; what comes next is never taken for its continuation.
      at =
        Math.floor(at / slabBytes) === Math.floor(end / slabBytes)
          ? end
          : slabBytes * (Math.floor(end / slabBytes) + 1);
    },
    bytes(place, length) {
      const start = place % slabBytes;
      return slabAt(place).bytes.subarray(start, start + length);
    },
  };
}
