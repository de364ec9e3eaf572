import {
  type ArrayData,
  bytesFromNumbers,
  type Columns,
  type Dtype,
  isCompound,
  type NdArray,
  type Ragged,
} from "@hdmf-ts/array";

/** Whether there are times of numpy in a type: HDF5 has no type for them. */
export function hasTimes(dtype: Dtype): boolean {
  if (typeof dtype === "string") return false;
  if (isCompound(dtype)) return dtype.some((field) => hasTimes(field.dtype));
  if ("vlen" in dtype) return hasTimes(dtype.vlen);
  return "datetime64" in dtype || ("array" in dtype && hasTimes(dtype.base));
}

/** The type with times as h5py keeps them: opaque, with a tag that names the type of numpy. */
export function withoutTimes(dtype: Dtype): Dtype {
  if (!hasTimes(dtype) || typeof dtype === "string") return dtype;
  if (isCompound(dtype)) return dtype.map(({ name, dtype: type }) => ({ name, dtype: withoutTimes(type) }));
  if ("vlen" in dtype) return { vlen: withoutTimes(dtype.vlen) };
  if ("array" in dtype) return { array: dtype.array, base: withoutTimes(dtype.base) };
  if (!("datetime64" in dtype)) return dtype;
  const unit = dtype.datetime64 === "generic" ? "" : `[${dtype.datetime64}]`;
  return { opaque: 8, tag: `NUMPY:<M8${unit}` };
}

/** Elements of a type, as elements of {@link withoutTimes}. */
export function timeBytes(dtype: Dtype, data: ArrayData): ArrayData {
  if (!hasTimes(dtype) || typeof dtype === "string") return data;
  if (isCompound(dtype)) {
    const columns = data as Columns;
    return new Map(dtype.map(({ name, dtype: type }) => [name, timeBytes(type, columns.get(name) as ArrayData)]));
  }
  if ("vlen" in dtype) {
    const { values, offsets } = data as Ragged;
    return { values: timeBytes(dtype.vlen, values), offsets };
  }
  if ("array" in dtype) return timeBytes(dtype.base, data);
  return "datetime64" in dtype ? { bytes: bytesFromNumbers("int64", data as BigInt64Array), itemSize: 8 } : data;
}

/** An array whose times are as h5py keeps them. */
export function arrayWithoutTimes<T extends NdArray>(array: T): T {
  return { ...array, dtype: withoutTimes(array.dtype), data: timeBytes(array.dtype, array.data) };
}
