import { hdmfError } from "@hdmf-ts/errors";
import { verifyChecksum } from "../checksum.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { takeSignature, takeVersion } from "../signature.ts";

/** The header of a fractal heap (specification III.G), as far as reading needs it. */
export interface FractalHeapHeader {
  readonly address: number;
  readonly idLength: number;
  /** The filter pipeline message of the heap; empty where it has no filters. */
  readonly filters: Uint8Array;
  readonly checkedBlocks: boolean;
  readonly maxManagedSize: number;
  /** Of the B-tree of huge objects. */
  readonly hugeTree: number | undefined;
  readonly width: number;
  readonly startSize: number;
  readonly maxDirectSize: number;
  /** Bits of the heap's own addresses. */
  readonly addressBits: number;
  readonly root: number | undefined;
  /** Of the root block; 0 where that is a direct block. */
  readonly rootRows: number;
  /** Stored bytes and mask of a root that is a filtered direct block. */
  readonly rootStoredSize: number;
  readonly rootFilterMask: number;
  /** The heap and its address, for messages. */
  readonly what: string;
}

export function readFractalHeapHeader(bytes: FileBytes, address: number): FractalHeapHeader {
  const { sizeOfOffsets: O, sizeOfLengths: L } = bytes;
  const what = `fractal heap at address ${address}`;
  const fixed = 22 + 3 * O + 12 * L;
  const start = new Cursor(bytes.at(address, fixed, what), what);
  takeSignature(start, "FRHP");
  takeVersion(start, 0);
  start.skip(2);
  const filterLength = start.uint(2);
  const data = bytes.at(address, fixed + (filterLength > 0 ? L + 4 + filterLength : 0) + 4, what);
  verifyChecksum(data, what);
  const cursor = new Cursor(data, what, 5);
  const idLength = cursor.uint(2);
  cursor.skip(2);
  const flags = cursor.uint(1);
  const maxManagedSize = cursor.uint(4);
  cursor.skip(L);
  const hugeTree = cursor.address(O);
  cursor.skip(L + O + 8 * L);
  const width = cursor.uint(2);
  const startSize = cursor.uint(L);
  const maxDirectSize = cursor.uint(L);
  const addressBits = cursor.uint(2);
  cursor.skip(2);
  const root = cursor.address(O);
  const rootRows = cursor.uint(2);
  const rootStoredSize = filterLength > 0 ? cursor.uint(L) : 0;
  const rootFilterMask = filterLength > 0 ? cursor.uint(4) : 0;
  const filters = cursor.take(filterLength);
  const header: FractalHeapHeader = {
    address,
    idLength,
    filters,
    checkedBlocks: (flags & 2) !== 0,
    maxManagedSize,
    hugeTree,
    width,
    startSize,
    maxDirectSize,
    addressBits,
    root,
    rootRows,
    rootStoredSize,
    rootFilterMask,
    what,
  };
  checkTable(header);
  return header;
}

/** @throws `malformed` for a doubling table that cannot be. */
function checkTable({ width, startSize, maxDirectSize, addressBits, rootRows, what }: FractalHeapHeader): void {
  const wrong =
    !isPowerOfTwo(width) ||
    !isPowerOfTwo(startSize) ||
    !isPowerOfTwo(maxDirectSize) ||
    maxDirectSize < startSize ||
    maxDirectSize > 2 ** 32 ||
    addressBits < 1 ||
    addressBits > 64 ||
    rootRows > addressBits + 1;
  if (wrong) throw hdmfError("malformed", `${what} has a doubling table that cannot be`);
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && 2 ** Math.round(Math.log2(value)) === value;
}
