import { hdmfError } from "@hdmf-ts/errors";
import { bloscCompressors, bloscSettings, bloscShuffles } from "./blosc-settings.ts";
import type { Filter } from "./codec.ts";

/** A codec as Zarr v3 metadata has it. */
export interface ZarrCodec {
  readonly name: string;
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** A compressor or filter as Zarr v2 metadata has it: its settings stand beside `id`. */
export type ZarrV2Codec = Readonly<Record<string, unknown>> & { readonly id: string };

/** Zarr's names that differ from the neutral ones. */
const neutralNames: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([["zlib", "deflate"]]);
const blosc3Shuffles = ["noshuffle", "shuffle", "bitshuffle"] as const;

/**
 * The neutral form of a bytes codec of Zarr v3, also of those in the `numcodecs.` namespace. A codec that is not known
 * keeps its name and configuration; `findCodec` then says that it is unsupported.
 *
 * @param elementSize Bytes an element, for what depends on it where the metadata does not say it.
 * @throws `malformed` for a configuration that cannot be.
 */
export function filterFromZarr(codec: ZarrCodec, elementSize?: number): Filter {
  const name = codec.name.startsWith("numcodecs.") ? codec.name.slice("numcodecs.".length) : codec.name;
  return fromSettings(name, codec.configuration ?? {}, elementSize);
}

/** The neutral form of a compressor or filter of Zarr v2; otherwise as {@link filterFromZarr}. */
export function filterFromZarrV2(codec: ZarrV2Codec, elementSize?: number): Filter {
  const { id, ...settings } = codec;
  return fromSettings(id, settings, elementSize);
}

/**
 * The Zarr v3 form of a filter, as zarr-python accepts it.
 *
 * @param elementSize Bytes an element, written into blosc and shuffle where the filter does not say it.
 * @throws `unsupported` for a filter that Zarr has no codec for, such as `szip`, or `lz4-hdf5`, whose bytes differ from lz4's.
 */
export function filterToZarr(filter: Filter, elementSize?: number): ZarrCodec {
  const option = (index: number, missing: number): number => filter.options?.[index] ?? missing;
  switch (filter.name) {
    case "deflate":
      return { name: "numcodecs.zlib", configuration: { level: gzipLevel(option(0, 6)) } };
    case "gzip":
      return { name: "gzip", configuration: { level: gzipLevel(option(0, 6)) } };
    case "zstd": {
      const checksum = filter.configuration?.checksum === true;
      return { name: "zstd", configuration: { level: option(0, 0) | 0, checksum } };
    }
    case "shuffle":
      return { name: "numcodecs.shuffle", configuration: { elementsize: option(0, elementSize ?? 4) } };
    case "lz4":
      return { name: "numcodecs.lz4", configuration: { acceleration: option(0, 1) } };
    case "fletcher32":
      // zarr-python refuses it without a configuration.
      return { name: "numcodecs.fletcher32", configuration: {} };
    case "crc32c":
      return { name: "crc32c" };
    case "blosc":
      return { name: "blosc", configuration: bloscConfiguration(filter, elementSize) };
    default:
      throw hdmfError("unsupported", `the filter ${filter.name} cannot be used in Zarr`, {
        hint: "use deflate, gzip, zstd, blosc, lz4, shuffle, fletcher32 or crc32c",
      });
  }
}

function fromSettings(zarrName: string, settings: Readonly<Record<string, unknown>>, elementSize?: number): Filter {
  const name = neutralNames.get(zarrName) ?? zarrName;
  const number = (key: string, missing: number): number => integerSetting(name, settings, key, missing);
  switch (name) {
    case "deflate":
    case "gzip":
      return { name, options: [number("level", 1)] };
    case "zstd": {
      const options = [number("level", 0)];
      return settings.checksum === true ? { name, options, configuration: { checksum: true } } : { name, options };
    }
    case "shuffle":
      return { name, options: [number("elementsize", 4)] };
    case "lz4":
      return { name, options: [number("acceleration", 1)] };
    case "fletcher32":
      return { name };
    case "crc32c":
      if (settings.location === undefined || settings.location === "end") return { name };
      return { name: "crc32c at the start", configuration: settings };
    case "blosc":
      return bloscFilter(settings, elementSize);
    default:
      return { name, configuration: settings };
  }
}

function bloscFilter(settings: Readonly<Record<string, unknown>>, elementSize: number | undefined): Filter {
  const size = integerSetting("blosc", settings, "typesize", elementSize ?? 0);
  const compressor = settings.cname ?? "lz4";
  const code = (bloscCompressors as readonly unknown[]).indexOf(compressor);
  if (code === -1) throw hdmfError("malformed", `blosc has no compressor ${JSON.stringify(compressor)}`);
  const options = [2, 2, size, 0, integerSetting("blosc", settings, "clevel", 5), shuffleCode(settings, size), code];
  const blocksize = integerSetting("blosc", settings, "blocksize", 0);
  return blocksize === 0 ? { name: "blosc", options } : { name: "blosc", options, configuration: { blocksize } };
}

/** The code of a shuffle by its v3 name or v2 number; -1 is left to numcodecs, which shuffles bits of single bytes. */
function shuffleCode(settings: Readonly<Record<string, unknown>>, elementSize: number): number {
  const value = settings.shuffle ?? 1;
  const named = (blosc3Shuffles as readonly unknown[]).indexOf(value);
  if (named !== -1) return named;
  if (value === -1) return elementSize === 1 ? 2 : 1;
  if (value === 0 || value === 1 || value === 2) return value;
  throw hdmfError("malformed", `blosc has no shuffle ${JSON.stringify(value)}`);
}

function bloscConfiguration(filter: Filter, elementSize: number | undefined): Readonly<Record<string, unknown>> {
  const settings = bloscSettings(filter);
  return {
    typesize: Math.min(255, Math.max(1, settings.elementSize || (elementSize ?? 1))),
    cname: settings.compressor,
    clevel: settings.level,
    shuffle: blosc3Shuffles[bloscShuffles.indexOf(settings.shuffle)],
    blocksize: settings.blockSize,
  };
}

/** Zarr's gzip and zlib know no "default" level. */
function gzipLevel(level: number): number {
  return level < 0 ? 6 : level;
}

function integerSetting(
  name: string,
  settings: Readonly<Record<string, unknown>>,
  key: string,
  missing: number,
): number {
  const value = settings[key] ?? missing;
  if (typeof value === "number" && Number.isInteger(value)) return value;
  throw hdmfError("malformed", `the ${key} of ${name} is ${JSON.stringify(value)}, not an integer`);
}
