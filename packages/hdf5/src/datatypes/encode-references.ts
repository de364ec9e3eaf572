import { type ArrayData, isReferences, type References, type Regions } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Column } from "./decode-context.ts";
import type { EncodeContext } from "./encode-context.ts";
import { checkLength } from "./encode-numbers.ts";
import { putAddress } from "./put-heap-id.ts";

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

/** References, as many as are wanted, none of which leads out of the file. @throws `invalid`, `unsupported` */
export function referencesOf(data: ArrayData, count: number, place: string): References | Regions {
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

/** Undefined for the null reference. @throws `invalid` for an id of another storage */
export function idAt({ ids }: References, index: number, place: string): number | undefined {
  const id = ids[index];
  if (id === -1 || id === "") return undefined;
  if (typeof id === "number") return id;
  throw hdmfError("invalid", `${place}: element ${index} refers to "${id}", which is no id of this file`);
}
