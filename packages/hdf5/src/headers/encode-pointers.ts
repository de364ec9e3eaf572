import type { FieldSizes } from "../datasets/data-layout.ts";
import { type ByteWriter, byteWriter } from "../io/byte-writer.ts";

/** Addresses of a group of the old style. */
export interface SymbolTable {
  readonly btree: number;
  readonly heap: number;
}

/** Lays out a symbol table message (specification IV.A.2.r). */
export function encodeSymbolTable(table: SymbolTable, sizes: FieldSizes): Uint8Array {
  const writer = byteWriter(sizes, 16);
  putSymbolTable(writer, table);
  return writer.finish();
}

/** Puts what {@link encodeSymbolTable} gives. */
export function putSymbolTable(writer: ByteWriter, { btree, heap }: SymbolTable): void {
  writer.address(btree);
  writer.address(heap);
}

/**
 * Lays out what stands in the place of a datatype message that is kept in the header at `header`, a committed datatype (specification
 * IV.A.2, "shared message"). The message that holds it has the flag {@link messageFlag}.shared.
 */
export function encodeSharedMessage(header: number, sizes: FieldSizes): Uint8Array {
  const writer = byteWriter(sizes, 16);
  writer.uint(2, 1);
  writer.uint(2, 1);
  writer.address(header);
  return writer.finish();
}

/** Lays out an object header continuation message (specification IV.A.2.q): the block where a header goes on. */
export function encodeContinuation(address: number, length: number, sizes: FieldSizes): Uint8Array {
  const writer = byteWriter(sizes, 16);
  writer.address(address);
  writer.length(length);
  return writer.finish();
}
