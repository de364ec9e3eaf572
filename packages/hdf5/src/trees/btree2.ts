import { hdmfError } from "@hdmf-ts/errors";
import { verifyChecksum } from "../checksum.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes, Range } from "../io/file-bytes.ts";
import { takeSignature, takeVersion } from "../signature.ts";
import { type Btree2Header, type NodeGeometry, nodeGeometry, readBtree2Header } from "./btree2-header.ts";
import { nodeBudget } from "./node-budget.ts";

/** The records of a B-tree of version 2, in order; views, for the time of the parse. */
export interface Btree2Records {
  /** What the records are (specification III.A.2): 1-4 huge objects, 5-6 links, 7 shared messages, 8-9 attributes, 10-11 chunks. */
  readonly type: number;
  readonly recordSize: number;
  readonly records: readonly Uint8Array[];
}

/** A node that is still to be read, in its place among the records. */
interface Pending extends Range {
  readonly records: number;
  readonly total: number;
}

/**
 * Reads all records of a B-tree of version 2, each level in one batch.
 *
 * @throws `malformed` for damaged nodes, trees with loops, and counts that differ from what the header says.
 */
export function readBtree2Records(bytes: FileBytes, address: number): Btree2Records {
  const header = readBtree2Header(bytes, address);
  const { type, recordSize, depth, root, what } = header;
  if (root === undefined) return { type, recordSize, records: [] };
  const geometry = nodeGeometry(bytes, header);
  const note = nodeBudget(bytes, () => what);
  const top = pending(header, geometry, depth, root, header.rootRecords, header.totalRecords);
  let items: readonly (Uint8Array | Pending)[] = [top];
  for (let level = depth; level >= 0; level--) {
    const nodes = items.filter((item): item is Pending => !(item instanceof Uint8Array));
    note(nodes);
    bytes.want(nodes, what);
    const next: (Uint8Array | Pending)[] = [];
    for (const item of items) {
      if (item instanceof Uint8Array) next.push(item);
      else readNode(bytes, header, geometry, level, item, next);
    }
    items = next;
  }
  const records = items as readonly Uint8Array[];
  if (records.length !== header.totalRecords) {
    throw hdmfError("malformed", `${what} holds ${records.length} records, its header says ${header.totalRecords}`);
  }
  return { type, recordSize, records };
}

/** The place and length of a node. Its checksum follows what is used of it, so the rest of the node is never read. */
function pending(
  { what, recordSize }: Btree2Header,
  geometry: NodeGeometry,
  level: number,
  address: number,
  records: number,
  total: number,
): Pending {
  const { maxRecords, pointerSize } = geometry.levels[level]!;
  if (records > maxRecords) {
    throw hdmfError("malformed", `${what}: the node at ${address} has ${records} records; ${maxRecords} are the most`);
  }
  const pointers = level === 0 ? 0 : (records + 1) * pointerSize;
  return { address, length: 10 + records * recordSize + pointers, records, total };
}

/** Adds the records of a node and its children, in order. */
function readNode(
  bytes: FileBytes,
  header: Btree2Header,
  geometry: NodeGeometry,
  level: number,
  node: Pending,
  into: (Uint8Array | Pending)[],
): void {
  const what = `${header.what}, node at ${node.address}`;
  const data = bytes.at(node.address, node.length, what);
  const cursor = new Cursor(data, what);
  takeSignature(cursor, level === 0 ? "BTLF" : "BTIN");
  takeVersion(cursor, 0);
  if (cursor.uint(1) !== header.type) throw hdmfError("malformed", `${what} is of another type than its tree`);
  verifyChecksum(data, what);
  const { recordSize } = header;
  if (level === 0) {
    for (let index = 0; index < node.records; index++) into.push(cursor.take(recordSize));
    return;
  }
  const children = new Cursor(data, what, cursor.at + node.records * recordSize);
  let total = node.records;
  for (let index = 0; index <= node.records; index++) {
    const address = children.address(bytes.sizeOfOffsets);
    if (address === undefined) throw hdmfError("malformed", `${what}: child ${index} has no address`);
    const records = children.uint(geometry.countSize);
    const below = level === 1 ? records : children.uint(geometry.levels[level - 1]!.totalSize);
    total += below;
    into.push(pending(header, geometry, level - 1, address, records, below));
    if (index < node.records) into.push(cursor.take(recordSize));
  }
  if (total !== node.total) {
    throw hdmfError("malformed", `${what} holds ${total} records with its children, its parent says ${node.total}`);
  }
}
