import { type ArrayData, type Columns, type Dtype, isCompound, type References } from "@hdmf-ts/array";
import { type PathOfId, referenceText } from "./reference-text.ts";
import { codePoints } from "./write-cells.ts";

/** Bytes that the longest text or reference of each field of a compound needs as UTF-32, by the path of the field. */
export function textSizes(
  dtype: Dtype,
  data: ArrayData,
  pathOf: PathOfId,
  path = "",
  sizes: Map<string, number> = new Map(),
): ReadonlyMap<string, number> {
  if (isCompound(dtype))
    for (const field of dtype) {
      const column = (data as Columns).get(field.name);
      if (column !== undefined) textSizes(field.dtype, column, pathOf, `${path}/${field.name}`, sizes);
    }
  else if (path !== "" && (dtype === "utf8" || dtype === "ascii"))
    for (const text of data as readonly string[]) note(sizes, path, text);
  else if (path !== "" && dtype === "reference") {
    const references = data as References;
    for (let i = 0; i < references.ids.length; i++) note(sizes, path, referenceText(references, i, pathOf));
  }
  return sizes;
}

function note(sizes: Map<string, number>, path: string, text: string): void {
  if (text.length * 4 > (sizes.get(path) ?? 0)) {
    const size = codePoints(text) * 4;
    if (size > (sizes.get(path) ?? 0)) sizes.set(path, size);
  }
}
