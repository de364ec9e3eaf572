import type { FieldSizes } from "../datasets/data-layout.ts";
import { byteWriter } from "../io/byte-writer.ts";

/** What a header shall say of its links or attributes. */
export interface WrittenStorage {
  /** One more than the greatest place in the order of creation; absent where that is not tracked. */
  readonly nextOrder?: number;
  /** Where they are and by what they are found; absent where they are kept in the header. */
  readonly dense?: DenseStorage;
}

/** Addresses of dense storage. */
export interface DenseStorage {
  readonly heap: number;
  readonly names: number;
  /** There where the order of creation is tracked. */
  readonly orders?: number;
}

/** Lays out a link info message (specification IV.A.2.c). */
export function encodeLinkInfo(storage: WrittenStorage, sizes: FieldSizes): Uint8Array {
  return encodeInfo(storage, sizes, 8);
}

/** Lays out an attribute info message (specification IV.A.2.v). */
export function encodeAttributeInfo(storage: WrittenStorage, sizes: FieldSizes): Uint8Array {
  return encodeInfo(storage, sizes, 2);
}

/** A group info message (specification IV.A.2.k) that leaves the limits of storage as they are. */
export function encodeGroupInfo(): Uint8Array {
  return Uint8Array.of(0, 0);
}

function encodeInfo({ nextOrder, dense }: WrittenStorage, sizes: FieldSizes, orderBytes: number): Uint8Array {
  const writer = byteWriter(sizes, 34);
  writer.uint(0, 1);
  writer.uint(nextOrder === undefined ? 0 : 3, 1);
  if (nextOrder !== undefined) writer.uint(nextOrder, orderBytes);
  writer.address(dense?.heap);
  writer.address(dense?.names);
  if (nextOrder !== undefined) writer.address(dense?.orders);
  return writer.finish();
}
