import { type ArrayData, type EncodedChunk, elementCount, type Filter } from "@hdmf-ts/array";
import { decodeChunk } from "@hdmf-ts/codecs";
import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import { bytesFilters, type ChunkCodec, chunkCodec, splitCodecs } from "./chunk-codec.ts";
import { asLengths } from "./json-value.ts";
import { type ArrayMeta, readCodecs } from "./metadata.ts";
import { nodeKey } from "./names.ts";
import type { Keys } from "./store.ts";
import { itemSize, type ZarrType } from "./zarr-type.ts";

/** Reads the chunks of one array; inside of shards, the inner chunks are the chunks. */
export interface ChunkReader {
  readonly chunks: readonly number[];
  readonly codec: ChunkCodec;
  /** The elements of a chunk as its Zarr type has them; `undefined` where it was never written. */
  read(coordinates: readonly number[], signal?: AbortSignal): Promise<ArrayData | undefined>;
  readStored(coordinates: readonly number[], signal?: AbortSignal): Promise<EncodedChunk | undefined>;
}

const MISSING = 2n ** 64n - 1n;
const MAX_INDEX = 1 << 24;
const KEPT_SHARDS = 64;

/** @throws `unsupported` or `malformed` for codecs that cannot be used. */
export function chunkReader(keys: Keys, path: string, meta: ArrayMeta, type: ZarrType): ChunkReader {
  const parts = splitCodecs(meta.codecs, path);
  const sharded = parts.toBytes.name === "sharding_indexed";
  const { chunks, codec, get } = sharded
    ? shardChunks(keys, path, meta, type)
    : {
        chunks: meta.chunkShape,
        codec: chunkCodec(parts, type, meta.chunkShape, path),
        get: (coordinates: readonly number[], signal?: AbortSignal) =>
          keys.get(nodeKey(path, meta.chunkKey(coordinates)), signal),
      };
  const located = async <T>(coordinates: readonly number[], call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (cause) {
      if (!isHdmfError(cause) || cause.path !== undefined) throw cause;
      const where = `The chunk [${coordinates.join(", ")}] of ${path}`;
      throw hdmfError(cause.tag, `${where}: ${cause.message}`, {
        path,
        cause,
        ...(cause.hint === undefined ? {} : { hint: cause.hint }),
      });
    }
  };
  return {
    chunks,
    codec,
    read: (coordinates, signal) =>
      located(coordinates, async () => {
        const bytes = await get(coordinates, signal);
        return bytes === undefined ? undefined : codec.decode(bytes, signal);
      }),
    readStored: (coordinates, signal) =>
      located(coordinates, async () => {
        const bytes = await get(coordinates, signal);
        return bytes === undefined ? undefined : { bytes, filterMask: 0 };
      }),
  };
}

interface Shard {
  /** Pairs of offset and length. */
  readonly index: BigUint64Array;
  /** The decoded shard, where it had to be read whole. */
  readonly bytes?: Uint8Array;
}

function shardChunks(
  keys: Keys,
  path: string,
  meta: ArrayMeta,
  type: ZarrType,
): Pick<ChunkReader, "chunks" | "codec"> & {
  get(coordinates: readonly number[], signal?: AbortSignal): Promise<Uint8Array | undefined>;
} {
  const { beforeBytes, toBytes, afterBytes } = splitCodecs(meta.codecs, path);
  const configuration = toBytes.configuration;
  const chunks = asLengths(configuration.get("chunk_shape"));
  const ratio = chunks?.map((length, axis) => (meta.chunkShape[axis] ?? 0) / length);
  const inner = readCodecs(configuration.get("codecs"));
  const indexCodecs = readCodecs(configuration.get("index_codecs"));
  if (
    chunks?.length !== meta.chunkShape.length ||
    ratio?.every((count) => Number.isInteger(count) && count > 0) !== true ||
    inner === undefined ||
    indexCodecs === undefined
  )
    throw hdmfError("malformed", `The shards of ${path} are damaged: their chunks do not fit`, { path });
  const parts = splitCodecs(inner, path);
  if (beforeBytes.length > 0 || parts.toBytes.name === "sharding_indexed")
    throw hdmfError("unsupported", `Shards in shards, or transposed, as those of ${path}, are not supported`, { path });
  const count = elementCount(ratio);
  if (count > MAX_INDEX) throw hdmfError("limit", `A shard of ${path} has more than ${MAX_INDEX} chunks`, { path });
  const outer = bytesFilters(afterBytes, itemSize(type) ?? 1);
  const index = indexReader(indexCodecs, count, path);
  const atStart = configuration.get("index_location") === "start";
  const shards = new Map<string, Promise<Shard | undefined>>();

  const load = async (key: string, signal?: AbortSignal): Promise<Shard | undefined> => {
    if (outer.length === 0) {
      const range = atStart ? { offset: 0, length: index.size } : { suffixLength: index.size };
      const bytes = await keys.getRange(key, range, signal);
      return bytes === undefined ? undefined : { index: await index.read(bytes) };
    }
    const stored = await keys.get(key, signal);
    if (stored === undefined) return undefined;
    const bytes = await decodeChunk(outer, stored, { maxBytes: 2 ** 31 - 1 });
    const part = atStart ? bytes.subarray(0, index.size) : bytes.subarray(Math.max(0, bytes.length - index.size));
    return { index: await index.read(part), bytes };
  };
  const shardOf = (key: string, signal?: AbortSignal): Promise<Shard | undefined> => {
    const known = shards.get(key);
    if (known !== undefined) return known;
    const shard = load(key, signal);
    shards.set(key, shard);
    shard.catch(() => shards.delete(key));
    const oldest = shards.keys().next();
    if (shards.size > (outer.length > 0 ? 1 : KEPT_SHARDS) && oldest.value !== undefined) shards.delete(oldest.value);
    return shard;
  };
  return {
    chunks,
    codec: chunkCodec(parts, type, chunks, path),
    async get(coordinates, signal) {
      const key = nodeKey(path, meta.chunkKey(coordinates.map((at, axis) => Math.floor(at / (ratio[axis] ?? 1)))));
      const shard = await shardOf(key, signal);
      if (shard === undefined) return undefined;
      const at = coordinates.reduce((sum, c, axis) => sum * (ratio[axis] ?? 1) + (c % (ratio[axis] ?? 1)), 0);
      const [offset = MISSING, length = MISSING] = shard.index.subarray(2 * at, 2 * at + 2);
      if (offset === MISSING && length === MISSING) return undefined;
      if (offset + length > 2n ** 53n || length > 2n ** 31n)
        throw hdmfError("malformed", "the index of its shard is damaged");
      const range = { offset: Number(offset), length: Number(length) };
      const bytes =
        shard.bytes === undefined
          ? await keys.getRange(key, range, signal)
          : shard.bytes.subarray(range.offset, range.offset + range.length);
      if (bytes?.length !== range.length) throw hdmfError("malformed", "its shard ends before it");
      return bytes;
    },
  };
}

/** Reads the index of a shard: pairs of numbers, behind a checksum mostly. */
function indexReader(
  codecs: Parameters<typeof bytesFilters>[0],
  count: number,
  path: string,
): { readonly size: number; read(bytes: Uint8Array): Promise<BigUint64Array> } {
  const [first, ...rest] = codecs;
  const filters: Filter[] = bytesFilters(rest, 8);
  if (first?.name !== "bytes" || filters.some((filter) => filter.name !== "crc32c"))
    throw hdmfError("unsupported", `The index codecs of the shards of ${path} are not supported`, { path });
  const little = first.configuration.get("endian") !== "big";
  const plainSize = 16 * count;
  return {
    size: plainSize + 4 * filters.length,
    async read(bytes) {
      if (bytes.length !== plainSize + 4 * filters.length)
        throw hdmfError("malformed", "its shard is too short for its index");
      const plain = await decodeChunk(filters, bytes, { size: plainSize });
      const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
      return BigUint64Array.from({ length: 2 * count }, (_, i) => view.getBigUint64(8 * i, little));
    },
  };
}
