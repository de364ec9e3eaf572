import { type ArrayData, type Dtype, dataEquals, elementCount, repeatData, sliceData } from "@hdmf-ts/array";
import { fromZarrData } from "./convert.ts";
import { representationOf } from "./representation.ts";
import { typeDtype, type ZarrType } from "./zarr-type.ts";

/** The fill value of a dataset as a Zarr array has it: one cell, while an element of an array type is several. */
export interface CellFill {
  readonly cell: ArrayData;
  /** The cells of the one element differ, which no `fill_value` can say: all chunks have to be written. */
  readonly uneven: boolean;
}

/** @param cells The one element, as the Zarr type has it. */
export function cellFill(type: ZarrType, cells: ArrayData, innerShape: readonly number[]): CellFill {
  const count = elementCount(innerShape);
  if (count === 1) return { cell: cells, uneven: false };
  const dtype = typeDtype(type);
  const cell = sliceData(dtype, cells, 0, 1);
  return { cell, uneven: !dataEquals(dtype, cells, repeatData(dtype, cell, count)) };
}

/** One element of `dtype` of which all members are what one cell is. */
export function elementFill(dtype: Dtype, type: ZarrType, cell: ArrayData): ArrayData {
  const { innerShape } = representationOf(dtype);
  return fromZarrData(dtype, type, repeatData(typeDtype(type), cell, elementCount(innerShape)));
}

/** The coordinates of all chunks of an array. */
export function* allChunks(shape: readonly number[], chunks: readonly number[]): Generator<readonly number[]> {
  const counts = shape.map((length, axis) => Math.ceil(length / (chunks[axis] ?? 1)));
  const total = elementCount(counts);
  for (let index = 0; index < total; index++) {
    let rest = index;
    yield counts.map((count) => {
      const at = rest % count;
      rest = Math.floor(rest / count);
      return at;
    });
  }
}
