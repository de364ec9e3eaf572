import { hdmfError } from "@hdmf-ts/errors";
import { isNumbers } from "./data-guards.ts";
import { elementBytes } from "./data-length.ts";
import { layoutOf } from "./layout.ts";
import type { Block, BlockOptions, LazyArray } from "./lazy-array.ts";
import type { NumberArray } from "./nd-array.ts";
import { elementCount } from "./shape.ts";

const defaultBytes = 8 * 2 ** 20;

/** What to cut into blocks. */
export interface BlockPlan {
  readonly shape: readonly number[];
  readonly chunks?: readonly number[];
  /** See {@link elementBytes}. */
  readonly elementBytes: number;
  readonly maxBytes: number;
}

/** A box of an array: the index of its first element, and its shape. */
export interface Box {
  readonly start: readonly number[];
  readonly shape: readonly number[];
}

/**
 * Cuts an array into boxes of about `maxBytes`, in C order. A box is made of whole chunks, at least one; it grows along the
 * last axis first, so that boxes of an array without chunks are contiguous.
 * @throws `invalid` for chunks that do not fit the shape.
 */
export function* planBlocks({ shape, chunks, elementBytes, maxBytes }: BlockPlan): Generator<Box> {
  if (chunks) checkChunks(chunks, shape);
  if (shape.includes(0)) return;
  const box = shape.map((length, axis) => Math.min(length, chunks?.[axis] ?? 1));
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const unit = box[axis]!;
    const bytes = Math.max(1, elementBytes) * box.reduce((product, length) => product * length, 1);
    const units = Math.max(1, Math.floor(maxBytes / bytes));
    box[axis] = Math.min(shape[axis]!, unit * units);
  }
  const start = shape.map(() => 0);
  for (;;) {
    yield { start: [...start], shape: box.map((length, axis) => Math.min(length, shape[axis]! - start[axis]!)) };
    let axis = shape.length - 1;
    for (; axis >= 0; axis--) {
      start[axis]! += box[axis]!;
      if (start[axis]! < shape[axis]!) break;
      start[axis] = 0;
    }
    if (axis < 0) return;
  }
}

/**
 * All of an array as blocks, by its `read`: the `blocks` of an implementation that has no better way. Numbers are read
 * into the same memory block after block.
 */
export async function* readBlocks(array: LazyArray, options: BlockOptions = {}): AsyncGenerator<Block> {
  const { dtype, shape, chunks } = array;
  const { maxBytes = defaultBytes, writtenOnly, signal } = options;
  signal?.throwIfAborted();
  if (shape === null) return;
  const { units } = layoutOf(dtype);
  let scratch: NumberArray | undefined;
  const plan = { shape, elementBytes: elementBytes(dtype), maxBytes, ...(chunks && { chunks }) };
  const all = planBlocks(plan);
  const boxes = writtenOnly ? (await import("./written-boxes.ts")).writtenBoxes(array, all, signal) : all;
  for await (const box of boxes) {
    signal?.throwIfAborted();
    const length = elementCount(box.shape) * units;
    const into = scratch && scratch.length >= length ? scratch.subarray(0, length) : undefined;
    const selection = box.start.map((start, axis) => ({ start, stop: start + box.shape[axis]! }));
    const { data } = await array.read(selection, { ...(into && { into }), ...(signal && { signal }) });
    if (!into && isNumbers(data)) scratch = data;
    yield { ...box, data };
  }
}

/** @throws `invalid` unless there is a whole number of at least 1 for each axis. */
export function checkChunks(chunks: readonly number[], shape: readonly number[]): void {
  const fits = chunks.length === shape.length && chunks.every((size) => Number.isSafeInteger(size) && size >= 1);
  if (fits) return;
  throw hdmfError(
    "invalid",
    `Chunks of shape [${chunks.join(", ")}] do not fit an array of shape [${shape.join(", ")}].`,
  );
}
