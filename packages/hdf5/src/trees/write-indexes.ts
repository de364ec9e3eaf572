import { lookup3 } from "../checksum.ts";
import type { FieldSizes } from "../datasets/data-layout.ts";
import { type ByteWriter, byteWriter } from "../io/byte-writer.ts";
import type { FileSpace } from "../writer/file-space.ts";
import { writeBtree2 } from "./write-btree-2.ts";

/**
 * Writes an index of names: by their hash, those of equal hash by their bytes.
 *
 * @param type Of the B-tree: 5 for links, 8 for attributes.
 * @param put Puts the record of a name by its number.
 * @returns The address of the B-tree.
 */
export function writeNameIndex(
  space: FileSpace,
  sizes: FieldSizes,
  type: 5 | 8,
  names: readonly Uint8Array[],
  put: (writer: ByteWriter, hash: number, index: number) => void,
): number {
  const hashes = names.map((name) => lookup3(name));
  const order = names.map((_, index) => index);
  order.sort((a, b) => hashes[a]! - hashes[b]! || compareBytes(names[a]!, names[b]!));
  const records = byteWriter(sizes, 32 * names.length);
  for (const index of order) put(records, hashes[index]!, index);
  return writeBtree2(space, sizes, type, records.at / names.length, records.finish());
}

/** Writes an index of the order of creation, in which things are numbered: of type 6 for links, 9 for attributes. */
export function writeOrderIndex(
  space: FileSpace,
  sizes: FieldSizes,
  type: 6 | 9,
  count: number,
  put: (writer: ByteWriter, index: number) => void,
): number {
  const records = byteWriter(sizes, 32 * count);
  for (let index = 0; index < count; index++) put(records, index);
  return writeBtree2(space, sizes, type, records.at / count, records.finish());
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at < 0 || at >= b.length ? a.length - b.length : a[at]! - b[at]!;
}
