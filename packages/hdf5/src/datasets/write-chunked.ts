import {
  type ArrayData,
  concatData,
  elementBytes,
  elementCount,
  isNumbers,
  type NormalizedAxis,
  normalizeSelection,
  sliceData,
  writeChunked,
} from "@hdmf-ts/array";
import { chunkStore } from "./chunk-store.ts";
import type { ElementWriter, OrderedCoding } from "./element-writer.ts";
import type { HeldChunk } from "./held-chunks.ts";
import { bytesOf, isPlain } from "./plain-numbers.ts";
import type { DataOut } from "./write-parts.ts";
import type { DatasetPlan } from "./write-plan.ts";

/** A chunk of this dataset. */
interface OwnChunk extends HeldChunk {
  readonly coordinates: readonly number[];
  readonly data: ArrayData;
  /** Elements that were put into it; more than it has where some were put in twice. */
  readonly count: number;
}

/**
 * Writes chunks as soon as they are complete. Others wait in memory within the bound of the file: those that wait longest are written, and
 * read again where more of them comes. Chunks of elements that cannot be encoded before all wait until the end.
 */
export function chunkedWriter(
  plan: Extract<DatasetPlan, { readonly layout: "chunked" }>,
  coding: OrderedCoding,
  out: DataOut,
): ElementWriter {
  const { type, chunks, fill, filters } = plan;
  const { dtype } = type;
  const length = elementCount(chunks);
  const store = chunkStore(filters, length * type.size, out);
  const plain = isPlain(type);
  const bytes = length * elementBytes(dtype);
  const held = new Map<string, OwnChunk>();
  /** Those that others took the room of, on their way to the store. */
  const leaving = new Map<string, Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  const limits = plan.maxShape ?? plan.shape;

  /** @param shared Whether the data is the caller's; the chunks that are on their way from its memory are added to `sent`. */
  async function put(coordinates: readonly number[], data: ArrayData, shared?: { readonly sent: Promise<void>[] }) {
    const before = leaving.get(coordinates.join());
    if (before !== undefined) await before;
    const isShared = plain && shared !== undefined;
    let raw = plain && isNumbers(data) ? bytesOf(data) : await coding.encode(data, length);
    // Filters take longer than a copy; without them there is nothing to wait for but the sink.
    if (isShared && filters.length > 0) raw = raw.slice();
    const { written } = await store.put(coordinates, raw);
    if (isShared && filters.length === 0) shared.sent.push(written);
  }

  async function load(coordinates: readonly number[]): Promise<ArrayData | undefined> {
    await leaving.get(coordinates.join());
    const raw = await store.load(coordinates);
    return raw === undefined ? undefined : coding.decode(raw, length);
  }

  function hold(coordinates: readonly number[], data: ArrayData, count: number): void {
    const key = coordinates.join();
    const chunk: OwnChunk = {
      coordinates,
      data,
      count,
      bytes,
      leave() {
        held.delete(key);
        const left = put(coordinates, data).then(
          () => {},
          (error: unknown) => {
            failure ??= { error };
          },
        );
        leaving.set(key, left);
        return left.then(() => {
          leaving.delete(key);
        });
      },
    };
    held.set(key, chunk);
    if (!coding.late) out.held.add(chunk);
  }

  /** What was held of a chunk, which is held no longer. */
  function take(key: string): OwnChunk | undefined {
    const chunk = held.get(key);
    if (chunk === undefined) return undefined;
    held.delete(key);
    out.held.delete(chunk);
    return chunk;
  }

  function checkLeft(): void {
    if (failure !== undefined) throw failure.error;
  }

  /** Chunks that stand in the data one after the other, as they are. */
  async function putWhole(
    { first, count }: ChunkRun,
    data: ArrayData,
    shared: { readonly sent: Promise<void>[] },
    signal: AbortSignal | undefined,
  ): Promise<void> {
    for (let index = 0; index < count; index++) {
      signal?.throwIfAborted();
      const coordinates = chunks.map((_, axis) => (axis === 0 ? first + index : 0));
      if (held.size > 0) take(coordinates.join());
      await put(coordinates, sliceData(dtype, data, index * length, (index + 1) * length), shared);
    }
  }

  /** The elements that a chunk has when the dataset is as large as it can be. */
  function fullCount(coordinates: readonly number[]): number {
    return coordinates.reduce((product, at, axis) => {
      const rest = (limits[axis] ?? Number.POSITIVE_INFINITY) - at * chunks[axis]!;
      return product * Math.min(chunks[axis]!, rest);
    }, 1);
  }

  return {
    async write({ shape, selection, data, signal }) {
      checkLeft();
      const { axes } = normalizeSelection(selection, shape);
      const shared = { sent: [] as Promise<void>[] };
      const whole = coding.late ? undefined : wholeChunks(axes, chunks);
      const done = whole
        ? putWhole(whole, data, shared, signal)
        : writeChunked({
            dtype,
            shape,
            chunks,
            selection,
            data,
            fill,
            signal,
            // One after the other, so that the order is always the same; the filters of several run at the same time all the same.
            concurrency: 1,
            readChunk: async (coordinates) => held.get(coordinates.join())?.data ?? load(coordinates),
            async writeChunk(coordinates, chunk) {
              const before = take(coordinates.join())?.count ?? 0;
              const taken = axes.reduce(
                (product, axis, at) => product * countIn(axis, coordinates[at]!, chunks[at]!),
                1,
              );
              const count = before + taken;
              if (count >= fullCount(coordinates) && !coding.late) {
                if (taken < length) await put(coordinates, chunk);
                else await put(coordinates, chunk, shared);
              } else {
                hold(coordinates, taken < length ? chunk : concatData(dtype, [chunk]), count);
                await out.held.shrink();
              }
            },
          });
      await done.finally(() => Promise.allSettled(shared.sent));
      await Promise.all(shared.sent);
      checkLeft();
    },
    async putStored(coordinates, chunk) {
      const key = coordinates.join();
      take(key);
      await leaving.get(key);
      return store.putStored(coordinates, chunk);
    },
    async finish(signal) {
      for (const [key, { coordinates, data }] of held) {
        signal?.throwIfAborted();
        take(key);
        await put(coordinates, data);
      }
      await Promise.all(leaving.values());
      await store.drain();
      checkLeft();
    },
    stored: () => ({ kind: "chunked", chunks, elementSize: type.size, stored: store.list() }),
  };
}

/** Chunks that follow each other along the first axis. */
interface ChunkRun {
  readonly first: number;
  readonly count: number;
}

/** The chunks that a selection is, where it is nothing but whole chunks in one row: they stand one after the other in its data. */
function wholeChunks(axes: readonly NormalizedAxis[], chunks: readonly number[]): ChunkRun | undefined {
  for (let at = 0; at < axes.length; at++) {
    const axis = axes[at]!;
    if ("indices" in axis || axis.step !== 1) return undefined;
    const fits =
      at === 0
        ? axis.start % chunks[0]! === 0 && axis.count % chunks[0]! === 0
        : axis.start === 0 && axis.count === chunks[at];
    if (!fits) return undefined;
  }
  const axis = axes[0];
  if (axis === undefined || "indices" in axis) return undefined;
  return { first: axis.start / chunks[0]!, count: axis.count / chunks[0]! };
}

/** How many of the elements that are selected along an axis are in a chunk. */
function countIn(axis: NormalizedAxis, chunk: number, size: number): number {
  const [from, to] = [chunk * size, (chunk + 1) * size];
  if ("indices" in axis) return axis.indices.reduce((sum, index) => sum + (index >= from && index < to ? 1 : 0), 0);
  const { start, step, count } = axis;
  const first = Math.max(0, Math.ceil((from - start) / step));
  return Math.max(0, Math.min(count, Math.ceil((to - start) / step)) - first);
}
