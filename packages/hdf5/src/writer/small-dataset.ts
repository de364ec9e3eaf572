import { type ArrayData, allocate, concatData, elementCount, repeatData, type Selection } from "@hdmf-ts/array";
import { isPlain, plainNumbers } from "../datasets/plain-numbers.ts";
import { checkData } from "../datasets/write-checks.ts";
import type { WrittenLayout } from "../datasets/write-parts.ts";
import { isExactly } from "../datatypes/exact-numbers.ts";
import type { ByteArena } from "./byte-arena.ts";
import { type PendingDataset, pathOf } from "./edit-nodes.ts";
import type { ElementCodec } from "./element-codec.ts";
import type { FileSpace } from "./file-space.ts";

/** Whether a dataset needs no writer of its own so far: files have tens of thousands of small datasets, most are written once, as a whole. */
export function takesWhole({ late, plan, writer }: PendingDataset, selection: Selection | undefined): boolean {
  return (
    late && plan.layout !== "chunked" && writer === undefined && (selection === undefined || selection.length === 0)
  );
}

/**
 * Keeps a copy of all elements until the end: plain numbers as they are stored, in `arena`.
 * @throws `invalid`, naming the dataset
 */
export function holdWhole(dataset: PendingDataset, data: ArrayData, arena: ByteArena): void {
  const { type, plan } = dataset;
  const count = elementCount(plan.shape);
  if (count > 0 && isPlain(type) && type.kind === "number" && isExactly(type.name, data) && data.length === count) {
    if (dataset.held < 0) {
      dataset.held = arena.place(data.byteLength);
      arena.keep(data.byteLength);
    }
    arena.numbers(dataset.held, data);
    dataset.whole = undefined;
    return;
  }
  checkData(type.dtype, data, count, pathOf(dataset));
  if (count === 0) return;
  dataset.held = -1;
  dataset.whole = concatData(type.dtype, [data]);
}

/** What is held; undefined where nothing is. */
export function heldData({ type, plan, held, whole }: PendingDataset, arena: ByteArena): ArrayData | undefined {
  if (held < 0) return whole;
  return plainNumbers(type.dtype, arena.bytes(held, elementCount(plan.shape) * type.size));
}

/** Puts what was held to its place. @returns What the layout message says of it. */
export function putWhole(
  dataset: PendingDataset,
  codec: ElementCodec,
  arena: ByteArena,
  space: FileSpace,
): WrittenLayout {
  const { type, plan, whole, held } = dataset;
  const count = elementCount(plan.shape);
  const size = count * type.size;
  if (plan.layout !== "compact" && held < 0 && whole === undefined) return { kind: "contiguous", size };
  const bytes =
    held >= 0
      ? arena.bytes(held, size)
      : count === 0
        ? new Uint8Array(0)
        : codec.encode(type, whole ?? filled(dataset, count), count, pathOf(dataset));
  if (plan.layout === "compact") return { kind: "compact", bytes };
  const address = space.allocate(size);
  space.put(address, bytes);
  return { kind: "contiguous", address, size };
}

function filled({ type, plan }: PendingDataset, count: number): ArrayData {
  return repeatData(type.dtype, plan.fill ?? allocate(type.dtype, 1), count);
}
