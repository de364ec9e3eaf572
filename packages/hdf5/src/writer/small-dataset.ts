import { type ArrayData, allocate, concatData, elementCount, repeatData, type Selection } from "@hdmf-ts/array";
import { checkData } from "../datasets/write-checks.ts";
import type { PendingDataset } from "./edit-nodes.ts";
import type { ElementCodec } from "./element-codec.ts";
import type { FileSpace } from "./file-space.ts";

/** Whether a dataset needs no writer of its own so far: files have tens of thousands of small datasets, most are written once, as a whole. */
export function takesWhole({ late, plan, writer }: PendingDataset, selection: Selection | undefined): boolean {
  return (
    late && plan.layout !== "chunked" && writer === undefined && (selection === undefined || selection.length === 0)
  );
}

/** Keeps a copy of all elements until the end. @throws `invalid`, naming the dataset */
export function holdWhole(dataset: PendingDataset, data: ArrayData): void {
  const { type, plan, path } = dataset;
  const count = elementCount(plan.shape);
  checkData(type.dtype, data, count, path);
  if (count > 0) dataset.whole = concatData(type.dtype, [data]);
}

/** Puts what was held to its place, and notes that. */
export function putWhole(dataset: PendingDataset, codec: ElementCodec, space: FileSpace): void {
  const { type, plan, path, whole } = dataset;
  const count = elementCount(plan.shape);
  const size = count * type.size;
  if (plan.layout === "compact") {
    const data = whole ?? repeatData(type.dtype, plan.fill ?? allocate(type.dtype, 1), count);
    dataset.stored = {
      kind: "compact",
      bytes: count === 0 ? new Uint8Array(0) : codec.encode(type, data, count, path),
    };
  } else if (whole === undefined) dataset.stored = { kind: "contiguous", size };
  else {
    const address = space.allocate(size);
    space.put(address, codec.encode(type, whole, count, path));
    dataset.stored = { kind: "contiguous", address, size };
  }
}
