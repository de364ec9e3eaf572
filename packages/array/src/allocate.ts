import type { Dtype } from "./dtype.ts";
import { layoutOf } from "./layout.ts";
import type { ArrayData } from "./nd-array.ts";
import { allocateList, allocateNumbers } from "./new-memory.ts";
import { nullReferences } from "./references.ts";

/**
 * New data of `count` elements: zeros, empty text, null references, empty lists.
 * @throws `limit` when the platform cannot hold so much in one array, `invalid` when `count` is no count.
 */
export function allocate(dtype: Dtype, count: number): ArrayData {
  const layout = layoutOf(dtype);
  const length = count * layout.units;
  switch (layout.kind) {
    case "numbers":
      return allocateNumbers(layout.type, length);
    case "text":
      return allocateList(length, "");
    case "bytes":
      return { bytes: allocateNumbers(Uint8Array, length * layout.itemSize), itemSize: layout.itemSize };
    case "columns":
      return new Map(layout.fields.map((field) => [field.name, allocate(field.dtype, length)]));
    case "ragged":
      return { values: allocate(layout.base, 0), offsets: allocateNumbers(Float64Array, length + 1) };
    case "references":
      return nullReferences(length);
    case "regions":
      return { ...nullReferences(length), selections: allocateList(length, null) };
  }
}
