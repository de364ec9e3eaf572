import {
  type ArrayData,
  type Columns,
  type Dtype,
  dataLength,
  isCompound,
  type References,
  type Regions,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { packElements } from "./pack.ts";
import { type PathOfId, referenceText, regionText } from "./reference-text.ts";
import { representationOf } from "./representation.ts";
/** Elements of `dtype` as the Zarr type of its representation has them; mostly the same memory. */
export function toZarrData(dtype: Dtype, data: ArrayData, pathOf: PathOfId): ArrayData {
  if (dtype === "reference") return texts(dtype, data, (i) => referenceText(data as References, i, pathOf));
  if (dtype === "region") return texts(dtype, data, (i) => regionText(data as Regions, i, pathOf));
  if (typeof dtype === "string") return data;
  if (isCompound(dtype)) {
    if (representationOf(dtype).packed) return packElements(dtype, data, dataLength(dtype, data), pathOf);
    return new Map(
      dtype.map((field) => {
        const column = (data as Columns).get(field.name);
        if (column === undefined) throw hdmfError("invalid", `The field ${field.name} is missing`);
        return [field.name, toZarrData(field.dtype, column, pathOf)] as const;
      }),
    );
  }
  if (representationOf(dtype).packed) return packElements(dtype, data, dataLength(dtype, data), pathOf);
  if ("array" in dtype) return toZarrData(dtype.base, data, pathOf);
  return data;
}

const texts = (dtype: Dtype, data: ArrayData, text: (index: number) => string): string[] =>
  Array.from({ length: dataLength(dtype, data) }, (_, i) => text(i));
