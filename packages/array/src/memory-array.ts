import { hdmfError } from "@hdmf-ts/errors";
import { checkChunks, readBlocks } from "./blocks.ts";
import { dataLength } from "./data-length.ts";
import type { LazyArray } from "./lazy-array.ts";
import type { NdArray } from "./nd-array.ts";
import { selectFrom } from "./select-from.ts";
import { elementCount } from "./shape.ts";

/** What a {@link LazyArray} says of its storage. */
export interface MemoryArrayOptions {
  readonly maxShape?: readonly (number | null)[];
  readonly chunks?: readonly number[];
}

/**
 * Values in memory as a {@link LazyArray}. They are not copied: reads see later changes; what a read gives is new memory.
 * @throws `invalid` when the data is not as long as its shape says, or the chunks do not fit.
 */
export function memoryArray(nd: NdArray, options: MemoryArrayOptions = {}): LazyArray {
  const { dtype, shape, data } = nd;
  if (shape && options.chunks) checkChunks(options.chunks, shape);
  const count = elementCount(shape);
  const length = dataLength(dtype, data);
  if (length !== count) {
    throw hdmfError(
      "invalid",
      `The data has ${length} elements, its shape [${shape?.join(", ") ?? ""}] asks for ${count}.`,
    );
  }
  const array: LazyArray = {
    dtype,
    shape,
    ...options,
    async read(selection, options) {
      options?.signal?.throwIfAborted();
      return selectFrom(nd, selection, options?.into);
    },
    blocks: (options) => readBlocks(array, options),
  };
  return array;
}
