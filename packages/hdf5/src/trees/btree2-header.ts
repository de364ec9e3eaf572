import { hdmfError } from "@hdmf-ts/errors";
import { verifyChecksum } from "../checksum.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { takeSignature, takeVersion } from "../signature.ts";

/** The header of a B-tree of version 2 (specification III.A.2). */
export interface Btree2Header {
  readonly type: number;
  readonly nodeSize: number;
  readonly recordSize: number;
  readonly depth: number;
  /** Absent where the tree is empty. */
  readonly root: number | undefined;
  readonly rootRecords: number;
  readonly totalRecords: number;
  /** The tree and its address, for messages. */
  readonly what: string;
}

/** What fits into nodes, which tells how many bytes the counts of a pointer have. */
export interface NodeGeometry {
  /** Bytes of the count of a child's records, the same in all levels. */
  readonly countSize: number;
  /** By the level of a node, leaves first. */
  readonly levels: readonly {
    readonly maxRecords: number;
    /** Bytes of a pointer to a child of this level's nodes; 0 for leaves. */
    readonly pointerSize: number;
    /** Bytes of the count of all records below a pointer to a node of this level. */
    readonly totalSize: number;
  }[];
}

const maxDepth = 64;
const nodeOverhead = 10;

export function readBtree2Header(bytes: FileBytes, address: number): Btree2Header {
  const what = `B-tree (version 2) at address ${address}`;
  const length = 22 + bytes.sizeOfOffsets + bytes.sizeOfLengths;
  const data = bytes.at(address, length, what);
  const cursor = new Cursor(data, what);
  takeSignature(cursor, "BTHD");
  takeVersion(cursor, 0);
  verifyChecksum(data, what);
  const type = cursor.uint(1);
  const nodeSize = cursor.uint(4);
  const recordSize = cursor.uint(2);
  const depth = cursor.uint(2);
  cursor.skip(2);
  const root = cursor.address(bytes.sizeOfOffsets);
  const rootRecords = cursor.uint(2);
  const totalRecords = cursor.uint(bytes.sizeOfLengths);
  if (recordSize === 0) throw hdmfError("malformed", `${what} has records of no bytes`);
  if (depth > maxDepth) throw hdmfError("malformed", `${what} is ${depth} levels deep; ${maxDepth} are the most`);
  if (root === undefined && totalRecords > 0) throw hdmfError("malformed", `${what} has records, but no root`);
  return { type, nodeSize, recordSize, depth, root, rootRecords, totalRecords, what };
}

/** Counts by the library's own reckoning: the width of a count is that of the fullest node of any level, a leaf. */
export function nodeGeometry(
  { sizeOfOffsets }: Pick<FileBytes, "sizeOfOffsets">,
  header: Pick<Btree2Header, "nodeSize" | "recordSize" | "depth" | "what">,
): NodeGeometry {
  const { nodeSize, recordSize, depth, what } = header;
  const leaf = Math.floor((nodeSize - nodeOverhead) / recordSize);
  if (leaf < 1) throw hdmfError("malformed", `${what} has nodes too small for a record`);
  const countSize = byteWidth(leaf);
  const levels = [{ maxRecords: leaf, pointerSize: 0, totalSize: 0 }];
  let most = leaf;
  for (let level = 1; level <= depth; level++) {
    const pointerSize = sizeOfOffsets + countSize + levels[level - 1]!.totalSize;
    const maxRecords = Math.floor((nodeSize - nodeOverhead - pointerSize) / (recordSize + pointerSize));
    if (maxRecords < 1) throw hdmfError("malformed", `${what} has nodes too small for its depth`);
    most = (maxRecords + 1) * most + maxRecords;
    levels.push({ maxRecords, pointerSize, totalSize: byteWidth(most) });
  }
  return { countSize, levels };
}

/** The bytes that a number up to `limit` needs, 8 at most. */
function byteWidth(limit: number): number {
  let width = 1;
  for (let rest = limit; rest >= 256 && width < 8; rest = Math.floor(rest / 256)) width++;
  return width;
}
