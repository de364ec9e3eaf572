import { lookup3 } from "../checksum.ts";
import type { FieldSizes } from "../datasets/data-layout.ts";
import { byteWriter } from "../io/byte-writer.ts";
import { withChecksum } from "../io/with-checksum.ts";
import { writeBtree2 } from "../trees/write-btree-2.ts";
import type { FileSpace } from "../writer/file-space.ts";
import {
  type DirectBlock,
  type HeapShape,
  type IndirectBlock,
  maxDirectSize,
  planBlocks,
  tableWidth,
} from "./plan-blocks.ts";

/** Heaps as libhdf5 makes them for links and for attributes. */
export const linkHeap: HeapShape = { startSize: 512, addressBits: 32 };
export const attributeHeap: HeapShape = { startSize: 1024, addressBits: 40 };

/** A heap that was written. */
export interface WrittenHeap {
  readonly address: number;
  /** Of the objects, in their order. */
  readonly ids: readonly Uint8Array[];
}

/** Bytes of the longest object that is kept in a block. */
const maxManagedSize = 4096;
/** That such a length takes in an identifier. */
const lengthBytes = 2;
/** The first byte of an identifier of a long object. */
const hugeKind = 0x10;

/**
 * Writes a fractal heap (specification III.G): objects in its direct blocks, each block with a checksum; long ones apart, with a B-tree.
 * Free space is counted but not indexed: libhdf5 adds in new blocks.
 */
export function writeFractalHeap(
  space: FileSpace,
  sizes: FieldSizes,
  shape: HeapShape,
  objects: readonly Uint8Array[],
): WrittenHeap {
  const { sizeOfOffsets, sizeOfLengths } = sizes;
  const offsetBytes = shape.addressBits / 8;
  const idLength = 1 + offsetBytes + lengthBytes;
  const address = space.allocate(26 + 3 * sizeOfOffsets + 12 * sizeOfLengths);
  const managed = objects.flatMap((object, index) => (object.length > maxManagedSize ? [] : [index]));
  const blockHead = 9 + sizeOfOffsets + offsetBytes;
  const plan = planBlocks(
    shape,
    blockHead,
    managed.map((index) => objects[index]!.length),
  );

  const ids = byteWriter(sizes, objects.length * idLength);
  ids.zeros(objects.length * idLength);

  function writeDirect({ offset, size, first, end }: DirectBlock): number {
    const writer = byteWriter(sizes, size);
    writer.ascii("FHDB");
    writer.uint(0, 1);
    writer.address(address);
    writer.uint(offset, offsetBytes);
    const sumAt = writer.at;
    writer.zeros(4);
    for (const index of managed.slice(first, end)) {
      // The kind of the object in the first byte is 0.
      ids.patch(index * idLength + 1, offset + writer.at, offsetBytes);
      ids.patch(index * idLength + 1 + offsetBytes, objects[index]!.length, lengthBytes);
      writer.bytes(objects[index]!);
    }
    writer.zeros(size - writer.at);
    // The checksum is that of the whole block, with zeros in its own place.
    writer.patch(sumAt, lookup3(writer.finish()), 4);
    return put(writer.finish());
  }

  function writeIndirect({ offset, rows, entries }: IndirectBlock): number {
    const below = entries.map((entry) =>
      entry === undefined ? undefined : "entries" in entry ? writeIndirect(entry) : writeDirect(entry),
    );
    const writer = byteWriter(sizes, 32 + rows * tableWidth * sizeOfOffsets);
    writer.ascii("FHIB");
    writer.uint(0, 1);
    writer.address(address);
    writer.uint(offset, offsetBytes);
    for (let entry = 0; entry < rows * tableWidth; entry++) writer.address(below[entry]);
    return put(withChecksum(writer));
  }

  function put(bytes: Uint8Array): number {
    const at = space.allocate(bytes.length);
    space.put(at, bytes);
    return at;
  }

  /** Long objects, with a B-tree of their places by number. */
  function writeHuge(): { readonly tree: number | undefined; readonly count: number; readonly bytes: number } {
    const records = byteWriter(sizes);
    let count = 0;
    let bytes = 0;
    for (const [index, object] of objects.entries()) {
      if (object.length <= maxManagedSize) continue;
      ids.patch(index * idLength, hugeKind, 1);
      ids.patch(index * idLength + 1, ++count, idLength - 1);
      bytes += object.length;
      records.address(put(object));
      records.length(object.length);
      records.length(count);
    }
    const recordSize = sizeOfOffsets + 2 * sizeOfLengths;
    return { tree: count === 0 ? undefined : writeBtree2(space, sizes, 1, recordSize, records.finish()), count, bytes };
  }

  const { root } = plan;
  const rootAddress = root === undefined ? undefined : "entries" in root ? writeIndirect(root) : writeDirect(root);
  const huge = writeHuge();
  const writer = byteWriter(sizes, 160);
  writer.ascii("FRHP");
  writer.uint(0, 1);
  writer.uint(idLength, 2);
  writer.uint(0, 2);
  // Direct blocks have checksums.
  writer.uint(2, 1);
  writer.uint(maxManagedSize, 4);
  writer.length(huge.count);
  writer.address(huge.tree);
  writer.length(plan.free);
  writer.address(undefined);
  writer.length(plan.span);
  writer.length(plan.allocated);
  writer.length(plan.end);
  writer.length(managed.length);
  writer.length(huge.bytes);
  writer.length(huge.count);
  writer.length(0);
  writer.length(0);
  writer.uint(tableWidth, 2);
  writer.length(shape.startSize);
  writer.length(maxDirectSize);
  writer.uint(shape.addressBits, 2);
  writer.uint(1, 2);
  writer.address(rootAddress);
  writer.uint(root !== undefined && "entries" in root ? root.rows : 0, 2);
  space.put(address, withChecksum(writer));
  const all = ids.finish();
  return { address, ids: objects.map((_, index) => all.subarray(index * idLength, (index + 1) * idLength)) };
}
