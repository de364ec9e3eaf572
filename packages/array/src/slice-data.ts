import type { Dtype } from "./dtype.ts";
import { layoutOf } from "./layout.ts";
import type { ArrayData, Bytes, Columns, NumberArray, OutsidePlace, Ragged, References, Regions } from "./nd-array.ts";

/** The elements from `start` to `stop` (exclusive), without copying numbers and bytes: the result may share memory. */
export function sliceData(dtype: Dtype, data: ArrayData, start: number, stop: number): ArrayData {
  const layout = layoutOf(dtype);
  const from = start * layout.units;
  const to = stop * layout.units;
  switch (layout.kind) {
    case "numbers":
      return (data as NumberArray).subarray(from, to);
    case "text":
      return (data as readonly string[]).slice(from, to);
    case "bytes":
      return {
        bytes: (data as Bytes).bytes.subarray(from * layout.itemSize, to * layout.itemSize),
        itemSize: layout.itemSize,
      };
    case "columns":
      return new Map(
        layout.fields.map((field) => [
          field.name,
          sliceData(field.dtype, (data as Columns).get(field.name)!, from, to),
        ]),
      );
    case "ragged": {
      const { values, offsets } = data as Ragged;
      const first = offsets[from] ?? 0;
      return {
        values: sliceData(layout.base, values, first, offsets[to] ?? first),
        offsets: offsets.slice(from, to + 1).map((offset) => offset - first),
      };
    }
    case "references":
      return sliceReferences(data as References, from, to);
    case "regions":
      return {
        ...sliceReferences(data as References, from, to),
        selections: (data as Regions).selections.slice(from, to),
      };
  }
}

function sliceReferences({ ids, outside }: References, from: number, to: number): References {
  const part = ArrayBuffer.isView(ids) ? ids.subarray(from, to) : ids.slice(from, to);
  if (!outside?.size) return { ids: part };
  const kept = new Map<number, OutsidePlace>();
  for (let index = from; index < to; index++) {
    const place = outside.get(index);
    if (place) kept.set(index - from, place);
  }
  return kept.size > 0 ? { ids: part, outside: kept } : { ids: part };
}
