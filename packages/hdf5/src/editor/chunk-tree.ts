import { hdmfError } from "@hdmf-ts/errors";
import type { StoredChunk } from "../chunk-index/chunk-index.ts";
import { byteWriter, newFileSizes } from "../io/byte-writer.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes, Range, Runner } from "../io/file-bytes.ts";
import { takeSignature } from "../signature.ts";
import type { Write } from "./commit-steps.ts";
import type { EditSpace } from "./edit-space.ts";

/** A chunk that is put into an index, or taken out of it. */
export interface ChunkChange {
  /** The first element of the chunk. */
  readonly offsets: readonly number[];
  /** Absent where the chunk goes. */
  readonly chunk: StoredChunk | undefined;
}

/** The index after changes. */
interface ChangedTree {
  /** Of the root; absent for an index of no chunks. */
  readonly root: number | undefined;
  /** Pointers between neighbours, which readers do not follow. */
  readonly after: readonly Write[];
  /** Nodes that are no longer of the tree. */
  readonly freed: readonly Range[];
  /** Nodes that are new, by their addresses. */
  readonly nodes: ReadonlyMap<number, TreeNode>;
}

/** The B-tree of version 1 that indexes the chunks of a dataset (specification III.A.1, node type 1). */
export interface ChunkTree {
  find(offsets: readonly number[]): Promise<StoredChunk | undefined>;
  /**
   * Writes new nodes for those that change, up to the root; the others are shared with the tree as it was, which stays whole.
   * @param changes In the order of the tree, no place twice.
   */
  change(changes: readonly ChunkChange[], space: EditSpace): Promise<ChangedTree>;
  /** The nodes and chunks of the tree, some thousands of them at most. */
  ranges(): Promise<readonly Range[]>;
  /** Takes a change over: from now on it is the tree. */
  moveTo(changed: ChangedTree): void;
}

interface Entry {
  readonly offsets: readonly number[];
  /** Of the chunk; of the first chunk below, in upper nodes. */
  readonly length: number;
  readonly filterMask: number;
  /** Of the chunk or of the node below. */
  readonly child: number | Draft;
}

/** A node of the tree. */
interface TreeNode {
  readonly level: number;
  readonly left: number | undefined;
  readonly right: number | undefined;
  readonly entries: readonly Entry[];
  /** The key behind the last entry. */
  readonly end: readonly number[];
}

/** A node that is new. */
interface Draft {
  readonly level: number;
  readonly entries: readonly Entry[];
  address: number;
  left: number | undefined;
  right: number | undefined;
}

const sizes = newFileSizes;
const name = "B-tree of chunks, node";
const mostNodes = 4096;

/** @param chunks The shape of a chunk. @param rank Half of the most entries of a node. */
export function chunkTree(
  chunks: readonly number[],
  elementSize: number,
  rank: number,
  start: number | undefined,
  reader: () => { readonly bytes: FileBytes; readonly run: Runner },
): ChunkTree {
  const keyLength = 8 + 8 * (chunks.length + 1);
  const mostEntries = 2 * rank;
  const nodeLength = 24 + mostEntries * (keyLength + 8) + keyLength;
  const nodes = new Map<number, TreeNode>();
  let root = start;

  async function load(address: number, level: number | undefined): Promise<TreeNode> {
    const known = nodes.get(address);
    if (known !== undefined) return known;
    const { bytes, run } = reader();
    const node = await run(() => parse(bytes, address));
    if (level !== undefined && node.level !== level)
      throw hdmfError("malformed", `${name} at address ${address} is of level ${node.level}, expected ${level}`);
    nodes.set(address, node);
    return node;
  }

  function parse(bytes: FileBytes, address: number): TreeNode {
    const cursor = new Cursor(bytes.at(address, 24, name), name, 0, address);
    takeSignature(cursor, "TREE");
    const type = cursor.uint(1);
    const level = cursor.uint(1);
    const count = cursor.uint(2);
    const left = cursor.address(8);
    const right = cursor.address(8);
    if (type !== 1 || count > mostEntries || (count === 0 && level > 0))
      throw hdmfError("malformed", `${cursor.what} is of type ${type} and has ${count} entries`);
    const body = new Cursor(bytes.at(address + 24, count * (keyLength + 8) + keyLength, name), name, 0, address);
    const entries: Entry[] = [];
    const takeKey = () => {
      const length = body.uint(4);
      const filterMask = body.uint(4);
      const offsets = chunks.map(() => body.uint(8));
      body.skip(8);
      return { length, filterMask, offsets };
    };
    for (let index = 0; index < count; index++) {
      const key = takeKey();
      const child = body.address(8);
      if (child === undefined) throw hdmfError("malformed", `${cursor.what}: entry ${index} has no address`);
      entries.push({ ...key, child });
    }
    return { level, left, right, entries, end: takeKey().offsets };
  }

  async function find(offsets: readonly number[]): Promise<StoredChunk | undefined> {
    if (root === undefined) return undefined;
    if (nodes.size > mostNodes) nodes.clear();
    let node = await load(root, undefined);
    for (;;) {
      const index = lastAtOrBefore(node.entries, offsets);
      const entry = node.entries[index];
      if (entry === undefined) return undefined;
      if (node.level > 0) {
        node = await load(entry.child as number, node.level - 1);
        continue;
      }
      if (compare(entry.offsets, offsets) !== 0) return undefined;
      return { address: entry.child as number, length: entry.length, filterMask: entry.filterMask };
    }
  }

  async function change(changes: readonly ChunkChange[], space: EditSpace): Promise<ChangedTree> {
    const replaced = new Map<number, readonly Draft[]>();
    const top = root === undefined ? undefined : await load(root, undefined);
    let level = top?.level ?? 0;
    let drafts =
      root === undefined || top === undefined
        ? draftsOf(0, merge([], changes))
        : await changeNode(root, top, changes, replaced);
    while (drafts.length > 1) drafts = draftsOf(++level, drafts.map(entryOf));
    const after: Write[] = [];
    const all = allDrafts(drafts);
    for (const draft of all) draft.address = space.allocate(nodeLength);
    for (const [address, run] of replaced) {
      const { left, right } = nodes.get(address)!;
      link(run, neighbour(left, "left", replaced), neighbour(right, "right", replaced), after);
    }
    // Levels that are new have no neighbours but each other.
    const linked = new Set([...replaced.values()].flat());
    for (const own of byLevel(all.filter((draft) => !linked.has(draft)))) link(own, undefined, undefined, after);
    const endKeys = endKeysOf(drafts);
    const made = new Map<number, TreeNode>();
    for (const draft of all) {
      const entries = draft.level === 0 ? draft.entries : draft.entries.map(settled);
      const node = { ...draft, entries, end: endKeys.get(draft) ?? (await endOf(draft)) };
      made.set(draft.address, node);
      space.put(draft.address, encode(node));
    }
    const newRoot = drafts[0]?.address;
    const freed = [...replaced.keys()].map((address) => ({ address, length: nodeLength }));
    return { root: newRoot, after, freed, nodes: made };
  }

  /** The nearest node to a side of a node that is replaced. */
  function neighbour(
    address: number | undefined,
    side: "left" | "right",
    replaced: ReadonlyMap<number, readonly Draft[]>,
  ): Draft | number | undefined {
    for (let at = address; at !== undefined; at = nodes.get(at)?.[side]) {
      const run = replaced.get(at);
      if (run === undefined) return at;
      if (run.length > 0) return side === "left" ? run.at(-1) : run[0];
    }
    return undefined;
  }

  /** The nodes that come in place of one; none where nothing is left of it. */
  async function changeNode(
    address: number,
    node: TreeNode,
    changes: readonly ChunkChange[],
    replaced: Map<number, readonly Draft[]>,
  ): Promise<Draft[]> {
    let entries: Entry[];
    if (node.level === 0) entries = merge(node.entries, changes);
    else {
      entries = [];
      let from = 0;
      for (const [index, entry] of node.entries.entries()) {
        const next = node.entries[index + 1];
        let to = from;
        while (to < changes.length && (next === undefined || compare(changes[to]!.offsets, next.offsets) < 0)) to++;
        if (to === from) entries.push(entry);
        else {
          const child = await load(entry.child as number, node.level - 1);
          const made = await changeNode(entry.child as number, child, changes.slice(from, to), replaced);
          entries.push(...made.map(entryOf));
        }
        from = to;
      }
    }
    const drafts = draftsOf(node.level, entries);
    replaced.set(address, drafts);
    return drafts;
  }

  /** Appended entries fill nodes; others leave room in all of them. */
  function draftsOf(level: number, entries: readonly Entry[]): Draft[] {
    const count = Math.ceil(entries.length / mostEntries);
    const drafts: Draft[] = [];
    for (let index = 0; index < count; index++) {
      const part = entries.slice(index * mostEntries, (index + 1) * mostEntries);
      drafts.push({ level, entries: part, address: 0, left: undefined, right: undefined });
    }
    return drafts;
  }

  /** The key behind the last entry of a node: that of the node to its right, or what would follow its last chunk. */
  async function endOf(node: {
    readonly level: number;
    readonly entries: readonly Entry[];
  }): Promise<readonly number[]> {
    const last = node.entries.at(-1)!;
    if (node.level === 0) return last.offsets.map((offset, axis) => offset + chunks[axis]!);
    if (typeof last.child !== "number") return endOf(last.child);
    return (await load(last.child, node.level - 1)).end;
  }

  function encode(node: TreeNode): Uint8Array {
    const writer = byteWriter(sizes, nodeLength);
    writer.ascii("TREE");
    writer.uint(1, 1);
    writer.uint(node.level, 1);
    writer.uint(node.entries.length, 2);
    writer.address(node.left);
    writer.address(node.right);
    for (const { offsets, length, filterMask, child } of node.entries) {
      writer.uint(length, 4);
      writer.uint(filterMask, 4);
      for (const offset of offsets) writer.uint(offset, 8);
      writer.zeros(8);
      writer.address(child as number);
    }
    writer.zeros(8);
    for (const offset of node.end) writer.uint(offset, 8);
    writer.uint(elementSize, 8);
    writer.zeros(nodeLength - writer.at);
    return writer.finish();
  }

  async function ranges(): Promise<readonly Range[]> {
    const found: Range[] = [];
    const visit = async (address: number, level: number | undefined): Promise<void> => {
      if (found.length > mostNodes) return;
      const node = await load(address, level);
      found.push({ address, length: nodeLength });
      for (const { child, length } of node.entries) {
        if (node.level > 0) await visit(child as number, node.level - 1);
        else found.push({ address: child as number, length });
      }
    };
    if (root !== undefined) await visit(root, undefined);
    return found;
  }

  return {
    find,
    change,
    ranges,
    moveTo(changed) {
      root = changed.root;
      for (const { address } of changed.freed) nodes.delete(address);
      // Their neighbours are others now.
      for (const { address } of changed.after) for (const side of [8, 16]) nodes.delete(address - side);
      for (const [address, node] of changed.nodes) nodes.set(address, node);
    },
  };
}

/** The keys behind nodes that have another to their right below the same node: the first of that one. */
function endKeysOf(drafts: readonly Draft[]): Map<Draft, readonly number[]> {
  const keys = new Map<Draft, readonly number[]>();
  const visit = ({ level, entries }: Draft, end: readonly number[] | undefined): void => {
    if (level === 0) return;
    for (const [index, { child }] of entries.entries()) {
      if (typeof child === "number") continue;
      const next = entries[index + 1]?.offsets ?? end;
      if (next !== undefined) keys.set(child, next);
      visit(child, next);
    }
  };
  for (const draft of drafts) visit(draft, undefined);
  return keys;
}

function entryOf(draft: Draft): Entry {
  const { offsets, length, filterMask } = draft.entries[0]!;
  return { offsets, length, filterMask, child: draft };
}

/** The entry of a node whose address is known. */
function settled(entry: Entry): Entry {
  return typeof entry.child === "number" ? entry : { ...entry, child: entry.child.address };
}

function merge(entries: readonly Entry[], changes: readonly ChunkChange[]): Entry[] {
  const merged: Entry[] = [];
  let at = 0;
  for (const { offsets, chunk } of changes) {
    while (at < entries.length && compare(entries[at]!.offsets, offsets) < 0) merged.push(entries[at++]!);
    if (at < entries.length && compare(entries[at]!.offsets, offsets) === 0) at++;
    if (chunk !== undefined)
      merged.push({ offsets, length: chunk.length, filterMask: chunk.filterMask, child: chunk.address });
  }
  merged.push(...entries.slice(at));
  return merged;
}

function lastAtOrBefore(entries: readonly Entry[], offsets: readonly number[]): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(entries[middle]!.offsets, offsets) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Row by row. */
export function compare(a: readonly number[], b: readonly number[]): number {
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return a[axis]! - b[axis]!;
  return 0;
}

/** Nodes that come in place of one, between its neighbours, which are new nodes or those that stay. */
function link(
  run: readonly Draft[],
  left: Draft | number | undefined,
  right: Draft | number | undefined,
  after: Write[],
): void {
  for (const [index, draft] of run.entries()) {
    draft.left = run[index - 1]?.address ?? addressOf(left);
    draft.right = run[index + 1]?.address ?? addressOf(right);
  }
  const first = run[0];
  const last = run.at(-1);
  if (typeof left === "number") after.push(pointer(left + 16, first?.address ?? addressOf(right)));
  if (typeof right === "number") after.push(pointer(right + 8, last?.address ?? addressOf(left)));
}

function addressOf(node: Draft | number | undefined): number | undefined {
  return typeof node === "object" ? node.address : node;
}

function pointer(address: number, to: number | undefined): Write {
  const writer = byteWriter(sizes, 8);
  writer.address(to);
  return { address, bytes: writer.finish() };
}

function allDrafts(drafts: readonly Draft[]): Draft[] {
  const below = drafts.flatMap(({ level, entries }) =>
    (level === 0 ? [] : entries).flatMap(({ child }) => (typeof child === "number" ? [] : [child])),
  );
  return below.length === 0 ? [...drafts] : [...allDrafts(below), ...drafts];
}

function byLevel(drafts: readonly Draft[]): Iterable<Draft[]> {
  const levels = new Map<number, Draft[]>();
  for (const draft of drafts) {
    const own = levels.get(draft.level);
    if (own === undefined) levels.set(draft.level, [draft]);
    else own.push(draft);
  }
  return levels.values();
}
