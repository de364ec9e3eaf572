import { type ArrayData, allocate, type NumberArray, sameDtype } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { DatasetParts } from "../datasets/dataset-source.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import { convertNumbers } from "./convert-numbers.ts";

/**
 * Makes elements of a source those of the virtual dataset: the same where the types are equal, and numbers by value.
 * @param inFile Whether both are in one file: references tell an address in theirs.
 * @throws `unsupported` for all other types
 */
export function converterTo(
  { type, what }: DatasetParts,
  source: DatasetParts,
  inFile: boolean,
): (data: ArrayData) => ArrayData {
  if (sameDtype(type.dtype, source.type.dtype) && isAlike(type, source.type)) {
    if (inFile || !hasReferences(type)) return (data) => data;
    throw hdmfError("unsupported", `The ${what} holds references of another file`);
  }
  const [from, to] = [source.type, type];
  if (from.kind === "number" && to.kind === "number" && from.dtype === from.name && to.dtype === to.name) {
    // A half is kept in a float32, from which others would have to be rounded once more.
    if (to.name !== "float16") {
      return (data) => {
        const numbers = data as NumberArray;
        const converted = allocate(to.dtype, numbers.length) as NumberArray;
        convertNumbers(numbers, converted, to.name);
        return converted;
      };
    }
  }
  throw hdmfError("unsupported", `The ${what} is of another type than its source, the ${source.what}`, {
    hint: "Numbers are converted to each other, but to float16; all else must be of one type",
  });
}

/** Whether texts of equal types have the same lengths. */
function isAlike(a: StoredType, b: StoredType): boolean {
  if (a.kind === "text" && b.kind === "text") return a.text.length === b.text.length;
  if (a.kind === "compound" && b.kind === "compound") {
    return a.fields.every((field, index) => isAlike(field.type, b.fields[index]!.type));
  }
  if ((a.kind === "array" && b.kind === "array") || (a.kind === "vlen" && b.kind === "vlen"))
    return isAlike(a.base, b.base);
  return a.kind === b.kind;
}

function hasReferences(type: StoredType): boolean {
  if (type.kind === "compound") return type.fields.some((field) => hasReferences(field.type));
  if (type.kind === "array" || type.kind === "vlen") return hasReferences(type.base);
  return type.kind === "reference" || type.kind === "revised" || type.kind === "region";
}
