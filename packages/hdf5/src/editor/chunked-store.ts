import {
  type ArrayData,
  allocate,
  concatData,
  elementBytes,
  elementCount,
  type Filter,
  normalizeSelection,
  repeatData,
  selectFrom,
  writeChunked,
} from "@hdmf-ts/array";
import { decodeChunk, encodeChunk } from "@hdmf-ts/codecs";
import type { StoredChunk } from "../chunk-index/chunk-index.ts";
import { encodeDataLayout } from "../datasets/encode-data-layout.ts";
import { named } from "../datasets/write-errors.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import type { Range } from "../io/file-bytes.ts";
import { type ChunkChange, chunkTree, compare } from "./chunk-tree.ts";
import type { ElementStore, ElementsOf, ElementTools } from "./element-store.ts";

/** The chunks of a dataset that is there. */
export interface ExistingChunks {
  /** The root of a B-tree of version 1. */
  readonly root?: number;
  /** Those of another index, which becomes a B-tree of version 1 with the first change: other indexes are not changed in their place. */
  readonly others?: () => Promise<readonly ChunkChange[]>;
}

interface HeldChunk {
  readonly coordinates: readonly number[];
  readonly data: ArrayData;
  /** Not in the file as it is here. */
  readonly dirty: boolean;
}

/** Memory for chunks of which only a part was written. */
const heldBytes = 32 * 2 ** 20;
const lanes = 4;

/** @param existing Absent for a new dataset. */
export function chunkedStore(
  dataset: ElementsOf & { readonly chunks: readonly number[] },
  tools: ElementTools,
  existing: ExistingChunks | undefined,
): ElementStore {
  const { type, path, filters, fill, chunks } = dataset;
  const { dtype } = type;
  const { space } = tools;
  const length = elementCount(chunks);
  const chunkBytes = length * type.size;
  const mostHeld = Math.max(1, Math.floor(heldBytes / Math.max(1, length * elementBytes(dtype))));
  const tree = chunkTree(chunks, type.size, tools.chunkRank, existing?.root, tools.reader);
  /** By the coordinates: what the next commit changes. */
  const changes = new Map<string, ChunkChange>();
  const held = new Map<string, HeldChunk>();
  let others = existing?.others;
  let isKnown = existing !== undefined;
  let proven = filters.length === 0;
  let shape = dataset.shape ?? [];
  let root = existing?.root;
  let freed: Range[] = [];
  /** Where chunks stand that no commit leads to yet. */
  const freshAt = new Set<number>();

  const offsetsOf = (coordinates: readonly number[]): number[] => coordinates.map((at, axis) => at * chunks[axis]!);

  /** An index of another kind is taken over, chunk by chunk. */
  async function takeOver(): Promise<void> {
    if (others === undefined) return;
    const list = await others();
    others = undefined;
    for (const change of list) {
      const key = change.offsets.map((offset, axis) => offset / chunks[axis]!).join();
      if (!changes.has(key)) changes.set(key, change);
    }
  }

  async function find(coordinates: readonly number[]): Promise<StoredChunk | undefined> {
    await takeOver();
    const change = changes.get(coordinates.join());
    return change === undefined ? tree.find(offsetsOf(coordinates)) : change.chunk;
  }

  async function load(coordinates: readonly number[]): Promise<ArrayData | undefined> {
    const here = held.get(coordinates.join());
    if (here !== undefined) return here.data;
    const stored = await find(coordinates);
    if (stored === undefined) return undefined;
    const bytes = await space.read(stored.address, stored.length);
    try {
      const raw = await decodeChunk(filters, bytes, { size: chunkBytes, filterMask: stored.filterMask });
      return concatData(dtype, [await tools.decode(type, raw, length)]);
    } catch (cause) {
      throw named(path, cause);
    }
  }

  /** @throws `unsupported` for a filter that does not encode, before anything changes */
  async function prove(): Promise<void> {
    if (proven) return;
    try {
      await encodeChunk(filters, new Uint8Array(chunkBytes));
    } catch (cause) {
      throw named(path, cause);
    }
    proven = true;
  }

  async function put(coordinates: readonly number[], data: ArrayData): Promise<void> {
    const raw = await tools.encode(type, data, length, path);
    const bytes = filters.length === 0 ? raw : await encode(filters, raw);
    const key = coordinates.join();
    const before = await find(coordinates);
    const isFresh = changes.has(key) && before !== undefined && freshAt.has(before.address);
    if (before !== undefined && !isFresh) freed.push({ address: before.address, length: before.length });
    if (isFresh) space.giveBack({ address: before.address, length: before.length });
    const address = space.allocate(bytes.length);
    freshAt.add(address);
    changes.set(key, { offsets: offsetsOf(coordinates), chunk: { address, length: bytes.length, filterMask: 0 } });
    await space.write(address, bytes);
  }
  async function encode(list: readonly Filter[], raw: Uint8Array): Promise<Uint8Array> {
    try {
      return await encodeChunk(list, raw);
    } catch (cause) {
      throw named(path, cause);
    }
  }

  async function shrinkHeld(most: number): Promise<void> {
    for (const [key, { coordinates, data, dirty }] of held) {
      if (held.size <= most) return;
      held.delete(key);
      if (dirty) await put(coordinates, data);
    }
  }

  const store: ElementStore = {
    layout: "chunked",
    maxShape: dataset.maxShape,
    shape,
    async write(selection, data, signal) {
      await prove();
      const { axes } = normalizeSelection(selection, shape);
      await writeChunked({
        dtype,
        shape,
        chunks,
        selection,
        data,
        fill,
        signal,
        concurrency: filters.length === 0 ? 1 : lanes,
        readChunk: load,
        async writeChunk(coordinates, chunk) {
          const key = coordinates.join();
          const isWhole = axes.every((axis, at) => {
            if (!("start" in axis) || axis.step !== 1) return false;
            const from = coordinates[at]! * chunks[at]!;
            return axis.start <= from && axis.start + axis.count >= from + chunks[at]!;
          });
          held.delete(key);
          // Only a whole chunk may be in the memory of the caller.
          if (isWhole) await put(coordinates, chunk);
          else held.set(key, { coordinates, data: chunk, dirty: true });
        },
      });
      await shrinkHeld(mostHeld);
    },
    async resize(next) {
      const before = shape;
      if (next.some((size, axis) => size < before[axis]!)) await cut(before, next);
      shape = [...next];
      store.shape = shape;
    },
    async finish() {
      for (const [key, chunk] of held) {
        if (!chunk.dirty) continue;
        await put(chunk.coordinates, chunk.data);
        held.set(key, { ...chunk, dirty: false });
      }
      await shrinkHeld(1);
      const list = [...changes.values()].sort((a, b) => compare(a.offsets, b.offsets));
      const isSame = isKnown && list.length === 0;
      const changed =
        list.length === 0 ? { root, after: [], freed: [], nodes: new Map() } : await tree.change(list, space);
      const address = changed.root;
      const layout = encodeDataLayout(
        { kind: "chunked", chunks, elementSize: type.size, ...(address !== undefined && { address }) },
        newFileSizes,
      );
      return {
        ...(!isSame && { layout }),
        publish: [],
        after: changed.after,
        freed: [...freed, ...changed.freed],
        done() {
          isKnown = true;
          root = address;
          if (list.length > 0) tree.moveTo(changed);
          changes.clear();
          freshAt.clear();
          freed = [];
        },
      };
    },
    async ranges() {
      const fresh = [...changes.values()].flatMap(({ chunk }) => (chunk && freshAt.has(chunk.address) ? [chunk] : []));
      // What was replaced since the last commit is in the tree still.
      return [...fresh, ...(await tree.ranges())];
    },
  };

  /** Takes out the chunks beyond the new shape; what is beyond it in those at its edge becomes the fill value, as libhdf5 does. */
  async function cut(before: readonly number[], next: readonly number[]): Promise<void> {
    await prove();
    await takeOver();
    const counts = before.map((size, axis) => Math.ceil(size / chunks[axis]!));
    for (const coordinates of everyIndex(counts)) {
      const key = coordinates.join();
      const isOut = coordinates.some((at, axis) => at * chunks[axis]! >= next[axis]!);
      const isCut = coordinates.some((at, axis) => {
        const end = Math.min((at + 1) * chunks[axis]!, before[axis]!);
        return next[axis]! < end && at * chunks[axis]! < next[axis]!;
      });
      if (!isOut && !isCut) continue;
      const stored = await find(coordinates);
      if (isOut) {
        held.delete(key);
        if (stored === undefined) continue;
        if (freshAt.has(stored.address)) space.giveBack(stored);
        else freed.push({ address: stored.address, length: stored.length });
        changes.set(key, { offsets: offsetsOf(coordinates), chunk: undefined });
        continue;
      }
      const data = await load(coordinates);
      if (data === undefined) continue;
      const inside = coordinates.map((at, axis) => Math.min(chunks[axis]!, next[axis]! - at * chunks[axis]!));
      const box = inside.map((stop) => ({ start: 0, stop }));
      let kept = repeatData(dtype, fill ?? allocate(dtype, 1), length);
      const part = selectFrom({ dtype, shape: chunks, data }, box);
      await writeChunked({
        dtype,
        shape: chunks,
        chunks,
        selection: box,
        data: part.data,
        readChunk: async () => kept,
        async writeChunk(_, chunk) {
          kept = chunk;
        },
      });
      held.set(key, { coordinates, data: concatData(dtype, [kept]), dirty: true });
      await shrinkHeld(mostHeld);
    }
  }

  return store;
}

function* everyIndex(counts: readonly number[]): Generator<number[]> {
  if (counts.includes(0)) return;
  const at = counts.map(() => 0);
  for (;;) {
    yield [...at];
    let axis = counts.length - 1;
    while (axis >= 0 && ++at[axis]! === counts[axis]) at[axis--] = 0;
    if (axis < 0) return;
  }
}
