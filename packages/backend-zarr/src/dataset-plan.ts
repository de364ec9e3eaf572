import { type Dtype, elementBytes, elementCount, type Filter } from "@hdmf-ts/array";
import { filterToZarr, hasCodec } from "@hdmf-ts/codecs";
import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import type { DatasetWishes } from "@hdmf-ts/storage";
import type { ChunkCodec } from "./chunk-codec.ts";
import { chunkCodec, splitCodecs } from "./chunk-codec.ts";
import { guessChunks } from "./chunk-shape.ts";
import { isJsonObject, type Json, jsonObject, toJson } from "./json-value.ts";
import type { CodecMeta } from "./metadata.ts";
import { type Representation, representationOf } from "./representation.ts";
import { hasByteOrder, itemSize, type ZarrType } from "./zarr-type.ts";

/** How a dataset is kept, decided when it is created. */
export interface DatasetPlan {
  readonly dtype: Dtype;
  readonly representation: Representation;
  readonly chunks: readonly number[];
  readonly filters: readonly Filter[];
  /** The filters that were asked for could not be used. */
  readonly otherFilters: boolean;
  readonly order: "little" | "big";
}

/** Bytes that zarr-python counts for an element of varying length. */
const VARIABLE_SIZE = 16;
/** The length of an axis without elements that is expected to grow. */
const GROWING = 1024;
const DEFAULT_FILTERS: readonly Filter[] = [{ name: "zstd", options: [0] }];

/** @throws `invalid` for chunks that do not fit the shape. */
export function planDataset(wishes: DatasetWishes, path: string): DatasetPlan {
  const { dtype, shape, chunks, maxShape } = wishes;
  const representation = representationOf(dtype);
  const rank = shape === null ? 1 : shape.length;
  if (
    chunks !== undefined &&
    (chunks.length !== rank || chunks.some((length) => !Number.isSafeInteger(length) || length < 1))
  )
    throw hdmfError("invalid", `The chunks [${chunks.join(", ")}] do not fit the shape of ${path}`, { path });
  const size = itemSize(representation.type);
  const spans = (shape ?? [0]).map((length, axis) =>
    length < GROWING && (maxShape?.[axis] ?? length) !== length
      ? Math.min(GROWING, maxShape?.[axis] ?? GROWING)
      : length,
  );
  const inner = elementCount(representation.innerShape);
  const used = usableFilters(wishes.filters, size ?? 1, size === undefined);
  return {
    dtype,
    representation,
    chunks: shape?.length === 0 ? [] : (chunks ?? guessChunks(spans, (size ?? VARIABLE_SIZE) * inner)),
    filters: used ?? DEFAULT_FILTERS,
    otherFilters: wishes.filters !== undefined && (used === undefined || used.length !== wishes.filters.length),
    order: wishes.stored?.byteOrder === "big" && hasByteOrder(representation.type) ? "big" : "little",
  };
}

/** The filters that Zarr has too; `undefined` where one is missing. Shuffling means nothing for elements of varying length. */
function usableFilters(filters: readonly Filter[] | undefined, size: number, variable: boolean): Filter[] | undefined {
  if (filters === undefined) return undefined;
  const used = variable ? filters.filter((filter) => filter.name !== "shuffle") : [...filters];
  try {
    for (const filter of used) {
      if (!hasCodec(filter.name)) return undefined;
      filterToZarr(filter, size);
    }
  } catch (error) {
    if (isHdmfError(error, "unsupported")) return undefined;
    throw error;
  }
  return used;
}

/** The codecs of `zarr.json`. */
export function planCodecs(plan: DatasetPlan, type: ZarrType): CodecMeta[] {
  const toBytes: CodecMeta = {
    name: type.kind === "string" ? "vlen-utf8" : type.kind === "vlen-bytes" ? "vlen-bytes" : "bytes",
    configuration: jsonObject([["endian", hasByteOrder(type) ? plan.order : undefined]]),
  };
  const size = itemSize(type) ?? 1;
  return [
    toBytes,
    ...plan.filters.map((filter): CodecMeta => {
      const { name, configuration } = filterToZarr(filter, size);
      const json: Json = toJson(configuration ?? {});
      return { name, configuration: isJsonObject(json) ? json : new Map() };
    }),
  ];
}

/** The chunks of the store: those of the dataset, with the axes of an array type whole. */
export const storeChunks = (plan: DatasetPlan): readonly number[] => [
  ...plan.chunks,
  ...plan.representation.innerShape,
];

export const planCodec = (plan: DatasetPlan, type: ZarrType, path: string): ChunkCodec =>
  chunkCodec(splitCodecs(planCodecs(plan, type), path), type, storeChunks(plan), path);

/** Bytes of memory of a chunk, roughly. */
export const chunkMemory = (plan: DatasetPlan): number => elementCount(plan.chunks) * elementBytes(plan.dtype);
