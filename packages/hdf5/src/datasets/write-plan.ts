import { type ArrayData, elementCount, type Filter } from "@hdmf-ts/array";
import type { StoredType } from "../datatypes/stored-type.ts";
import { chooseChunks } from "./choose-chunks.ts";
import { checkShape } from "./plan-contiguous.ts";
import { checkData } from "./write-checks.ts";
import { datasetError } from "./write-errors.ts";
import { completeFilters } from "./write-filters.ts";
import type { DatasetDraft } from "./write-parts.ts";

/** A {@link DatasetDraft} with nothing left out, checked. */
export type DatasetPlan = LayoutPlan & { readonly path: string };

/** All of it that is not about one dataset alone. */
export type LayoutPlan = PlanBase &
  (
    | { readonly layout: "compact" | "contiguous"; readonly shape: readonly number[] | null }
    | { readonly layout: "chunked"; readonly shape: readonly number[]; readonly chunks: readonly number[] }
  );

interface PlanBase {
  readonly type: StoredType;
  /** Absent where the dataset cannot grow. */
  readonly maxShape?: readonly (number | null)[];
  readonly filters: readonly Filter[];
  readonly fill?: ArrayData;
}

/** Chunks, and the dimensions of chunks, have four bytes for their length. */
const mostChunkBytes = 2 ** 32 - 1;
/** A message of an object header has two bytes for its length, which is a multiple of 8. */
const mostCompactBytes = 65_520;

/**
 * Chooses what the draft leaves out.
 * @param encodeFill One element as stored; asked for only where a filter needs it.
 * @throws `invalid` for what does not go together or cannot be in HDF5, `unsupported` for filters that do not go with the type
 */
export function planDataset(draft: DatasetDraft, encodeFill: (fill: ArrayData) => Uint8Array): DatasetPlan {
  const { path, type, shape, fill, chunks, filters = [] } = draft;
  if (fill !== undefined) checkData(type.dtype, fill, 1, path);
  const refuse = (what: string, hint?: string): Error => datasetError(path, "invalid", what, hint);
  const maxShape = checkMaxShape(draft, refuse);
  const wantsChunks = chunks !== undefined || filters.length > 0 || maxShape !== undefined;
  const layout = draft.layout ?? (wantsChunks ? "chunked" : "contiguous");
  const base = { path, type, ...(maxShape && { maxShape }), ...(fill !== undefined && { fill }) };
  if (layout !== "chunked") {
    if (wantsChunks) throw refuse(`chunks, filters and room to grow need chunked storage, not ${layout}`);
    const size = elementCount(shape) * type.size;
    if (layout === "compact" && size > mostCompactBytes)
      throw refuse(`${size} bytes are too many for compact storage, which has ${mostCompactBytes}`);
    return { ...base, layout, shape, filters };
  }
  if (shape === null || shape.length === 0)
    throw refuse("a dataset without axes has no chunks, and so no filters", "store it contiguous");
  const limits = maxShape ?? shape;
  const chosen = chunks ?? chooseChunks(shape, limits, type.size);
  checkChunks(chosen, shape, limits, type.size, refuse);
  const chunk = { type, count: elementCount(chosen), fill: fill === undefined ? undefined : () => encodeFill(fill) };
  return { ...base, layout, shape, chunks: chosen, filters: completeFilters(filters, chunk, path) };
}

/** The maximal shape; `undefined` where it says no more than the shape. */
function checkMaxShape(
  { path, shape, maxShape }: DatasetDraft,
  refuse: (what: string) => Error,
): readonly (number | null)[] | undefined {
  checkShape(shape, () => path);
  if (maxShape === undefined) return undefined;
  const fits =
    shape !== null &&
    maxShape.length === shape.length &&
    maxShape.every((most, axis) => most === null || (Number.isSafeInteger(most) && most >= shape[axis]!));
  if (!fits) throw refuse(`[${maxShape.join(", ")}] is no maximal shape of [${shape?.join(", ")}]`);
  return maxShape.some((most, axis) => most !== shape[axis]) ? maxShape : undefined;
}

function checkChunks(
  chunks: readonly number[],
  shape: readonly number[],
  limits: readonly (number | null)[],
  elementSize: number,
  refuse: (what: string, hint?: string) => Error,
): void {
  const text = `chunks of [${chunks.join(", ")}]`;
  const whole = chunks.every((length) => Number.isSafeInteger(length) && length >= 1);
  if (!whole || chunks.length !== shape.length) throw refuse(`${text} do not fit a shape of [${shape.join(", ")}]`);
  const bytes = chunks.reduce((product, length) => product * length, elementSize);
  if (bytes > mostChunkBytes) throw refuse(`${text} have ${bytes} bytes, HDF5 allows less than 4 GiB`);
  for (const [axis, length] of chunks.entries()) {
    const limit = limits[axis]!;
    // The library itself lets chunks be longer than an axis without any length.
    if (limit !== null && shape[axis]! > 0 && length > limit)
      throw refuse(
        `${text} are longer than axis ${axis}, which never has more than ${limit}`,
        "choose chunks within the maximal shape",
      );
  }
}
