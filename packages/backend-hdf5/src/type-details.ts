import { type Dtype, isCompound } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Hdf5TypeDetails } from "@hdmf-ts/hdf5";
import type { Stored } from "@hdmf-ts/storage";

/**
 * What `stored` says of a type, in the places where HDF5 has it: an order of the whole is that of all its numbers. What does not go with the
 * type is left out, so that wishes of other formats do no harm.
 */
export function typeDetails(dtype: Dtype, stored: Stored | undefined): Hdf5TypeDetails | undefined {
  if (stored === undefined) return undefined;
  const details = detailsOf(dtype, stored);
  return Object.keys(details).length === 0 ? undefined : details;
}

function detailsOf(dtype: Dtype, stored: Stored): Hdf5TypeDetails {
  const { byteOrder, text, typeMessage } = stored;
  if (dtype === "utf8" || dtype === "ascii") return text === undefined ? {} : { text };
  if (isCompound(dtype)) return compoundDetails(dtype, stored);
  const base = typeof dtype === "object" ? baseOf(dtype) : undefined;
  if (base !== undefined) {
    if (typeof dtype === "object" && "enum" in dtype && stored.base?.typeMessage !== undefined) {
      throw hdmfError(
        "unsupported",
        "An enum over integers that use only some of their bits cannot be written to HDF5",
      );
    }
    const inner = typeDetails(base, withOrder(stored.base, byteOrder));
    return inner === undefined ? {} : { base: inner };
  }
  const order: Hdf5TypeDetails = byteOrder === "big" && hasOrder(dtype) ? { byteOrder } : {};
  return typeMessage !== undefined && keptAsBytes(dtype) ? { ...order, typeMessage } : order;
}

function compoundDetails(
  dtype: readonly { readonly name: string; readonly dtype: Dtype }[],
  { byteOrder, fields, offsets, size }: Stored,
): Hdf5TypeDetails {
  const inner = new Map<string, Hdf5TypeDetails>();
  for (const { name, dtype: type } of dtype) {
    const details = typeDetails(type, withOrder(fields?.get(name), byteOrder));
    if (details !== undefined) inner.set(name, details);
  }
  const placed = offsets?.length === dtype.length && size !== undefined;
  return { ...(inner.size > 0 ? { fields: inner } : {}), ...(placed ? { offsets, size } : {}) };
}

function baseOf(dtype: Exclude<Dtype, string>): Dtype | undefined {
  if ("vlen" in dtype) return dtype.vlen;
  return "base" in dtype ? dtype.base : undefined;
}

function withOrder(stored: Stored | undefined, byteOrder: "big" | undefined): Stored | undefined {
  return byteOrder === undefined ? stored : { byteOrder, ...stored };
}

function keptAsBytes(dtype: Dtype): boolean {
  return typeof dtype === "object" && ("integer" in dtype || "float" in dtype || "bitfield" in dtype);
}

/** Whether the bytes of a number can stand in two orders. */
function hasOrder(dtype: Dtype): boolean {
  if (typeof dtype === "string") return /^(?:u?int|float)(?:16|32|64)$/.test(dtype);
  if ("complex" in dtype) return true;
  if ("bitfield" in dtype) return dtype.bitfield > 1;
  if ("integer" in dtype) return dtype.integer.bytes > 1;
  return "float" in dtype;
}
