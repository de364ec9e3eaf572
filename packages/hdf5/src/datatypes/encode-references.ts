import { type ArrayData, isReferences, isRegions, type References, type Regions } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { byteWriter } from "../io/byte-writer.ts";
import type { Column } from "./decode-context.ts";
import type { EncodeContext } from "./encode-context.ts";
import { checkLength } from "./encode-numbers.ts";
import { encodeSelection } from "./encode-selection.ts";
import { putAddress, putHeapId } from "./put-heap-id.ts";

/** Object references: addresses of object headers, all zero where they lead nowhere (specification VIII.C). */
export function encodeReferences(data: ArrayData, to: Column, context: EncodeContext, place: string): void {
  const { bytes, start, stride, count } = to;
  const references = referencesOf(data, count, place);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const id = idAt(references, index, place);
    putAddress(view, at, id === undefined ? 0 : context.addressOf(id), context.sizeOfOffsets);
  }
}

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

function referencesOf(data: ArrayData, count: number, place: string): References | Regions {
  if (typeof data !== "object" || data === null || !isReferences(data)) {
    throw hdmfError("invalid", `${place}: references are needed`);
  }
  checkLength(data.ids.length, count, place);
  const outside = data.outside?.entries().next().value;
  if (outside === undefined) return data;
  const [index, { source, path }] = outside;
  throw hdmfError(
    "unsupported",
    `${place}: element ${index} refers to ${path} in ${source}, and HDF5 has no references out of a file`,
  );
}

/** Undefined for the null reference. */
function idAt({ ids }: References, index: number, place: string): number | undefined {
  const id = ids[index];
  if (id === -1 || id === "") return undefined;
  if (typeof id === "number") return id;
  throw hdmfError("invalid", `${place}: element ${index} refers to "${id}", which is no id of this file`);
}
