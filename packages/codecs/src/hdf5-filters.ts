import { hdmfError } from "@hdmf-ts/errors";
import type { Filter } from "./codec.ts";
import { hdf5Names } from "./filter-names.ts";

/** A filter as an HDF5 filter pipeline message has it. */
export interface Hdf5Filter {
  readonly id: number;
  readonly clientData: readonly number[];
  /** The name to write beside the number, for filters that are not HDF5's own. */
  readonly name?: string;
}

/**
 * The neutral form of an HDF5 filter. One that is not known keeps its number, and the name that the file gives it.
 *
 * @param name The name in the file, if any.
 */
export function filterFromHdf5(id: number, clientData: readonly number[] = [], name?: string): Filter {
  const neutral = hdf5Names.get(id) ?? unknownName(id, name);
  return clientData.length === 0 ? { name: neutral, id } : { name: neutral, id, options: [...clientData] };
}

/**
 * The HDF5 form of a filter.
 *
 * @throws `unsupported` for a filter that HDF5 has no number for, such as `gzip` or `crc32c`, which are of Zarr alone.
 */
export function filterToHdf5(filter: Filter): Hdf5Filter {
  const id = filter.id ?? idOf(filter.name);
  if (id === undefined)
    throw hdmfError("unsupported", `the filter ${filter.name} cannot be used in HDF5`, {
      hint: "use deflate, shuffle, fletcher32, zstd or blosc",
    });
  // Client data is unsigned in the file; a negative zstd level is kept as its 32 bits.
  const clientData = (filter.options ?? defaultClientData(filter.name)).map((value) => value >>> 0);
  return id < 256 ? { id, clientData } : { id, clientData, name: filter.name };
}

/** A name that no codec answers to, whatever the file calls the filter. */
function unknownName(id: number, name: string | undefined): string {
  return name === undefined || name === "" ? `hdf5-${id}` : `hdf5-${id} ${name}`;
}

function idOf(name: string): number | undefined {
  for (const [id, known] of hdf5Names) if (known === name) return id;
  return undefined;
}

/** The least that the library itself needs to find in the client data. */
function defaultClientData(name: string): readonly number[] {
  if (name === "deflate") return [6];
  return name === "shuffle" ? [4] : [];
}
