import type { ArrayData, Bytes, Columns, NumberArray, Ragged, References, Regions } from "./nd-array.ts";

/** Whether data is one typed array. */
export function isNumbers(data: ArrayData): data is NumberArray {
  return ArrayBuffer.isView(data);
}

/** Whether data is that of a compound: a `Map` of columns. */
export function isColumns(data: ArrayData): data is Columns {
  return "get" in data;
}

/** Whether data is that of a vlen: values and offsets. */
export function isRagged(data: ArrayData): data is Ragged {
  return "offsets" in data;
}

/** Whether data holds object references; region references are object references too. */
export function isReferences(data: ArrayData): data is References | Regions {
  return "ids" in data;
}

/** Whether data holds region references. */
export function isRegions(data: ArrayData): data is Regions {
  return "selections" in data;
}

/** Whether data is kept as raw bytes of a fixed size each. */
export function isBytes(data: ArrayData): data is Bytes {
  return "bytes" in data;
}
