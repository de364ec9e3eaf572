import { hdmfError } from "@hdmf-ts/errors";

/** What kinds of fractal heaps differ in. */
export interface HeapShape {
  /** Bytes of a block of the first row. */
  readonly startSize: number;
  /** Bits of the heap's own addresses, a multiple of 8. */
  readonly addressBits: number;
}

/** A block of objects, from `first` to before `end` in the order of all. */
export interface DirectBlock {
  /** In the heap's own addresses. */
  readonly offset: number;
  readonly size: number;
  readonly first: number;
  readonly end: number;
}

/** A block of blocks, row by row; an entry is absent where nothing is allocated, as are all behind the last. */
export interface IndirectBlock {
  readonly offset: number;
  readonly rows: number;
  readonly entries: readonly (DirectBlock | IndirectBlock | undefined)[];
}

/** Where the objects of a heap go, and what its header says of that. */
export interface BlockPlan {
  readonly root: DirectBlock | IndirectBlock | undefined;
  /** Bytes of the heap's own addresses that the root reaches. */
  readonly span: number;
  /** Bytes of all direct blocks that there are. */
  readonly allocated: number;
  /** Where the next block goes. */
  readonly end: number;
  /** Bytes for objects in all direct blocks that the root reaches, whether or not they are there, less those in use. */
  readonly free: number;
}

/** Entries of a row, and bytes of the largest direct block, as libhdf5 sets them. */
export const tableWidth = 4;
export const maxDirectSize = 65_536;

/**
 * Deals objects out to blocks (specification III.G, "doubling table"), in their order. A block that is too small for the next object is
 * passed over.
 *
 * @param head Bytes at the start of a direct block that hold no object.
 * @throws `limit` for more than the heap's own addresses reach
 */
export function planBlocks(shape: HeapShape, head: number, lengths: readonly number[]): BlockPlan {
  const { startSize, addressBits } = shape;
  const directRows = Math.log2(maxDirectSize / startSize) + 2;
  const used = lengths.reduce((sum, length) => sum + length, 0);
  let next = 0;
  let allocated = 0;
  let end = 0;

  const sizeOf = (row: number): number => startSize * 2 ** Math.max(0, row - 1);
  const rowsOf = (size: number): number => Math.log2(size / (tableWidth * startSize)) + 1;

  function direct(offset: number, size: number): DirectBlock | undefined {
    const first = next;
    for (let at = head; next < lengths.length && at + lengths[next]! <= size; next++) at += lengths[next]!;
    if (next === first) return undefined;
    allocated += size;
    end = offset + size;
    return { offset, size, first, end: next };
  }

  function indirect(offset: number, rows: number): IndirectBlock {
    const entries: (DirectBlock | IndirectBlock | undefined)[] = [];
    let at = offset;
    for (let entry = 0; entry < rows * tableWidth && next < lengths.length; entry++) {
      const row = Math.floor(entry / tableWidth);
      const size = sizeOf(row);
      entries.push(row < directRows ? direct(at, size) : indirect(at, rowsOf(size)));
      at += size;
    }
    return { offset, rows, entries };
  }

  /** Bytes for objects below a block of blocks. */
  function capacity(rows: number): number {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const size = sizeOf(row);
      sum += tableWidth * (row < directRows ? size - head : capacity(rowsOf(size)));
    }
    return sum;
  }

  if (lengths.length === 0) return { root: undefined, span: 0, allocated, end, free: 0 };
  const only = direct(0, startSize);
  if (only !== undefined && next === lengths.length) {
    return { root: only, span: startSize, allocated, end, free: startSize - head - used };
  }
  next = 0;
  allocated = 0;
  end = 0;
  const mostRows = addressBits - Math.log2(tableWidth * startSize) + 1;
  const all = indirect(0, mostRows);
  if (next < lengths.length) {
    throw hdmfError("limit", `The links or attributes of an object take ${used} bytes, more than HDF5 can keep`);
  }
  // libhdf5 doubles the rows of the root when it needs more.
  const rows = Math.min(mostRows, 2 ** Math.ceil(Math.log2(Math.ceil(all.entries.length / tableWidth))));
  const span = tableWidth * sizeOf(rows);
  return { root: { ...all, rows }, span, allocated, end, free: capacity(rows) - used };
}
