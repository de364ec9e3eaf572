import { type ArrayData, isColumns, isRagged } from "@hdmf-ts/array";
import { exactNumbers } from "./exact-numbers.ts";
import type { StoredType } from "./stored-type.ts";

/**
 * Elements with all numbers in the typed arrays of their types, where each fits exactly; `data` itself where they are already. What is
 * wrong in another way is left to who encodes it.
 * @throws `invalid` for a number that does not fit, with `place` in the message
 */
export function exactData(type: StoredType, data: ArrayData, place: string): ArrayData {
  switch (type.kind) {
    case "number":
      return isNumberList(data) ? exactNumbers(type.name, data, place) : data;
    case "array":
      return exactData(type.base, data, place);
    case "vlen": {
      if (!isRagged(data)) return data;
      const values = exactData(type.base, data.values, place);
      return values === data.values ? data : { ...data, values };
    }
    case "compound": {
      if (!isColumns(data)) return data;
      let changed: Map<string, ArrayData> | undefined;
      for (const { name, type: inner } of type.fields) {
        const column = data.get(name);
        const exact = column && exactData(inner, column, `${place}, column ${JSON.stringify(name)}`);
        if (exact !== undefined && exact !== column) changed = (changed ?? new Map(data)).set(name, exact);
      }
      return changed ?? data;
    }
    default:
      return data;
  }
}

function isNumberList(data: ArrayData): boolean {
  return ArrayBuffer.isView(data) || Array.isArray(data);
}
