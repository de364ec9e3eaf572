import { hdmfError } from "@hdmf-ts/errors";
import { verifyChecksum } from "../checksum.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { takeSignature, takeVersion } from "../signature.ts";
import type { VisitChunk } from "./chunk-index.ts";

/**
 * A block of a fixed or extensible array: signature, version and checksum are checked, the cursor stands behind the version
 * and its bytes end before the checksum.
 */
export function openBlock(bytes: FileBytes, address: number, length: number, signature: string, name: string): Cursor {
  const cursor = openPage(bytes, address, length, name);
  takeSignature(cursor, signature);
  takeVersion(cursor, 0);
  return cursor;
}

/** A page of elements, which has nothing but a checksum behind them. */
export function openPage(bytes: FileBytes, address: number, length: number, name: string): Cursor {
  const what = `${name} at address ${address}`;
  const block = bytes.at(address, length, what);
  verifyChecksum(block, what);
  return new Cursor(block.subarray(0, length - 4), what);
}

/** An element of an array: an address, and for filtered chunks a length and a mask. */
export interface ElementForm {
  readonly size: number;
  readonly filtered: boolean;
}

/** @throws `malformed` for a size that cannot be */
export function elementForm(bytes: FileBytes, client: number, size: number, what: string): ElementForm {
  const plain = bytes.sizeOfOffsets;
  const filtered = client === 1;
  const fits = filtered ? size > plain + 4 && size <= plain + 12 : client === 0 && size === plain;
  if (!fits) throw hdmfError("malformed", `${what} has elements of ${size} bytes for client ${client}`);
  return { size, filtered };
}

/** Visits the chunks of `count` elements, which have the numbers from `first` on. */
export function visitElements(
  cursor: Cursor,
  form: ElementForm,
  sizeOfOffsets: number,
  first: number,
  count: number,
  visit: VisitChunk,
): void {
  const lengthBytes = form.size - sizeOfOffsets - 4;
  for (let number = first; number < first + count; number++) {
    const address = cursor.address(sizeOfOffsets);
    const length = form.filtered ? cursor.uint(lengthBytes) : undefined;
    const filterMask = form.filtered ? cursor.uint(4) : 0;
    if (address !== undefined) visit(number, address, length, filterMask);
  }
}

/** Whether a bit of a bitmap is set, the highest bit of a byte first. */
export function bitAt(bitmap: Uint8Array, index: number): boolean {
  return (((bitmap[index >>> 3] ?? 0) >>> (7 - (index & 7))) & 1) === 1;
}
