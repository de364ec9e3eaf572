import { encodeUtf8 } from "@hdmf-ts/array";
import type { HeapTarget } from "../datatypes/encode-context.ts";
import type { StoredType } from "../datatypes/stored-type.ts";

/** Whether elements may not be encodable though they are of the right kind: texts with NUL, references to nothing, numbers of odd widths. */
export function needsTrial(type: StoredType): boolean {
  switch (type.kind) {
    case "number":
    case "bool":
    case "bytes":
      return false;
    case "compound":
      return type.fields.some((field) => needsTrial(field.type));
    case "array":
    case "vlen":
      return needsTrial(type.base);
    default:
      return true;
  }
}

/** The heap of a trial: takes all, keeps nothing. */
export const noHeap: HeapTarget = {
  put: () => ({ address: 0, index: 0 }),
  putTexts: (texts) => texts.forEach(encodeUtf8),
};
