import { dataLength } from "./data-length.ts";
import type { Dtype } from "./dtype.ts";
import { layoutOf } from "./layout.ts";
import { type Words, wordsOf } from "./move.ts";
import type {
  ArrayData,
  Bytes,
  Columns,
  NumberArray,
  Ragged,
  References,
  RegionSelection,
  Regions,
} from "./nd-array.ts";
import { referenceAt } from "./references.ts";
import { sliceData } from "./slice-data.ts";

/**
 * Whether two arrays of one dtype hold the same elements: numbers bit by bit (a NaN equals itself, -0 is not 0), lists by
 * their content, references by their ids.
 */
export function dataEquals(dtype: Dtype, a: ArrayData, b: ArrayData): boolean {
  if (a === b) return true;
  const layout = layoutOf(dtype);
  switch (layout.kind) {
    case "numbers":
      return sameWords(numberWords(a as NumberArray), numberWords(b as NumberArray));
    case "bytes":
      return (a as Bytes).itemSize === (b as Bytes).itemSize && sameWords((a as Bytes).bytes, (b as Bytes).bytes);
    case "text":
      return sameItems(a as readonly string[], b as readonly string[]);
    case "columns":
      return layout.fields.every(({ name, dtype }) => {
        const [x, y] = [(a as Columns).get(name), (b as Columns).get(name)];
        return x !== undefined && y !== undefined && dataEquals(dtype, x, y);
      });
    case "ragged":
      return sameRagged(dtype, layout.base, a as Ragged, b as Ragged);
    case "references":
      return sameReferences(a as References, b as References);
    case "regions": {
      const [x, y] = [(a as Regions).selections, (b as Regions).selections];
      return sameReferences(a as References, b as References) && x.every((item, at) => sameRegion(item, y[at] ?? null));
    }
  }
}

function numberWords(numbers: NumberArray): Words {
  return wordsOf(numbers, Math.min(4, numbers.BYTES_PER_ELEMENT));
}

function sameWords(a: Words, b: Words): boolean {
  if (a.length !== b.length || a.BYTES_PER_ELEMENT !== b.BYTES_PER_ELEMENT) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function sameItems<T>(a: ArrayLike<T>, b: ArrayLike<T>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function sameRagged(dtype: Dtype, base: Dtype, a: Ragged, b: Ragged): boolean {
  if (dataLength(dtype, a) !== dataLength(dtype, b)) return false;
  const [firstA, firstB] = [a.offsets[0] ?? 0, b.offsets[0] ?? 0];
  for (let i = 1; i < a.offsets.length; i++) {
    if (a.offsets[i]! - firstA !== b.offsets[i]! - firstB) return false;
  }
  return dataEquals(
    base,
    sliceData(base, a.values, firstA, a.offsets.at(-1) ?? 0),
    sliceData(base, b.values, firstB, b.offsets.at(-1) ?? 0),
  );
}

function sameReferences(a: References, b: References): boolean {
  if (a.ids.length !== b.ids.length || (a.outside?.size ?? 0) !== (b.outside?.size ?? 0)) return false;
  for (let i = 0; i < a.ids.length; i++) if (referenceAt(a, i) !== referenceAt(b, i)) return false;
  for (const [index, place] of a.outside ?? []) {
    const other = b.outside?.get(index);
    if (place.source !== other?.source || place.path !== other.path) return false;
  }
  return true;
}

function sameRegion(a: RegionSelection | null, b: RegionSelection | null): boolean {
  if (a === null || b === null) return a === b;
  return a.kind === b.kind && a.rank === b.rank && a.count === b.count && sameItems(a.coordinates, b.coordinates);
}
