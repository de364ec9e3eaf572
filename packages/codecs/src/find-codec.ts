import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import type { Codec, CodecFactory, DecodeContext, Filter, FilterDecoder } from "./codec.ts";
import { damaged, mostBytes, tooLong } from "./damage.ts";
import { givenCodec } from "./given-codec.ts";

/** What decodes and encodes each neutral name, loaded when first asked for. */
const factories: ReadonlyMap<string, () => Promise<CodecFactory>> = /* @__PURE__ */ new Map<
  string,
  () => Promise<CodecFactory>
>([
  ["deflate", async () => (await import("./deflate.ts")).deflateCodec],
  ["gzip", async () => (await import("./deflate.ts")).gzipCodec],
  ["shuffle", async () => (await import("./shuffle.ts")).shuffleCodec],
  ["fletcher32", async () => (await import("./checksums.ts")).fletcher32Codec],
  ["crc32c", async () => (await import("./checksums.ts")).crc32cCodec],
  ["zstd", async () => (await import("./zstd.ts")).zstdCodec],
  ["blosc", async () => (await import("./blosc.ts")).bloscCodec],
  ["lz4", async () => (await import("./lz4.ts")).lz4Codec],
  ["lz4-hdf5", async () => (await import("./lz4.ts")).lz4Hdf5Codec],
  ["lzf", async () => (await import("./lzf.ts")).lzfCodec],
  ["nbit", async () => (await import("./nbit.ts")).nbitCodec],
  ["bzip2", async () => (await import("./bzip2.ts")).bzip2Codec],
  ["bitshuffle", async () => (await import("./bit-shuffle-blocks.ts")).bitShuffleCodec],
  ["scaleoffset", async () => (await import("./scale-offset.ts")).scaleOffsetCodec],
]);

/**
 * The codec of a filter. What it decodes has the length that was asked for, or it rejects.
 *
 * @param decoders For filters that are not implemented here, by their HDF5 number.
 * @throws `unsupported` for a filter that is not implemented here, `invalid` for options that cannot be.
 */
export async function findCodec(filter: Filter, decoders?: ReadonlyMap<number, FilterDecoder>): Promise<Codec> {
  const load = factories.get(filter.name);
  if (load !== undefined) return checked(filter.name, (await load())(filter));
  const given = filter.id === undefined ? undefined : decoders?.get(filter.id);
  if (given === undefined) throw unknownFilter(filter);
  return checked(filter.name, givenCodec(filter, given));
}

/** Whether {@link findCodec} knows a filter of this name. */
export function hasCodec(name: string): boolean {
  return factories.has(name);
}

function unknownFilter(filter: Filter): Error {
  const id = filter.id === undefined ? "" : ` (HDF5 filter ${filter.id})`;
  return hdmfError("unsupported", `the filter ${filter.name}${id} is not implemented`, {
    hint: `data can be stored with one of: ${[...factories.keys()].join(", ")}`,
  });
}

/** Holds a codec to its promises: lengths that fit and errors of ours. */
function checked(name: string, codec: Codec): Codec {
  function result(bytes: Uint8Array, context: DecodeContext): Uint8Array {
    if (context.size !== undefined && bytes.length !== context.size)
      throw damaged(name, `it holds ${bytes.length} bytes where ${context.size} are expected`);
    if (bytes.length > mostBytes(context)) throw tooLong(name, context);
    return bytes;
  }
  return {
    ...codec,
    async decode(bytes, context = {}) {
      context.signal?.throwIfAborted();
      try {
        const decoded = codec.decode(bytes, context);
        return result(decoded instanceof Promise ? await decoded : decoded, context);
      } catch (cause) {
        if (isHdmfError(cause) || context.signal?.aborted) throw cause;
        throw damaged(name, cause instanceof Error ? cause.message : String(cause), cause);
      }
    },
  };
}
