import { type ArrayData, isRagged, type Ragged } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Column } from "./decode-context.ts";
import type { EncodeContext } from "./encode-context.ts";
import { checkLength } from "./encode-numbers.ts";
import { putHeapId } from "./put-heap-id.ts";

/** Elements of varying length: each that is not empty is an object of the heap. `encode` gives the bytes of members. */
export function encodeLists(
  data: ArrayData,
  memberSize: number,
  { bytes, start, stride, count }: Column,
  context: EncodeContext,
  place: string,
  encode: (members: ArrayData, count: number) => Uint8Array,
): void {
  const { values, offsets } = listsOf(data, count, place);
  const members = encode(values, offsets[count]!);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const [from, to] = [offsets[index]!, offsets[index + 1]!];
    view.setUint32(at, to - from, true);
    const object = to > from ? context.heap.put(members.subarray(from * memberSize, to * memberSize)) : undefined;
    putHeapId(view, at + 4, object, context.sizeOfOffsets);
  }
}

const longest = 2 ** 32 - 1;

function listsOf(data: ArrayData, count: number, place: string): Ragged {
  if (typeof data !== "object" || data === null || !isRagged(data)) {
    throw hdmfError("invalid", `${place}: values and offsets are needed`);
  }
  const { offsets } = data;
  checkLength(offsets.length - 1, count, place);
  if (!(Number.isSafeInteger(offsets[0]) && offsets[0]! >= 0)) {
    throw hdmfError("invalid", `${place}: the first offset is ${offsets[0]}`);
  }
  for (let index = 0; index < count; index++) {
    const length = offsets[index + 1]! - offsets[index]!;
    if (!Number.isInteger(length) || length < 0 || length > longest) {
      throw hdmfError(
        "invalid",
        `${place}: element ${index} has offsets of ${offsets[index]} to ${offsets[index + 1]}`,
      );
    }
  }
  return data;
}
