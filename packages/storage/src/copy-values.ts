import { type ArrayData, type Dtype, dataLength, type NdArray, takeData } from "@hdmf-ts/array";

/** The same elements in memory of their own. */
export function copyData(dtype: Dtype, data: ArrayData): ArrayData {
  if (ArrayBuffer.isView(data)) return data.slice();
  const count = dataLength(dtype, data);
  return takeData(
    dtype,
    data,
    Uint32Array.from({ length: count }, (_, index) => index),
  );
}

/** An array in memory of its own, with what else it carries. */
export function copyArray<T extends NdArray>(array: T): T {
  return { ...array, data: copyData(array.dtype, array.data) };
}
