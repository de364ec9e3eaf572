import type { References } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";
import type { Column, DecodeContext } from "./decode-context.ts";
import { heapAddress } from "./heap-ids.ts";

/**
 * References of the form of HDF5 1.12 (specification VIII.B) as addresses of object headers, the null reference as -1. All kinds of them
 * have one datatype; what an element refers to only it says.
 *
 * @throws `unsupported` for references to regions, attributes and objects of other files; `malformed`
 */
export function decodeRevisedReferences(size: number, column: Column, { sizeOfOffsets }: DecodeContext): References {
  const { bytes, start, stride, count } = column;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ids = new Float64Array(count);
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const cursor = new Cursor(bytes.subarray(at, at + size), "A reference");
    const [kind, flags] = [cursor.uint(1), cursor.uint(1)];
    if (kind === 0) {
      ids[index] = -1;
      continue;
    }
    if (kind !== 2 || (flags & 1) !== 0) {
      const what = kind === 3 ? "a region" : kind === 4 ? "an attribute" : "an object of another file";
      throw hdmfError("unsupported", `An element is a reference to ${what}, in the form of HDF5 1.12`);
    }
    const width = cursor.uint(1);
    if (width !== sizeOfOffsets) {
      throw hdmfError("malformed", `A reference has ${width} bytes, and addresses of this file ${sizeOfOffsets}`);
    }
    cursor.skip(width);
    ids[index] = heapAddress(view, at + 3, sizeOfOffsets);
  }
  return { ids };
}
