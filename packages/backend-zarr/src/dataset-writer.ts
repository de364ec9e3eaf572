import {
  type ArrayData,
  allocate,
  type Block,
  dataLength,
  type EncodedChunk,
  elementCount,
  type Filter,
  type NdArray,
  normalizeSelection,
  repeatData,
  type Selection,
  type Shape,
  sameDtype,
  writeChunked,
} from "@hdmf-ts/array";
import { decodeChunk, encodeChunk } from "@hdmf-ts/codecs";
import { hdmfError } from "@hdmf-ts/errors";
import type { DatasetWishes } from "@hdmf-ts/storage";
import { allChunks, cellFill } from "./array-fill.ts";
import { toBytes } from "./chunk-bytes.ts";
import type { ChunkCodec } from "./chunk-codec.ts";
import { fromZarrData } from "./convert.ts";
import { chunkMemory, type DatasetPlan, planCodec, planDataset, storeChunks } from "./dataset-plan.ts";
import { type ExactTexts, exactTexts } from "./exact-texts.ts";
import { defaultFill } from "./fill-value.ts";
import { sameFilters } from "./filters-json.ts";
import { oneByOne } from "./gate.ts";
import type { PathOfId } from "./reference-text.ts";
import { widened } from "./representation.ts";
import type { Staging } from "./staging.ts";
import { textSizes } from "./text-sizes.ts";
import { toZarrData } from "./to-zarr-data.ts";
import { itemSize, type ZarrType } from "./zarr-type.ts";

/** A dataset of a store that is being made. */
export interface DatasetWriter {
  readonly plan: DatasetPlan;
  readonly shape: () => Shape;
  readonly type: () => ZarrType;
  /** The fill value as the Zarr type has it. */
  readonly fill: () => ArrayData;
  /** Whether one cell cannot say the fill value. */
  readonly unevenFill: boolean;
  readonly exact: ExactTexts;
  write(selection: Selection, data: ArrayData, signal?: AbortSignal): Promise<void>;
  writeBlock(block: Block, signal?: AbortSignal): Promise<void>;
  append(axis: number, data: NdArray, signal?: AbortSignal): Promise<void>;
  encodedWriter(
    filters: readonly Filter[],
    order: "little" | "big",
  ): ((coordinates: readonly number[], chunk: EncodedChunk) => Promise<void>) | undefined;
  /** Encodes what is still held. */
  flush(): Promise<void>;
  /** Does that too, and all else without which the chunks are not complete. */
  finish(): Promise<void>;
  /** Writes all chunks anew, for references whose paths have changed. */
  rewrite(newPath: (path: string) => string): Promise<void>;
}

/** Memory for chunks of which only a part was written so far. */
const MAX_PARTIAL = 96 * 1024 * 1024;
const WRITERS = 4;

/** @throws `invalid` for wishes that do not go together. */
export function datasetWriter(
  wishes: DatasetWishes,
  path: string,
  number: number,
  staging: Staging,
  pathOf: PathOfId,
): DatasetWriter {
  const plan = planDataset(wishes, path);
  const { dtype, representation, chunks } = plan;
  let shape: Shape = wishes.shape;
  let type = representation.type;
  let codec: ChunkCodec = planCodec(plan, type, path);
  const fill = wishes.fillValue?.data ?? allocate(dtype, 1);
  const { cell, uneven } =
    wishes.fillValue === undefined
      ? { cell: storeDefault(type, plan), uneven: false }
      : cellFill(type, toZarrData(dtype, fill, pathOf), representation.innerShape);
  let fillZarr = cell;
  const exact = exactTexts(dtype);
  const written = new Map<string, readonly number[]>();
  const partial = new Map<string, { readonly coordinates: readonly number[]; readonly data: ArrayData }>();
  const inTurn = oneByOne();
  const turn = <T>(call: () => Promise<T>): Promise<T> => inTurn("", call);
  const zeros = representation.innerShape.map(() => 0);
  const count = elementCount(storeChunks(plan));
  const maxPartial = Math.max(1, Math.floor(MAX_PARTIAL / Math.max(1, chunkMemory(plan))));
  const keyOf = (coordinates: readonly number[]): string => ["c", ...coordinates, ...zeros].join("/");

  const encode = (data: ArrayData): Promise<Uint8Array> =>
    encodeChunk(codec.filters, toBytes(type, data, count, plan.order));
  const put = async (coordinates: readonly number[], data: ArrayData): Promise<void> => {
    const key = keyOf(coordinates);
    const zarrData = toZarrData(dtype, data, pathOf);
    if (isFill(zarrData)) {
      if (written.delete(key)) await staging.drop(number, key);
      return;
    }
    await staging.put(number, key, await encode(zarrData));
    written.set(key, coordinates);
  };
  const isFill = (data: ArrayData): boolean => {
    if (uneven) return false;
    if (Array.isArray(data)) return (data as readonly string[]).every((text) => text === (fillZarr as string[])[0]);
    if (type.kind === "vlen-bytes") return dataLength({ vlen: "uint8" }, data) === 0 || isEmptyRagged(data);
    return repeats(toBytes(type, data, count, plan.order), toBytes(type, fillZarr, 1, plan.order));
  };
  const load = async (coordinates: readonly number[]): Promise<ArrayData | undefined> => {
    const key = keyOf(coordinates);
    const bytes = written.has(key) ? await staging.get(number, key) : undefined;
    return bytes === undefined ? undefined : fromZarrData(dtype, type, await codec.decode(bytes));
  };
  const shrink = async (most: number): Promise<void> => {
    while (partial.size > most) {
      const [key, chunk] = partial.entries().next().value as [
        string,
        { coordinates: readonly number[]; data: ArrayData },
      ];
      partial.delete(key);
      await put(chunk.coordinates, chunk.data);
    }
  };
  /** Makes room for longer texts in cells of a fixed width. */
  const widen = async (data: ArrayData): Promise<void> => {
    const wider = widened(type, textSizes(dtype, data, pathOf));
    if (itemSize(wider) === itemSize(type)) return;
    const before = codec;
    type = wider;
    codec = planCodec(plan, type, path);
    for (const key of written.keys()) {
      const bytes = await staging.get(number, key);
      if (bytes !== undefined) await staging.put(number, key, await encode(await before.decode(bytes)));
    }
  };
  const writeNow = async (selection: Selection, given: ArrayData, signal?: AbortSignal): Promise<void> => {
    const length = dataLength(dtype, given);
    const selected = shape === null ? undefined : normalizeSelection(selection, shape);
    const wanted = selected === undefined ? 0 : elementCount(selected.shape);
    if (length !== wanted)
      throw hdmfError("invalid", `${length} elements were given for ${path}, and ${wanted} are selected`, { path });
    if (selected === undefined || shape === null || wanted === 0) return;
    const data = exact.take(given, selected);
    await widen(data);
    const read = new Set<string>();
    await writeChunked({
      dtype,
      shape,
      chunks,
      selection,
      data,
      fill,
      signal,
      concurrency: WRITERS,
      async readChunk(coordinates) {
        const key = keyOf(coordinates);
        read.add(key);
        return partial.get(key)?.data ?? (await load(coordinates));
      },
      async writeChunk(coordinates, chunk) {
        const key = keyOf(coordinates);
        partial.delete(key);
        if (read.has(key)) partial.set(key, { coordinates, data: chunk });
        else await put(coordinates, chunk);
      },
    });
    await shrink(maxPartial);
  };
  const writeBlockNow = async (block: Block, signal?: AbortSignal): Promise<void> => {
    shape = grown(shape, block, wishes.maxShape ?? shape ?? [], path);
    const box = block.start.map((start, axis) => ({ start, stop: start + (block.shape[axis] ?? 0) }));
    await writeNow(box, block.data, signal);
  };

  const writeUnwritten = async (): Promise<void> => {
    const data = repeatData(dtype, fill, elementCount(chunks));
    for (const coordinates of allChunks(shape ?? [0], chunks))
      if (!written.has(keyOf(coordinates))) await put(coordinates, data);
  };

  return {
    plan,
    shape: () => shape,
    type: () => type,
    fill: () => fillZarr,
    unevenFill: uneven,
    exact,
    write: (selection, data, signal) => turn(() => writeNow(selection, data, signal)),
    writeBlock: (block, signal) => turn(() => writeBlockNow(block, signal)),
    append: (axis, nd, signal) =>
      turn(async () => {
        if (!sameDtype(nd.dtype, dtype))
          throw hdmfError("invalid", `What is appended to ${path} has another type`, { path });
        if (shape === null || nd.shape === null || nd.shape.length !== shape.length || shape[axis] === undefined)
          throw hdmfError("invalid", `${path} has no axis ${axis} to append to`, { path });
        if (nd.shape.some((length, other) => other !== axis && length !== shape?.[other]))
          throw hdmfError("invalid", `What is appended to ${path} has another shape`, { path });
        const start = shape.map((length, other) => (other === axis ? length : 0));
        await writeBlockNow({ start, shape: nd.shape, data: nd.data }, signal);
      }),
    encodedWriter(filters, order) {
      const fits = ["number", "bool", "complex"].includes(type.kind) && zeros.length === 0 && codec.plain;
      if (!fits || plan.otherFilters || !sameFilters(filters, plan.filters)) return undefined;
      if ((itemSize(type) ?? 1) > 1 && order !== plan.order) return undefined;
      return async (coordinates, chunk) => {
        const key = keyOf(coordinates);
        let { bytes } = chunk;
        if (chunk.filterMask !== 0) {
          const plain = await decodeChunk(codec.filters, bytes, { filterMask: chunk.filterMask });
          bytes = await encodeChunk(codec.filters, plain);
        }
        partial.delete(key);
        await staging.put(number, key, bytes);
        written.set(key, coordinates);
      };
    },
    flush: () => turn(() => shrink(0)),
    finish: () =>
      turn(async () => {
        await shrink(0);
        if (uneven) await writeUnwritten();
      }),
    rewrite: (newPath) =>
      turn(async () => {
        const renamed: PathOfId = (id) => newPath(String(id));
        fillZarr = toZarrData(dtype, fromZarrData(dtype, type, fillZarr), renamed);
        for (const [key, coordinates] of written) {
          const data = await load(coordinates);
          if (data === undefined) continue;
          await widen(data);
          await staging.put(number, key, await encode(toZarrData(dtype, data, renamed)));
        }
      }),
  };
}

/** The fill value of a dataset without one: zero, for times too, since that is what an unwritten element is elsewhere. */
function storeDefault(type: ZarrType, plan: DatasetPlan): ArrayData {
  if (plan.representation.packed) return { values: new Uint8Array(0), offsets: Uint32Array.of(0, 0) };
  return type.kind === "time" && type.name === "datetime64" ? new BigInt64Array(1) : defaultFill(type);
}

function grown(shape: Shape, block: Block, limits: readonly (number | null)[], path: string): Shape {
  if (shape === null || block.start.length !== shape.length || block.shape.length !== shape.length)
    throw hdmfError("invalid", `A block of ${block.shape.length} axes does not fit ${path}`, { path });
  return shape.map((length, axis) => {
    const end = (block.start[axis] ?? 0) + (block.shape[axis] ?? 0);
    const limit = limits[axis];
    if (end > length && limit !== null && end > (limit ?? length))
      throw hdmfError("invalid", `Axis ${axis} of ${path} cannot grow to ${end}: its maximum is ${limit ?? length}`, {
        path,
      });
    return Math.max(length, end);
  });
}

const isEmptyRagged = (data: ArrayData): boolean => {
  const { offsets } = data as { readonly offsets: ArrayLike<number> };
  return (offsets[offsets.length - 1] ?? 0) === 0;
};

/** Whether bytes are one cell again and again. */
function repeats(bytes: Uint8Array, cell: Uint8Array): boolean {
  if (bytes.length === 0) return true;
  for (let i = 0; i < cell.length; i++) if (bytes[i] !== cell[i]) return false;
  // Equal to itself one cell further on: all cells are the first one.
  if (bytes.byteOffset % 4 === 0 && cell.length % 4 === 0) {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
    const step = cell.length >> 2;
    for (let i = step; i < words.length; i++) if (words[i] !== words[i - step]) return false;
    return true;
  }
  for (let i = cell.length; i < bytes.length; i++) if (bytes[i] !== bytes[i - cell.length]) return false;
  return true;
}
