import { type ArrayData, isRegions, type Regions } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { byteWriter } from "../io/byte-writer.ts";
import type { Column } from "./decode-context.ts";
import type { EncodeContext } from "./encode-context.ts";
import { checkLength } from "./encode-numbers.ts";
import { idAt, referencesOf } from "./encode-references.ts";
import { encodeSelection } from "./encode-selection.ts";
import { putHeapId } from "./put-heap-id.ts";

/** Region references: the object and what is selected of it stand in the global heap. */
export function encodeRegions(data: ArrayData, to: Column, context: EncodeContext, place: string): void {
  const { bytes, start, stride, count } = to;
  const references = referencesOf(data, count, place);
  if (!isRegions(references)) throw hdmfError("invalid", `${place}: selections are needed beside the references`);
  checkLength(references.selections.length, count, place);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const region = encodeRegion(references, index, context, place);
    putHeapId(view, at, region && context.heap.put(region), context.sizeOfOffsets);
  }
}

function encodeRegion(regions: Regions, index: number, context: EncodeContext, place: string): Uint8Array | undefined {
  const id = idAt(regions, index, place);
  if (id === undefined) return undefined;
  const selection = regions.selections[index];
  if (!selection) throw hdmfError("invalid", `${place}: element ${index} leads to ${id} and selects nothing`);
  const { sizeOfOffsets } = context;
  const writer = byteWriter({ sizeOfOffsets, sizeOfLengths: sizeOfOffsets }, 64);
  writer.address(context.addressOf(id));
  encodeSelection(writer, selection, context.shapeOf(id), `${place}: element ${index}`);
  return writer.finish();
}
