import type { FieldSizes } from "../datasets/data-layout.ts";
import { groupRanks, type OldLink, putEntry } from "../groups/write-old-group.ts";
import { byteWriter } from "./byte-writer.ts";

/** Bytes of a superblock of version 0. */
export function superblockLength({ sizeOfOffsets, sizeOfLengths }: FieldSizes): number {
  return 48 + 5 * sizeOfOffsets + sizeOfLengths;
}

/**
 * Lays out a superblock of version 0 (specification II.A), which stands at the beginning of the file. The root group may be of either style.
 *
 * @param root With its symbol table where it is of the old style.
 * @param end Bytes of the file; it may be longer, but not shorter.
 */
export function encodeSuperblock(
  root: OldLink & { readonly hard: number },
  end: number,
  sizes: FieldSizes,
): Uint8Array {
  const writer = byteWriter(sizes, 96);
  writer.ascii("\x89HDF\r\n\x1a\n");
  writer.zeros(5);
  writer.uint(sizes.sizeOfOffsets, 1);
  writer.uint(sizes.sizeOfLengths, 1);
  writer.zeros(1);
  writer.uint(groupRanks.leaf, 2);
  writer.uint(groupRanks.internal, 2);
  writer.zeros(4);
  writer.address(0);
  writer.address(undefined);
  writer.address(end);
  writer.address(undefined);
  putEntry(writer, 0, root);
  return writer.finish();
}
