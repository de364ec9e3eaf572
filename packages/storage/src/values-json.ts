import {
  type ArrayData,
  type Dtype,
  elementCount,
  encodeUtf8,
  isBytes,
  isColumns,
  isCompound,
  isRagged,
  isReferences,
  isRegions,
  isText,
  type NdArray,
  type NodeId,
  type OutsidePlace,
  referenceAt,
  type Shape,
} from "@hdmf-ts/array";

/** What a reference is printed as: the path of its target; `undefined` where no path leads to it. */
export type PathLookup = (id: NodeId) => string | undefined;

/** Values as JSON, nested by shape; a scalar is its one element, a null space is null (shared contract: cli.md "Values"). */
export function valuesJson({ dtype, shape, data }: NdArray, pathOf: PathLookup): unknown {
  return nest(elementsJson(dtype, data, elementCount(shape), pathOf), shape);
}

/** The elements of `data` one after the other, as cli.md prints them. */
export function elementsJson(dtype: Dtype, data: ArrayData, count: number, pathOf: PathLookup): unknown[] {
  const each = (cell: (index: number) => unknown): unknown[] =>
    Array.from({ length: count }, (_, index) => cell(index));
  if (typeof dtype === "object" && "array" in dtype) {
    const members = elementCount(dtype.array);
    const all = elementsJson(dtype.base, data, count * members, pathOf);
    return each((index) => nest(all.slice(index * members, (index + 1) * members), dtype.array));
  }
  if (isText(dtype)) return (data as readonly string[]).map(textJson);
  if (isBytes(data))
    return each((index) => hex(data.bytes.subarray(index * data.itemSize, (index + 1) * data.itemSize)));
  if (isRegions(data))
    return each((index) => {
      const place = placeJson(referenceAt(data, index), data.outside?.get(index), pathOf);
      return place && { ...place, count: data.selections[index]?.count ?? 0 };
    });
  if (isReferences(data)) return each((index) => placeJson(referenceAt(data, index), data.outside?.get(index), pathOf));
  if (isRagged(data)) {
    const { values, offsets } = data;
    const all = elementsJson((dtype as { readonly vlen: Dtype }).vlen, values, offsets[count] ?? 0, pathOf);
    return each((index) => all.slice(offsets[index], offsets[index + 1]));
  }
  if (isColumns(data)) {
    const columns = (isCompound(dtype) ? dtype : []).map(
      (field) => [field.name, elementsJson(field.dtype, data.get(field.name) as ArrayData, count, pathOf)] as const,
    );
    return each((index) => Object.fromEntries(columns.map(([name, cells]) => [name, cells[index]])));
  }
  if (dtype === "bool") return Array.from(data as Uint8Array, (value) => value !== 0);
  const numbers = Array.from(data as Iterable<number | bigint>, numberJson);
  if (typeof dtype === "object" && "complex" in dtype) return each((index) => numbers.slice(2 * index, 2 * index + 2));
  return numbers;
}

function hex(bytes: Uint8Array): string {
  return `hex:${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function numberJson(value: number | bigint): number | string {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  const safe = value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
  return safe ? Number(value) : value.toString();
}

/** In a text only what was no UTF-8 is a surrogate without its other half. */
function textJson(text: string): string {
  return /\p{Surrogate}/u.test(text) ? hex(encodeUtf8(text)) : text;
}

function placeJson(
  id: NodeId | null,
  outside: OutsidePlace | undefined,
  pathOf: PathLookup,
): { path: string | null; source?: string } | null {
  if (outside !== undefined) return { path: outside.path, source: outside.source };
  return id === null ? null : { path: pathOf(id) ?? null };
}

function nest(elements: readonly unknown[], shape: Shape): unknown {
  if (shape === null) return null;
  if (shape.length === 0) return elements[0];
  let level = elements;
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const length = shape[axis] as number;
    const cells = level;
    level = Array.from({ length: elementCount(shape.slice(0, axis)) }, (_, index) =>
      cells.slice(index * length, (index + 1) * length),
    );
  }
  return level;
}
