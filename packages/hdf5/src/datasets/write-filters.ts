import type { Filter } from "@hdmf-ts/array";
import { filterToHdf5 } from "@hdmf-ts/codecs";
import type { StoredType } from "../datatypes/stored-type.ts";
import { datasetError, named } from "./write-errors.ts";

/** What the settings of filters depend on. */
interface FilteredChunk {
  readonly type: StoredType;
  /** Elements a chunk. */
  readonly count: number;
  /** The fill value as stored, where one is defined. */
  readonly fill: (() => Uint8Array) | undefined;
}

const mostFilters = 32;
/** Of h5py's filter, and of the LZF within. */
const lzfVersions = [4, 0x105];
/** Of the filter and of the format. */
const bloscVersions = [2, 2];
const bitShuffleVersions = [0, 4];

/**
 * Gives filters the settings that HDF5's own code derives from the type and the chunk, where they have none.
 * @throws `unsupported` for a filter that does not go with the type, or that HDF5 has no number for; `invalid` for a setting that has to be given
 */
export function completeFilters(filters: readonly Filter[], chunk: FilteredChunk, path: string): Filter[] {
  if (filters.length > mostFilters)
    throw datasetError(path, "invalid", `it has ${filters.length} filters, HDF5 allows ${mostFilters}`);
  return filters.map((filter) => {
    try {
      filterToHdf5(filter);
    } catch (cause) {
      throw named(path, cause);
    }
    const options = optionsOf(filter, chunk, path);
    return options === undefined ? filter : { ...filter, options };
  });
}

function optionsOf({ name, options = [] }: Filter, chunk: FilteredChunk, path: string): readonly number[] | undefined {
  const { type, count } = chunk;
  // Scaleoffset alone has settings of the user and derived ones in one list.
  if (name === "scaleoffset" && options.length <= 2) return scaleOffsetOptions(options, chunk, path);
  if (options.length > 0) return undefined;
  switch (name) {
    case "deflate":
      return [6];
    case "shuffle":
      return [type.size];
    case "lzf":
      return [...lzfVersions, count * type.size];
    case "blosc":
      // Level 5, bytes shuffled, lz4.
      return [...bloscVersions, type.size > 255 ? 1 : type.size, count * type.size, 5, 1, 1];
    case "bitshuffle":
      // The filter's own block size, lz4.
      return [...bitShuffleVersions, type.size, 0, 2];
    case "nbit":
      return nbitOptions(chunk);
    default:
      return undefined;
  }
}

/** The client data of filter 6: kind of scale, factor, elements, class, size, sign, order, then the fill value in words of four bytes. */
function scaleOffsetOptions(
  options: readonly number[],
  { type, count, fill }: FilteredChunk,
  path: string,
): readonly number[] {
  if (type.kind !== "number" || typeof type.dtype !== "string" || type.name === "float16")
    throw datasetError(path, "unsupported", "scaleoffset works on integers and floats of 4 and 8 bytes alone");
  const isFloat = type.name.startsWith("float");
  const [scale = 2, factor = 0] = options;
  if (options.length < 2 && isFloat)
    throw datasetError(
      path,
      "invalid",
      "scaleoffset of floats needs to know how many decimal digits are kept",
      "[0, digits]",
    );
  if (scale !== (isFloat ? 0 : 2))
    throw datasetError(path, "invalid", `scaleoffset of ${type.name} has the scale ${isFloat ? 0 : 2}, not ${scale}`);
  const value = fill?.() ?? new Uint8Array(type.size);
  const words = new Uint8Array(8);
  words.set(type.big ? value.slice().reverse() : value);
  const view = new DataView(words.buffer);
  const isSigned = type.name.startsWith("int");
  const facts = [count, isFloat ? 1 : 0, type.size, isSigned ? 1 : 0, type.big ? 1 : 0, 1];
  const fillWords = [view.getUint32(0, true), view.getUint32(4, true), ...new Array<number>(10).fill(0)];
  return [scale, factor, ...facts, ...fillWords];
}

/** The client data of filter 5: its length, whether nothing is packed, elements, then the type. */
function nbitOptions({ type, count }: FilteredChunk): readonly number[] {
  const settings: number[] = [];
  const packs = addNbitType(type, settings);
  return [3 + settings.length, packs ? 0 : 1, count, ...settings];
}

/** Adds what filter 5 has to know of a type; whether it has bits to leave out. */
function addNbitType(type: StoredType, settings: number[]): boolean {
  const { dtype, size } = type;
  if (type.kind === "number" && typeof dtype === "string") {
    settings.push(1, size, type.big ? 1 : 0, 8 * size, 0);
    return false;
  }
  if (type.kind === "bytes" && typeof dtype === "object" && "integer" in dtype) {
    const { bits, offset } = dtype.integer;
    settings.push(1, size, type.details?.byteOrder === "big" ? 1 : 0, bits, offset);
    return bits !== 8 * size || offset !== 0;
  }
  // A complex number is a compound of two floats in the file, which have all their bits.
  if (type.kind === "array" && typeof dtype === "object" && "array" in dtype) {
    settings.push(2, size);
    return addNbitType(type.base, settings);
  }
  if (type.kind === "compound") {
    settings.push(3, size, type.fields.length);
    return type.fields
      .map((field) => {
        settings.push(field.offset);
        return addNbitType(field.type, settings);
      })
      .includes(true);
  }
  settings.push(4, size);
  return false;
}
