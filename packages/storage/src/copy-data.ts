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
  } else if (!(await passedOn(copy))) await target.writeBlocks(id, remapped(copy), call);
}

/** Copies chunks as stored, where both sides can; what does that is loaded for those. */
async function passedOn(copy: ElementCopy): Promise<boolean> {
  if (!copy.asStored || copy.node.array.encoded === undefined) return false;
  const { copyEncoded } = await import("./copy-encoded.ts");
  return copyEncoded(copy);
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
