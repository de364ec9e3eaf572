import type { EncodedChunk, Filter } from "@hdmf-ts/array";
import { decodeChunk, encodeChunk } from "@hdmf-ts/codecs";
import { aligned } from "../io/aligned.ts";
import type { DataOut, WrittenChunk } from "./write-parts.ts";

/** The chunks of one dataset in a file that is being written. Calls for the same chunk are made one after the other. */
export interface ChunkStore {
  /**
   * Filters a chunk and writes it, some chunks at the same time; done when there is room for the next one. The first one is waited for, which
   * shows whether the filters can encode.
   * @param raw Not to be changed before `written` is done.
   */
  put(coordinates: readonly number[], raw: Uint8Array): Promise<{ readonly written: Promise<void> }>;
  /** The same for a chunk as stored. */
  putStored(coordinates: readonly number[], chunk: EncodedChunk): Promise<{ readonly written: Promise<void> }>;
  /** A chunk without its filters, in new memory; `undefined` where it was never written. */
  load(coordinates: readonly number[]): Promise<Uint8Array | undefined>;
  /** Waits until all is written. @throws what was the first to fail */
  drain(): Promise<void>;
  /** In C order. */
  list(): WrittenChunk[];
}

/** Freed places that are looked at for a new chunk. */
const mostLooks = 64;

export function chunkStore(filters: readonly Filter[], chunkBytes: number, out: DataOut): ChunkStore {
  const { lanes } = out;
  const withPool = out.pool === undefined ? {} : { pool: out.pool };
  const chunks = new Map<string, WrittenChunk>();
  const freed: { readonly address: number; readonly length: number }[] = [];
  const underWay = new Set<Promise<void>>();
  const writing = new Set<Promise<void>>();
  let proven = filters.length === 0;
  let failure: { readonly error: unknown } | undefined;

  async function begin(
    coordinates: readonly number[],
    filterMask: number,
    stored: () => Promise<Uint8Array>,
  ): Promise<{ readonly written: Promise<void> }> {
    while (lanes.isFull(chunkBytes)) await lanes.wait();
    if (failure !== undefined) throw failure.error;
    const bytes = stored();
    bytes.catch(() => undefined);
    const started = out.inTurn(async () => {
      const content = await bytes;
      const address = await place(coordinates, filterMask, content.length);
      if (failure !== undefined) throw failure.error;
      const done = out.write(address, content);
      writing.add(done);
      const leave = (): boolean => writing.delete(done);
      done.then(leave, leave);
      return { done };
    });
    const written = started.then(({ done }) => done);
    underWay.add(written);
    lanes.enter(chunkBytes, written);
    const leave = (): boolean => underWay.delete(written);
    written.then(leave, (error: unknown) => {
      failure ??= { error };
      leave();
    });
    return { written };
  }

  async function place(coordinates: readonly number[], filterMask: number, length: number): Promise<number> {
    const key = coordinates.join();
    const before = chunks.get(key);
    let address: number | undefined;
    if (before?.length === length) address = before.address;
    else {
      if (before !== undefined) freed.push({ address: before.address, length: aligned(before.length) });
      address = takeFreed(length);
    }
    // What was there may be on its way still.
    if (address !== undefined) await Promise.allSettled(writing);
    else address = out.allocate(length);
    chunks.set(key, { coordinates, address, length, filterMask });
    return address;
  }

  function takeFreed(length: number): number | undefined {
    const from = Math.max(0, freed.length - mostLooks);
    for (let at = freed.length - 1; at >= from; at--) {
      const room = freed[at]!;
      if (room.length < length) continue;
      const used = aligned(length);
      freed.splice(at, 1);
      if (used < room.length) freed.push({ address: room.address + used, length: room.length - used });
      return room.address;
    }
    return undefined;
  }

  async function drain(): Promise<void> {
    await Promise.allSettled(underWay);
    if (failure !== undefined) throw failure.error;
  }

  return {
    async put(coordinates, raw) {
      const begun = await begin(coordinates, 0, () => encodeChunk(filters, raw, withPool));
      if (!proven) await begun.written;
      proven = true;
      return begun;
    },
    putStored: (coordinates, { bytes, filterMask }) => begin(coordinates, filterMask, async () => bytes),
    async load(coordinates) {
      await drain();
      const chunk = chunks.get(coordinates.join());
      if (chunk === undefined) return undefined;
      const stored = await out.read(chunk.address, chunk.length);
      return decodeChunk(filters, stored, { size: chunkBytes, filterMask: chunk.filterMask, ...withPool });
    },
    drain,
    list: () => [...chunks.values()].sort((a, b) => inOrder(a.coordinates, b.coordinates)),
  };
}

function inOrder(a: readonly number[], b: readonly number[]): number {
  const axis = a.findIndex((at, index) => at !== b[index]);
  return axis < 0 ? 0 : a[axis]! - b[axis]!;
}
