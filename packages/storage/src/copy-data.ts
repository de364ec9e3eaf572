import { type Block, elementCount, type NodeId } from "@hdmf-ts/array";
import type { Edit } from "./edit.ts";
import type { DatasetNode } from "./node.ts";
import { type ReferenceMap, remapReferences } from "./remap-references.ts";

/** One dataset to fill. */
export interface ElementCopy {
  readonly node: DatasetNode;
  readonly target: Edit;
  readonly id: NodeId;
  /** Whether the target was made with the chunks and filters of the source. */
  readonly asStored: boolean;
  /** Whether elements that were never written are the same in the target. */
  readonly sameFill: boolean;
  /** Where references lead; absent where there are none. */
  readonly map?: ReferenceMap;
  readonly signal?: AbortSignal;
  /** Told how many elements were copied. */
  onProgress(elements: number): void;
}

const ahead = 8;

/**
 * Copies the elements of a dataset: at once where they are at hand, as stored where both sides can, else in blocks. What was never written
 * is not written in the copy either.
 */
export async function copyDataset(copy: ElementCopy): Promise<void> {
  const { node, target, id, sameFill, map, signal, onProgress } = copy;
  const { array, value } = node;
  const call = signal ? { signal } : {};
  if (sameFill && !array.chunks && (await array.isWritten?.([], call)) === false) onProgress(elementCount(array.shape));
  else if (value !== undefined) {
    const data = map ? remapReferences(array.dtype, value.data, map) : value.data;
    await target.write(id, [], data, call);
    onProgress(elementCount(array.shape));
  } else if (!(await copyEncoded(copy))) await target.writeBlocks(id, remapped(copy), call);
}

async function* remapped({
  node,
  sameFill,
  map,
  signal,
  onProgress,
}: ElementCopy): AsyncGenerator<Block, void, undefined> {
  const { array } = node;
  for await (const block of array.blocks({ writtenOnly: sameFill, ...(signal && { signal }) })) {
    yield map ? { ...block, data: remapReferences(array.dtype, block.data, map) } : block;
    onProgress(elementCount(block.shape));
  }
}

/** Whether the chunks could be passed on as stored. */
async function copyEncoded(copy: ElementCopy): Promise<boolean> {
  const { node, target, id, asStored, signal, onProgress } = copy;
  const { array } = node;
  const { encoded, chunks, shape } = array;
  if (!asStored || encoded === undefined || chunks === undefined || shape === null) return false;
  const put = target.encodedWriter?.(id, encoded.filters, encoded.byteOrder);
  if (put === undefined) return false;
  const call = signal ? { signal } : {};

  const pass = async (coordinates: readonly number[]): Promise<void> => {
    signal?.throwIfAborted();
    const box = chunks.map((length, axis) => {
      const start = (coordinates[axis] as number) * length;
      return { start, stop: Math.min(start + length, shape[axis] as number) };
    });
    const chunk = await encoded.readChunk(coordinates, call);
    if (chunk !== undefined) await put(coordinates, chunk);
    onProgress(box.reduce((count, { start, stop }) => count * (stop - start), 1));
  };

  const counts = shape.map((length, axis) => Math.ceil(length / (chunks[axis] as number)));
  const total = counts.reduce((product, count) => product * count, 1);
  let next = 0;
  const lane = async (): Promise<void> => {
    try {
      while (next < total) await pass(coordinatesOf(next++, counts));
    } catch (error) {
      next = total;
      throw error;
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(ahead, total) }, lane));
  const failed = lanes.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return true;
}

function coordinatesOf(index: number, counts: readonly number[]): number[] {
  const coordinates = counts.map(() => 0);
  let rest = index;
  for (let axis = counts.length - 1; axis >= 0; axis--) {
    const count = counts[axis] as number;
    coordinates[axis] = rest % count;
    rest = Math.floor(rest / count);
  }
  return coordinates;
}
