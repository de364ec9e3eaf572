import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { type FractalHeapHeader, readFractalHeapHeader } from "./fractal-heap-header.ts";
import { hugeReader } from "./huge-objects.ts";
import { type Managed, managedReader } from "./managed-objects.ts";

/** The links, attributes or shared messages of dense storage, by identifier (specification III.G). For the time of one parse. */
export interface FractalHeap {
  /** Bytes of an identifier. */
  readonly idLength: number;
  /**
   * The object of an identifier; a view.
   * @throws `malformed` for a damaged heap, or an identifier of nothing.
   */
  read(id: Uint8Array): Uint8Array;
  /** The objects of many identifiers, in their order; each level of the heap is one batch. */
  readAll(ids: readonly Uint8Array[]): Uint8Array[];
}

const managed = 0;
const huge = 1;
const tiny = 2;

/** Opens a fractal heap. One with filters is `unsupported` where the bytes do not undo them ({@link FileBytes.decoded}). */
export function openFractalHeap(bytes: FileBytes, address: number): FractalHeap {
  const heap = readFractalHeapHeader(bytes, address);
  const readManaged = managedReader(bytes, heap);
  const readHuge = hugeReader(bytes, heap);
  const place = managedPlace(heap);

  function readAll(ids: readonly Uint8Array[]): Uint8Array[] {
    const found = new Array<Uint8Array>(ids.length);
    const managedAt: number[] = [];
    const hugeAt: number[] = [];
    ids.forEach((id, index) => {
      const kind = identifierKind(heap, id);
      if (kind === managed) managedAt.push(index);
      else if (kind === huge) hugeAt.push(index);
      else found[index] = tinyObject(heap, id);
    });
    readManaged(managedAt.map((index) => place(ids[index]!))).forEach((object, at) => {
      found[managedAt[at]!] = object;
    });
    readHuge(hugeAt.map((index) => ids[index]!)).forEach((object, at) => {
      found[hugeAt[at]!] = object;
    });
    return found;
  }

  return { idLength: heap.idLength, readAll, read: (id) => readAll([id])[0]! };
}

function identifierKind({ idLength, what }: FractalHeapHeader, id: Uint8Array): number {
  const first = id[0];
  if (first === undefined || id.length < idLength) {
    throw hdmfError("malformed", `an identifier of ${id.length} bytes is too short for the ${what}`);
  }
  if (first >> 6 !== 0) {
    throw hdmfError("unsupported", `an identifier in the ${what} has version ${first >> 6}, known is 0`);
  }
  const kind = (first >> 4) & 3;
  if (kind > tiny) throw hdmfError("malformed", `an identifier in the ${what} is of kind ${kind}`);
  return kind;
}

/** Offset and length are as wide as the largest ones of this heap. */
function managedPlace(heap: FractalHeapHeader): (id: Uint8Array) => Managed {
  const bits = (value: number): number => Math.floor(Math.log2(Math.max(1, value)));
  const offsetSize = Math.ceil(heap.addressBits / 8);
  const lengthSize = Math.min(Math.ceil(bits(heap.maxDirectSize) / 8), Math.floor(bits(heap.maxManagedSize) / 8) + 1);
  const what = `identifier in the ${heap.what}`;
  return (id) => {
    const cursor = new Cursor(id, what, 1);
    return { offset: cursor.uint(offsetSize), length: cursor.uint(Math.max(1, lengthSize)) };
  };
}

/** The object stands in the identifier itself. */
function tinyObject({ idLength, what }: FractalHeapHeader, id: Uint8Array): Uint8Array {
  const extended = idLength > 18;
  const length = (extended ? (id[0]! & 15) * 256 + id[1]! : id[0]! & 15) + 1;
  const start = extended ? 2 : 1;
  if (start + length > idLength)
    throw hdmfError("malformed", `a tiny object of the ${what} is longer than its identifier`);
  return id.subarray(start, start + length);
}
