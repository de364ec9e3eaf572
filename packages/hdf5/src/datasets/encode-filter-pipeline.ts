import { encodeUtf8, type Filter } from "@hdmf-ts/array";
import { filterToHdf5 } from "@hdmf-ts/codecs";
import { hdmfError } from "@hdmf-ts/errors";
import { aligned } from "../io/aligned.ts";
import { byteWriter, newFileSizes } from "../io/byte-writer.ts";

const mostFilters = 32;
const fletcher32 = 3;

/**
 * Lays out a filter pipeline message of version 1 (specification IV.A.2.l), filters in the order in which they are applied. A filter
 * that fails may be left out of a chunk, as h5py asks for, other than the checksum.
 *
 * @throws `unsupported` for a filter that HDF5 has no number for; `limit` for more than 32
 */
export function encodeFilterPipeline(filters: readonly Filter[]): Uint8Array {
  if (filters.length > mostFilters) {
    throw hdmfError("limit", `A dataset cannot have ${filters.length} filters; ${mostFilters} are the most`);
  }
  const writer = byteWriter(newFileSizes, 128);
  writer.uint(1, 1);
  writer.uint(filters.length, 1);
  writer.zeros(6);
  for (const filter of filters) {
    const { id, clientData } = filterToHdf5(filter);
    const name = storedName(filter.name, id);
    writer.uint(id, 2);
    writer.uint(name.length, 2);
    writer.uint(id === fletcher32 ? 0 : 1, 2);
    writer.uint(clientData.length, 2);
    writer.bytes(name);
    for (const value of clientData) writer.uint(value, 4);
    writer.align(8);
  }
  return writer.finish();
}

/** The name with its NUL, to a multiple of 8 bytes. A filter that the reader did not know keeps the file's own name, if it had one. */
function storedName(name: string, id: number): Uint8Array {
  const unknown = `hdf5-${id}`;
  const own = name === unknown ? "" : name.startsWith(`${unknown} `) ? name.slice(unknown.length + 1) : name;
  if (own === "") return new Uint8Array(0);
  const text = encodeUtf8(own);
  const padded = new Uint8Array(aligned(text.length + 1));
  padded.set(text);
  return padded;
}
