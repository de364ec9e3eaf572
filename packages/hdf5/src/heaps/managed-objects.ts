import { hdmfError } from "@hdmf-ts/errors";
import { checksumError, lookup3, verifyChecksum } from "../checksum.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes, Range } from "../io/file-bytes.ts";
import { each } from "../io/runner.ts";
import { takeSignature, takeVersion } from "../signature.ts";
import { nodeBudget } from "../trees/node-budget.ts";
import { directRows, findEntry, type TableEntry } from "./doubling-table.ts";
import { type FilteredBytes, storedBytes } from "./filtered-bytes.ts";
import type { FractalHeapHeader } from "./fractal-heap-header.ts";

/** A stretch of the heap's own addresses. */
export interface Managed {
  readonly offset: number;
  readonly length: number;
}

/** A block of the heap in the file; `rows` is 0 for a direct one. */
interface Block extends Range {
  readonly rows: number;
  readonly start: number;
  readonly size: number;
  readonly filtered: FilteredBytes | undefined;
  /** Those below that have been found, by their entry. */
  readonly below: Map<number, Block>;
}

/** Reads objects from the direct blocks of a heap; each level of blocks is one batch, each block is checked once. */
export function managedReader(
  bytes: FileBytes,
  heap: FractalHeapHeader,
): (objects: readonly Managed[]) => Uint8Array[] {
  const loaded = new Map<number, { readonly start: number; readonly data: Uint8Array }>();
  const offsetSize = Math.ceil(heap.addressBits / 8);
  const headLength = 5 + bytes.sizeOfOffsets + offsetSize;
  const note = nodeBudget(bytes, () => heap.what);

  function load(block: Block): Uint8Array {
    const known = loaded.get(block.address);
    if (known !== undefined && known.start === block.start) return known.data;
    const kind = block.rows > 0 ? "indirect" : "direct";
    const what = `${heap.what}, ${kind} block at ${block.address}`;
    const data = storedBytes(bytes, block, what);
    const cursor = new Cursor(data, what);
    takeSignature(cursor, block.rows > 0 ? "FHIB" : "FHDB");
    takeVersion(cursor, 0);
    if (cursor.address(bytes.sizeOfOffsets) !== heap.address) {
      throw hdmfError("malformed", `${what} belongs to another heap`);
    }
    const start = cursor.uint(offsetSize);
    if (start !== block.start) throw hdmfError("malformed", `${what} is for offset ${start}, expected ${block.start}`);
    if (block.rows > 0) verifyChecksum(data, what);
    else if (heap.checkedBlocks) verifyDirectBlock(data, cursor.at, what);
    note([block]);
    loaded.set(block.address, { start, data });
    return data;
  }

  /** The block below an indirect one on the way to an offset. */
  function below(block: Block, offset: number): Block {
    const found = findEntry(heap, block.rows, offset - block.start);
    const known = block.below.get(found.entry);
    if (known !== undefined) return known;
    const next = blockAt(block, found, offset);
    block.below.set(found.entry, next);
    return next;
  }

  /** The block that an entry of an indirect one leads to. */
  function blockAt(block: Block, found: TableEntry, offset: number): Block {
    const direct = directRows(heap) * heap.width;
    const extra = heap.filters.length > 0 ? bytes.sizeOfLengths + 4 : 0;
    const at = headLength + found.entry * bytes.sizeOfOffsets + Math.min(found.entry, direct) * extra;
    const cursor = new Cursor(load(block), `${heap.what}, indirect block at ${block.address}`, at);
    const address = cursor.address(bytes.sizeOfOffsets);
    if (address === undefined) throw hdmfError("malformed", `${heap.what} has no block for the offset ${offset}`);
    const start = block.start + found.start;
    if (found.rows > 0) return indirectBlock(address, start, found.rows, found.size);
    if (extra === 0) return directBlock(address, start, found.size);
    return directBlock(address, start, found.size, cursor.uint(bytes.sizeOfLengths), cursor.uint(4));
  }

  function indirectBlock(address: number, start: number, rows: number, size: number): Block {
    const entries = rows * heap.width;
    const filtered = heap.filters.length > 0 ? Math.min(rows, directRows(heap)) * heap.width : 0;
    const length = headLength + entries * bytes.sizeOfOffsets + filtered * (bytes.sizeOfLengths + 4) + 4;
    return { address, length, rows, start, size, filtered: undefined, below: new Map() };
  }

  function directBlock(address: number, start: number, size: number, stored = size, filterMask = 0): Block {
    const { filters } = heap;
    const filtered =
      filters.length > 0 ? { heap: heap.address, address, storedSize: stored, size, filterMask, filters } : undefined;
    return { address, length: stored, rows: 0, start, size, filtered, below: new Map() };
  }

  function root(): Block {
    const { root: address, rootRows, width, startSize } = heap;
    if (address === undefined) throw hdmfError("malformed", `${heap.what} is empty, but an object in it is asked for`);
    if (rootRows > 0) return indirectBlock(address, 0, rootRows, width * startSize * 2 ** (rootRows - 1));
    return heap.filters.length > 0
      ? directBlock(address, 0, startSize, heap.rootStoredSize, heap.rootFilterMask)
      : directBlock(address, 0, startSize);
  }

  function slice(block: Block, { offset, length }: Managed): Uint8Array {
    const start = offset - block.start;
    const first = headLength + (heap.checkedBlocks ? 4 : 0);
    if (start < first || start + length > block.size) {
      throw hdmfError("malformed", `${heap.what} has no object of ${length} bytes at offset ${offset}`);
    }
    return load(block).subarray(start, start + length);
  }

  return (objects) => {
    if (objects.length === 0) return [];
    const top = root();
    let blocks: Block[] = objects.map(() => top);
    for (;;) {
      const wanted = new Map<number, Block>();
      for (const block of new Set(blocks)) if (!loaded.has(block.address)) wanted.set(block.address, block);
      bytes.want([...wanted.values()], heap.what);
      if (heap.filters.length > 0) each([...wanted.values()], load);
      if (blocks.every(({ rows }) => rows === 0)) break;
      blocks = blocks.map((block, index) => (block.rows > 0 ? below(block, objects[index]!.offset) : block));
    }
    return blocks.map((block, index) => slice(block, objects[index]!));
  };
}

/** The checksum of a direct block is reckoned with zeros in its own place. */
function verifyDirectBlock(data: Uint8Array, at: number, what: string): void {
  const stored = new Cursor(data, what, at).uint(4);
  const copy = data.slice();
  copy.fill(0, at, at + 4);
  if (lookup3(copy) !== stored) throw checksumError(what);
}
