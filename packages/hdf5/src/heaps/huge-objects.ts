import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes, Range } from "../io/file-bytes.ts";
import { each } from "../io/runner.ts";
import { readBtree2Records } from "../trees/btree2.ts";
import { type FilteredBytes, storedBytes } from "./filtered-bytes.ts";
import type { FractalHeapHeader } from "./fractal-heap-header.ts";

interface Huge extends Range {
  readonly filtered: FilteredBytes | undefined;
}

/** Reads objects that lie outside the blocks of a heap, found by their identifier alone or by the heap's B-tree. */
export function hugeReader(bytes: FileBytes, heap: FractalHeapHeader): (ids: readonly Uint8Array[]) => Uint8Array[] {
  const { sizeOfOffsets: O, sizeOfLengths: L } = bytes;
  const isFiltered = heap.filters.length > 0;
  const direct = O + L + (isFiltered ? 4 + L : 0) <= heap.idLength - 1;
  let byKey: Map<number, Huge> | undefined;

  function takePlace(cursor: Cursor): Huge {
    const address = cursor.address(O);
    const length = cursor.uint(L);
    if (address === undefined) throw hdmfError("malformed", `${heap.what} has a huge object without address`);
    if (!isFiltered) return { address, length, filtered: undefined };
    const { filters } = heap;
    const filterMask = cursor.uint(4);
    return {
      address,
      length,
      filtered: { heap: heap.address, address, storedSize: length, filterMask, size: cursor.uint(L), filters },
    };
  }

  function readTree(): Map<number, Huge> {
    if (heap.hugeTree === undefined) throw hdmfError("malformed", `${heap.what} has no B-tree of huge objects`);
    const { type, records } = readBtree2Records(bytes, heap.hugeTree);
    const expected = isFiltered ? 2 : 1;
    if (type !== expected) {
      throw hdmfError("malformed", `${heap.what} has a B-tree of type ${type} for huge objects, expected ${expected}`);
    }
    const found = new Map<number, Huge>();
    for (const record of records) {
      const cursor = new Cursor(record, `huge object of the ${heap.what}`);
      const place = takePlace(cursor);
      found.set(cursor.uint(L), place);
    }
    return found;
  }

  function locate(id: Uint8Array): Huge {
    const cursor = new Cursor(id, `identifier in the ${heap.what}`, 1);
    if (direct) return takePlace(cursor);
    byKey ??= readTree();
    const key = cursor.uint(Math.min(8, heap.idLength - 1));
    const found = byKey.get(key);
    if (found === undefined) throw hdmfError("malformed", `${heap.what} has no huge object ${key}`);
    return found;
  }

  return (ids) => {
    if (ids.length === 0) return [];
    const places = ids.map(locate);
    bytes.want(places, heap.what);
    return each(places, (place) => storedBytes(bytes, place, `huge object of the ${heap.what}`));
  };
}
