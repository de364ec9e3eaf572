import { type ArrayData, allocate } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { isPlain, plainNumbers } from "../datasets/plain-numbers.ts";
import { type LazyPart, lazyPart } from "../io/lazy-part.ts";
import type { Column, DecodeContext } from "./decode-context.ts";
import { decodeNarrow } from "./decode-narrow.ts";
import { decodeNumbers, gatherBytes } from "./decode-numbers.ts";
import { decodeReferences } from "./decode-references.ts";
import { decodeFixedTexts, decodeTexts } from "./decode-texts.ts";
import type { StoredType } from "./stored-type.ts";

export const rareElements: LazyPart<typeof import("./rare-elements.ts")> = /* @__PURE__ */ lazyPart(
  () => import("./rare-elements.ts"),
);

/**
 * Decodes `count` elements of `type.size` bytes each, one after the other from `start` of `raw`, into new memory by the closed table of
 * `@hdmf-ts/array`. Where {@link usesHeap} holds, all collections that the elements lead to are needed at once: whoever reads many
 * elements does it in parts.
 *
 * @throws `malformed` for too few bytes, addresses and lengths that cannot be; what the context throws
 */
export function decodeElements(
  type: StoredType,
  raw: Uint8Array,
  count: number,
  context: DecodeContext,
  start = 0,
): ArrayData {
  const left = raw.length - start;
  if (!(count * type.size <= left)) {
    throw hdmfError("malformed", `${count} elements take ${count * type.size} bytes, but there are ${left}`);
  }
  if (count === 0) return allocate(type.dtype, 0);
  return decodeColumn(type, { bytes: raw, start, stride: type.size, count }, context);
}

function decodeColumn(type: StoredType, column: Column, context: DecodeContext): ArrayData {
  switch (type.kind) {
    case "number":
      return decodeNumbers(type.name, type.big, type.size, column);
    case "narrow":
      return decodeNarrow(type, column);
    case "bool":
      return decodeBools(column);
    case "bytes":
      return { bytes: gatherBytes(column, type.size), itemSize: type.size };
    case "text":
      return type.text.length === "variable"
        ? decodeTexts(type.size, column, context)
        : decodeFixedTexts(type.text, type.size, column, context.texts);
    case "reference":
      return decodeReferences(type.size, column, context);
    case "revised":
      return rareElements().decodeRevisedReferences(type.size, column, context);
    case "region":
      return rareElements().decodeRegions(type.size, column, context);
    case "compound": {
      const columns = new Map<string, ArrayData>();
      for (const field of type.fields) {
        columns.set(field.name, decodeColumn(field.type, { ...column, start: column.start + field.offset }, context));
      }
      return columns;
    }
    case "array": {
      const { base, members, size } = type;
      const count = column.count * members;
      if (column.stride === size || members === 1) {
        return decodeColumn(base, { ...column, stride: members === 1 ? column.stride : base.size, count }, context);
      }
      const packed = gatherBytes(column, size);
      return decodeColumn(base, { bytes: packed, start: 0, stride: base.size, count }, context);
    }
    case "vlen": {
      const { members, offsets } = rareElements().gatherLists(type.size, type.base.size, column, context);
      // The members are new memory, which need not be copied again.
      if (isPlain(type.base)) return { values: plainNumbers(type.base.dtype, members), offsets };
      return { values: decodeElements(type.base, members, offsets[column.count]!, context), offsets };
    }
  }
}

/** As in h5py, all but 0 is true: 0 and 1 is what a bool holds here. */
function decodeBools({ bytes, start, stride, count }: Column): Uint8Array {
  const values = new Uint8Array(count);
  for (let index = 0, at = start; index < count; index++, at += stride) values[index] = bytes[at] === 0 ? 0 : 1;
  return values;
}
