import {
  type ArrayData,
  allocate,
  type Dtype,
  elementBytes,
  elementCount,
  type NodeId,
  type Shape,
} from "@hdmf-ts/array";
import type { DatasetWishes } from "./edit.ts";
import type { Attribute, Child, Stored } from "./node.ts";

interface Base {
  readonly id: NodeId;
  readonly attributes: Map<string, Attribute>;
  readonly stored?: Stored;
}

export interface MemoryGroup extends Base {
  readonly kind: "group";
  readonly children: Map<string, Child>;
}

export interface MemoryDataset extends Base {
  readonly kind: "dataset";
  readonly wishes: DatasetWishes;
  shape: Shape;
  /** The shape of a piece: the chunks of the dataset, or what suits where it has none. */
  readonly grid: readonly number[];
  /** Whole pieces by their coordinates joined with commas; what is absent reads as the fill value. */
  readonly pieces: Map<string, ArrayData>;
}

interface MemoryDatatype extends Base {
  readonly kind: "datatype";
  readonly dtype: Dtype;
}

export type MemoryNode = MemoryGroup | MemoryDataset | MemoryDatatype;

/** Nodes by id. A state that was committed never changes: an edit works on clones. */
export type MemoryState = Map<NodeId, MemoryNode>;

export const rootId: NodeId = "n0";

export function emptyState(): MemoryState {
  return new Map([[rootId, { kind: "group", id: rootId, attributes: new Map(), children: new Map() }]]);
}

/** A node that may be changed without `node` noticing. Pieces are replaced as a whole, never changed in place. */
export function cloneNode(node: MemoryNode): MemoryNode {
  const attributes = new Map(node.attributes);
  if (node.kind === "group") return { ...node, attributes, children: new Map(node.children) };
  if (node.kind === "dataset") return { ...node, attributes, pieces: new Map(node.pieces) };
  return { ...node, attributes };
}

const pieceBytes = 1 << 20;

/** Pieces of about 1 MiB for a dataset that asks for no chunks. */
export function gridFor(dtype: Dtype, shape: readonly number[]): readonly number[] {
  const grid = shape.map((length) => Math.max(1, length));
  const bytes = Math.max(1, elementBytes(dtype));
  for (let axis = 0; axis < grid.length; axis++) {
    const count = elementCount(grid) * bytes;
    if (count <= pieceBytes) break;
    grid[axis] = Math.max(1, Math.ceil(((grid[axis] as number) * pieceBytes) / count));
  }
  return grid;
}

/** One element that stands for what was never written. */
export function fillOf(wishes: DatasetWishes): ArrayData {
  return wishes.fillValue?.data ?? allocate(wishes.dtype, 1);
}

/** Drops what no name leads to any more. */
export function dropUnreachable(state: MemoryState): void {
  const reached = new Set<NodeId>([rootId]);
  const stack: NodeId[] = [rootId];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const node = state.get(id);
    if (node?.kind !== "group") continue;
    for (const child of node.children.values())
      if ("hard" in child && !reached.has(child.hard)) {
        reached.add(child.hard);
        stack.push(child.hard);
      }
  }
  for (const id of [...state.keys()]) if (!reached.has(id)) state.delete(id);
}
