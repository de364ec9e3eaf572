import type { Codec, DecodeContext, Filter, FilterDecoder } from "./codec.ts";
import type { CodecPool } from "./codec-pool.ts";
import { findCodec } from "./find-codec.ts";
import { isForPool } from "./for-pool.ts";

/** How a chunk is decoded. */
export interface DecodeChunkOptions extends DecodeContext {
  /** A bit for each filter that was left out for this chunk, the first filter lowest; 0 unless told. */
  readonly filterMask?: number;
  /** For filters that are not implemented here, by their HDF5 number. */
  readonly decoders?: ReadonlyMap<number, FilterDecoder>;
  /** Where filters run that take long; without it, for little data, and with a filter of `decoders`, in the thread of the caller. */
  readonly pool?: CodecPool;
}

/** How a chunk is encoded. */
export interface EncodeChunkOptions {
  readonly signal?: AbortSignal;
  /** Where filters run that take long; without it and for little data, in the thread of the caller. The bytes are the same. */
  readonly pool?: CodecPool;
}

/**
 * Undoes the filters of a chunk, the last one first. Where the length of the decoded chunk is known, pass it as `size`: only
 * then is every damage of the length found, and memory taken just once.
 *
 * @param filters In the order in which they were applied when writing.
 * @returns New memory, or `bytes` itself or a view of it where no filter changes anything.
 * @throws `malformed` for damaged data, `limit` for more than `maxBytes`, `unsupported` for an unknown filter.
 */
export async function decodeChunk(
  filters: readonly Filter[],
  bytes: Uint8Array,
  options: DecodeChunkOptions = {},
): Promise<Uint8Array> {
  const { filterMask = 0, signal, decoders, pool, ...context } = options;
  const applied = filters.filter((_, index) => !isLeftOut(filterMask, index));
  if (pool !== undefined && isForPool("decode", applied, context.size ?? bytes.length))
    return pool.decode(applied, bytes, { ...context, ...(signal && { signal }) });
  const codecs = await Promise.all(applied.map((filter) => findCodec(filter, decoders)));
  const sizes = sizesBetween(codecs, options.size);
  let current = bytes;
  for (let i = codecs.length - 1; i >= 0; i--) {
    const decoded = codecs[i]!.decode(current, stepContext(sizes[i], options));
    current = await decoded;
  }
  signal?.throwIfAborted();
  return current;
}

/**
 * Applies filters to a chunk, the first one first.
 *
 * @param bytes Not to be changed before it is done.
 * @returns New memory, or `bytes` itself where no filter changes anything.
 */
export async function encodeChunk(
  filters: readonly Filter[],
  bytes: Uint8Array,
  { signal, pool }: EncodeChunkOptions = {},
): Promise<Uint8Array> {
  if (pool !== undefined && isForPool("encode", filters, bytes.length))
    return pool.encode(filters, bytes, signal ? { signal } : {});
  let current = bytes;
  for (const filter of filters) {
    signal?.throwIfAborted();
    current = await (await findCodec(filter)).encode(current);
  }
  signal?.throwIfAborted();
  return current;
}

/** A mask has 32 bits; filters beyond are never left out. */
function isLeftOut(filterMask: number, index: number): boolean {
  return index < 32 && ((filterMask >>> index) & 1) === 1;
}

/** The length before each codec when encoding, as far as the codecs before it say how lengths change. */
function sizesBetween(codecs: readonly Codec[], size: number | undefined): (number | undefined)[] {
  const sizes: (number | undefined)[] = [];
  let current = size;
  for (const codec of codecs) {
    sizes.push(current);
    current = current === undefined ? undefined : codec.encodedSize?.(current);
  }
  return sizes;
}

function stepContext(size: number | undefined, options: DecodeChunkOptions): DecodeContext {
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  if (size !== undefined) return { size, ...signal };
  // Between two compressors the length is not known; none of them makes its input much longer.
  const most = options.size === undefined ? options.maxBytes : 2 * options.size + 65_536;
  return most === undefined ? signal : { maxBytes: most, ...signal };
}
