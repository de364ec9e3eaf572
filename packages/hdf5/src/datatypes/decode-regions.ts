import { elementCount, type RegionSelection, type Regions } from "@hdmf-ts/array";
import { Cursor } from "../io/cursor.ts";
import { parseSelection } from "./dataspace-selection.ts";
import type { Column, DecodeContext } from "./decode-context.ts";
import { checkHeapId, heapAddress, wantObjects } from "./heap-ids.ts";

/** Region references: the object and the selection stand in the global heap. */
export function decodeRegions(size: number, column: Column, context: DecodeContext): Regions {
  const { bytes, start, stride, count } = column;
  const { sizeOfOffsets } = context;
  checkHeapId(size, 0, context);
  wantObjects(column, context);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ids = new Float64Array(count).fill(-1);
  const selections = new Array<RegionSelection | null>(count).fill(null);
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const heap = heapAddress(view, at, sizeOfOffsets);
    if (heap < 0) continue;
    const object = context.heapObject(heap, view.getUint32(at + sizeOfOffsets, true));
    const cursor = new Cursor(object, `The region reference at ${heap}`);
    const address = cursor.address(sizeOfOffsets);
    if (address === undefined) continue;
    const selection = parseSelection(cursor);
    ids[index] = address;
    selections[index] = selection.kind === "all" ? wholeOf(address, selection, context) : selection;
  }
  return { ids, selections };
}

function wholeOf(address: number, selection: RegionSelection, context: DecodeContext): RegionSelection {
  const shape = context.shapeOf(address);
  return { ...selection, rank: shape?.length ?? 0, count: elementCount(shape) };
}
