import { hdmfError } from "@hdmf-ts/errors";
import type { Dtype } from "./dtype.ts";
import { compactGrid, type Grid, runGrid, walkGrid } from "./grid.ts";
import { layoutOf } from "./layout.ts";
import { listMover, moveUnits } from "./move.ts";
import type {
  ArrayData,
  Bytes,
  Columns,
  NumberArray,
  OutsidePlace,
  References,
  RegionSelection,
  Regions,
} from "./nd-array.ts";
import { allocateList } from "./new-memory.ts";

/**
 * Copies `count` elements from `fromStart` of one array to `toStart` of another, in place. The two must not overlap.
 * @throws `invalid` for dtypes with elements of varying length, which cannot be overwritten, and for addresses into paths.
 */
export function copyElements(
  dtype: Dtype,
  from: ArrayData,
  fromStart: number,
  to: ArrayData,
  toStart: number,
  count: number,
): void {
  transfer(dtype, from, to, runGrid(fromStart, toStart, count));
}

/** Copies all elements of a grid in place, see {@link copyElements}. */
export function transfer(dtype: Dtype, from: ArrayData, to: ArrayData, grid: Grid): void {
  const layout = layoutOf(dtype);
  switch (layout.kind) {
    case "numbers": {
      const size = layout.type.BYTES_PER_ELEMENT;
      const compact = compactGrid(grid, layout.units * Math.max(1, size / 4));
      if (compact) moveUnits(from as NumberArray, to as NumberArray, Math.min(4, size), compact);
      return;
    }
    case "bytes": {
      const compact = compactGrid(grid, layout.units * layout.itemSize);
      if (compact) moveUnits((from as Bytes).bytes, (to as Bytes).bytes, 1, compact);
      return;
    }
    case "text": {
      const compact = compactGrid(grid, layout.units);
      if (compact) walkGrid(compact, listMover(from as readonly string[], to as string[]));
      return;
    }
    case "columns": {
      const compact = compactGrid(grid, layout.units);
      if (!compact) return;
      for (const { name, dtype } of layout.fields) {
        transfer(dtype, (from as Columns).get(name)!, (to as Columns).get(name)!, compact);
      }
      return;
    }
    case "references":
    case "regions": {
      const compact = compactGrid(grid, layout.units);
      if (!compact) return;
      transferReferences(from as References, to as References, compact);
      if (layout.kind === "references") return;
      const selections = (to as Regions).selections as (RegionSelection | null)[];
      walkGrid(compact, listMover((from as Regions).selections, selections));
      return;
    }
    case "ragged":
      throw hdmfError("invalid", "Elements of varying length cannot be overwritten.");
  }
}

interface MutableReferences {
  ids: Float64Array | string[];
  outside?: Map<number, OutsidePlace>;
}

function transferReferences(from: References, target: References, grid: Grid): void {
  const to = target as MutableReferences;
  let source = from.ids;
  if (ArrayBuffer.isView(source) !== ArrayBuffer.isView(to.ids)) {
    // Null references, such as fresh memory or a fill value, are at home among addresses as well as among paths.
    if (ArrayBuffer.isView(to.ids) && to.ids.every((id) => id === -1)) to.ids = allocateList(to.ids.length, "");
    else if (isNull(source)) {
      source = ArrayBuffer.isView(source) ? allocateList(source.length, "") : new Float64Array(source.length).fill(-1);
    } else throw hdmfError("invalid", "References by address and by path cannot stand in one array.");
  }
  walkGrid(grid, listMover<number | string>(source, to.ids as { [index: number]: number | string }));
  if (!from.outside?.size && !to.outside?.size) return;
  to.outside ??= new Map();
  const { outside } = to;
  walkGrid(grid, (f, t, rows, fromRow, toRow, count, fromStep, toStep) => {
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < count; i++) {
        const index = t + row * toRow + i * toStep;
        const place = from.outside?.get(f + row * fromRow + i * fromStep);
        if (place) outside.set(index, place);
        else outside.delete(index);
      }
    }
  });
}

function isNull(ids: Float64Array | readonly string[]): boolean {
  for (const id of ids) if (id !== -1 && id !== "") return false;
  return true;
}
