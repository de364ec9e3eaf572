import { decodeChunk } from "@hdmf-ts/codecs";
import { hdmfError } from "@hdmf-ts/errors";
import type { Decoders } from "../datasets/dataset-source.ts";
import { parseFilterPipeline } from "../datasets/filter-pipeline.ts";
import type { AbsentBytes, FileBytes } from "../io/file-bytes.ts";
import type { FilteredBytes } from "./filtered-bytes.ts";

/** A block is being decoded, or it is there, or it could not be decoded. */
type Block = { readonly ready: Promise<void> } | { readonly data: Uint8Array } | { readonly error: unknown };

interface Heap {
  readonly blocks: Map<number, Block>;
  memory: number;
}

/** No heap may need more than a quarter of what is kept, so that what one parse needs is never dropped under it. */
const mostOfHeap = 32 * 2 ** 20;
const mostOfAll = 4 * mostOfHeap;

/** Gives the filtered blocks of heaps: one is absent until it has been decoded, which goes on beside the parse. */
export function blockDecoder(bytes: FileBytes, decoders?: Decoders): NonNullable<FileBytes["decoded"]> {
  const heaps = new Map<number, Heap>();
  let memory = 0;

  /** The blocks of a heap, from now on the one that was used last. */
  function heapAt(address: number): Heap {
    const heap = heaps.get(address) ?? { blocks: new Map(), memory: 0 };
    heaps.delete(address);
    heaps.set(address, heap);
    for (const [oldest, { memory: freed }] of heaps) {
      if (memory <= mostOfAll) break;
      heaps.delete(oldest);
      memory -= freed;
    }
    return heap;
  }

  function start(heap: Heap, stored: FilteredBytes): Promise<void> {
    const { address, storedSize, size, filterMask } = stored;
    const what = `block at ${address} of the fractal heap at address ${stored.heap}`;
    const raw = bytes.at(address, storedSize, what).slice();
    if (heap.memory + size > mostOfHeap) {
      throw hdmfError(
        "limit",
        `the fractal heap at address ${stored.heap} has filters and more than ${mostOfHeap} bytes`,
      );
    }
    const filters = parseFilterPipeline(stored.filters);
    heap.memory += size;
    memory += size;
    return decodeChunk(filters, raw, { filterMask, size, ...(decoders && { decoders }) }).then(
      (data) => void heap.blocks.set(address, { data }),
      (error: unknown) => void heap.blocks.set(address, { error }),
    );
  }

  return (stored) => {
    const heap = heapAt(stored.heap);
    let block = heap.blocks.get(stored.address);
    if (block === undefined) {
      block = { ready: start(heap, stored) };
      heap.blocks.set(stored.address, block);
    }
    if ("error" in block) throw block.error;
    if ("ready" in block) throw { absent: [], ready: block.ready } satisfies AbsentBytes;
    if (block.data.length === stored.size) return block.data;
    throw hdmfError("malformed", `the fractal heap at address ${stored.heap} has two blocks at ${stored.address}`);
  };
}
