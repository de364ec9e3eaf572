import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes, Range } from "../io/file-bytes.ts";
import { takeSignature } from "../signature.ts";
import { nodeBudget } from "./node-budget.ts";

/** What a tree of version 1 is for. */
export interface Btree1Kind {
  /** 0: symbol nodes of a group; 1: chunks of a dataset. */
  readonly nodeType: 0 | 1;
  /** Bytes of a key: size of lengths for groups; 8 + 8 × (dimensions + 1) for chunks. */
  readonly keySize: number;
  /** Twice the K of the superblock, where known: nodes are then read whole at once, and more entries are an error. */
  readonly maxEntries?: number;
}

/** Called for each entry of the leaves, in order: `node` holds the entry's key at `keyAt`, `child` is the address it leads to. */
export type VisitBtree1Entry = (node: Uint8Array, keyAt: number, child: number) => void;

const maxDepth = 64;
const nodeName = "B-tree (version 1), node";

/**
 * Walks a B-tree of version 1 (specification III.A.1), each level in one batch. Entries are visited while the walk is under way, so
 * collect them in what belongs to the same parse.
 *
 * @throws `malformed` for damaged nodes, and trees with loops.
 */
export function walkBtree1(bytes: FileBytes, address: number, kind: Btree1Kind, visit: VisitBtree1Entry): void {
  const what = (): string => `B-tree (version 1) at address ${address}`;
  const note = nodeBudget(bytes, what);
  let level: number | undefined;
  let nodes = [address];
  while (nodes.length > 0) {
    const whole = wantNodes(bytes, nodes, kind, note);
    const children: number[] = [];
    for (const range of whole) {
      const node = bytes.at(range.address, range.length, nodeName);
      const nodeLevel = node[5]!;
      level ??= nodeLevel;
      if (nodeLevel !== level || nodeLevel > maxDepth) {
        const found = `the node at ${range.address} is of level ${nodeLevel}, expected ${level}`;
        throw hdmfError("malformed", `${what()}: ${found}`);
      }
      const toVisit: VisitBtree1Entry = level === 0 ? visit : (_, __, child) => children.push(child);
      visitNode(bytes, node, range.address, kind, toVisit);
    }
    nodes = children;
    if (level === undefined || level-- === 0) break;
  }
}

/** Brings the nodes of a level into memory. Their lengths follow from the entries they hold. */
function wantNodes(
  bytes: FileBytes,
  nodes: readonly number[],
  kind: Btree1Kind,
  note: (nodes: readonly Range[]) => void,
): Range[] {
  const head = headLength(bytes);
  const guess = kind.maxEntries === undefined ? head : nodeLength(bytes, kind, kind.maxEntries);
  const first = nodes.map((address) => ({ address, length: Math.max(head, Math.min(guess, bytes.end - address)) }));
  // The head of one alone is asked for by reading it.
  if (first.length > 1 || guess > head) bytes.want(first, nodeName);
  const whole = nodes.map((address): Range => {
    const cursor = new Cursor(bytes.at(address, head, nodeName), nodeName, 0, address);
    takeSignature(cursor, "TREE");
    const nodeType = cursor.uint(1);
    if (nodeType !== kind.nodeType) {
      throw hdmfError("malformed", `${cursor.what} is of type ${nodeType}, expected ${kind.nodeType}`);
    }
    cursor.skip(1);
    const entries = cursor.uint(2);
    if (kind.maxEntries !== undefined && entries > kind.maxEntries) {
      throw hdmfError("malformed", `${cursor.what} has ${entries} entries; ${kind.maxEntries} are the most`);
    }
    return { address, length: nodeLength(bytes, kind, entries) };
  });
  note(whole);
  if (whole.length > 1) bytes.want(whole, nodeName);
  return whole;
}

function headLength(bytes: FileBytes): number {
  return 8 + 2 * bytes.sizeOfOffsets;
}

function nodeLength(bytes: FileBytes, kind: Btree1Kind, entries: number): number {
  return headLength(bytes) + entries * (kind.keySize + bytes.sizeOfOffsets) + kind.keySize;
}

function visitNode(
  bytes: FileBytes,
  node: Uint8Array,
  address: number,
  kind: Btree1Kind,
  visit: VisitBtree1Entry,
): void {
  const cursor = new Cursor(node, nodeName, 6, address);
  const entries = cursor.uint(2);
  cursor.at = headLength(bytes);
  for (let entry = 0; entry < entries; entry++) {
    const keyAt = cursor.at;
    cursor.skip(kind.keySize);
    const child = cursor.address(bytes.sizeOfOffsets);
    if (child === undefined) throw hdmfError("malformed", `${cursor.what}: entry ${entry} has no address`);
    visit(node, keyAt, child);
  }
}
