import type { Dtype } from "./dtype.ts";
import { layoutOf } from "./layout.ts";
import type { ArrayData, Bytes, Columns, NumberArray, Ragged, References } from "./nd-array.ts";

/** The number of elements that `data` holds; 0 where elements take no space at all. */
export function dataLength(dtype: Dtype, data: ArrayData): number {
  const layout = layoutOf(dtype);
  const length = ((): number => {
    switch (layout.kind) {
      case "numbers":
      case "text":
        return (data as NumberArray | readonly string[]).length;
      case "bytes":
        return (data as Bytes).bytes.length / (layout.itemSize || 1);
      case "columns": {
        const first = layout.fields[0];
        const column = first && (data as Columns).get(first.name);
        return column ? dataLength(first.dtype, column) : 0;
      }
      case "ragged":
        return Math.max(0, (data as Ragged).offsets.length - 1);
      case "references":
      case "regions":
        return (data as References).ids.length;
    }
  })();
  return length / (layout.units || 1);
}

/** An estimate of the memory that an element takes, in bytes; exact for numbers and for what is kept as bytes. */
export function elementBytes(dtype: Dtype): number {
  const layout = layoutOf(dtype);
  switch (layout.kind) {
    case "numbers":
      return layout.units * layout.type.BYTES_PER_ELEMENT;
    case "bytes":
      return layout.units * layout.itemSize;
    case "columns":
      return layout.units * layout.fields.reduce((sum, field) => sum + elementBytes(field.dtype), 0);
    case "ragged":
      return layout.units * (8 + 16 * elementBytes(layout.base));
    case "text":
    case "references":
      return layout.units * 48;
    case "regions":
      return layout.units * 128;
  }
}
