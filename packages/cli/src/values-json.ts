import {
  type ArrayData,
  type Dtype,
  elementCount,
  encodeUtf8,
  isBytes,
  isColumns,
  isCompound,
  isNumbers,
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
import type { Storage } from "@hdmf-ts/storage";

/** What a reference is printed as: the path of its target, of all targets of a value asked for at once. */
export type PathOf = (id: NodeId) => string | undefined;

const hex = (bytes: Uint8Array) => {
  let text = "hex:";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
};

function numberJson(value: number | bigint): number | string {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  const safe = value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
  return safe ? Number(value) : value.toString();
}

/** In a text only what was no UTF-8 is a surrogate without its other half. */
const loneSurrogate = /\p{Surrogate}/u;

const textJson = (text: string) => (loneSurrogate.test(text) ? hex(encodeUtf8(text)) : text);

function placeJson(
  id: NodeId | null,
  outside: OutsidePlace | undefined,
  pathOf: PathOf,
): Record<string, unknown> | null {
  if (outside !== undefined) return { path: outside.path, source: outside.source };
  return id === null ? null : { path: pathOf(id) ?? null };
}

/** The elements of `data` one after the other, as cli.md "Values" prints them. */
function elementsJson(dtype: Dtype, data: ArrayData, count: number, pathOf: PathOf): unknown[] {
  if (typeof dtype === "object" && "array" in dtype) {
    const members = elementCount(dtype.array);
    const all = elementsJson(dtype.base, data, count * members, pathOf);
    return Array.from({ length: count }, (_, i) => nest(all.slice(i * members, (i + 1) * members), dtype.array));
  }
  if (isText(dtype)) return (data as readonly string[]).map(textJson);
  if (isBytes(data)) {
    const { bytes, itemSize } = data;
    return Array.from({ length: count }, (_, i) => hex(bytes.subarray(i * itemSize, (i + 1) * itemSize)));
  }
  if (isRegions(data)) {
    return Array.from({ length: count }, (_, i) => {
      const place = placeJson(referenceAt(data, i), data.outside?.get(i), pathOf);
      return place === null ? null : { ...place, count: data.selections[i]?.count ?? 0 };
    });
  }
  if (isReferences(data)) {
    return Array.from({ length: count }, (_, i) => placeJson(referenceAt(data, i), data.outside?.get(i), pathOf));
  }
  if (isRagged(data)) {
    const base = (dtype as { readonly vlen: Dtype }).vlen;
    const { values, offsets } = data;
    const all = elementsJson(base, values, offsets[offsets.length - 1] ?? 0, pathOf);
    return Array.from({ length: count }, (_, i) => all.slice(offsets[i], offsets[i + 1]));
  }
  if (isColumns(data)) {
    const columns = (isCompound(dtype) ? dtype : []).map((field) => {
      const column = data.get(field.name) as ArrayData;
      return [field.name, elementsJson(field.dtype, column, count, pathOf)] as const;
    });
    return Array.from({ length: count }, (_, i) =>
      Object.fromEntries(columns.map(([name, cells]) => [name, cells[i]])),
    );
  }
  if (dtype === "bool") return Array.from(data as Uint8Array, (value) => value !== 0);
  const numbers = Array.from(data as Iterable<number | bigint>, numberJson);
  if (typeof dtype === "object" && "complex" in dtype) {
    return Array.from({ length: count }, (_, i) => numbers.slice(2 * i, 2 * i + 2));
  }
  return numbers;
}

/** Nested lists by shape; a scalar is its one element, a null space is null. */
function nest(elements: unknown[], shape: Shape): unknown {
  if (shape === null) return null;
  if (shape.length === 0) return elements[0];
  let level = elements;
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const length = shape[axis] as number;
    const cells = level;
    level = Array.from({ length: elementCount(shape.slice(0, axis)) }, (_, i) =>
      cells.slice(i * length, (i + 1) * length),
    );
  }
  return level;
}

/** Values as JSON, nested by shape (shared contract: cli.md "Values"). */
export function valuesJson({ dtype, shape, data }: NdArray, pathOf: PathOf): unknown {
  return nest(elementsJson(dtype, data, elementCount(shape), pathOf), shape);
}

/** The ids that values refer to, at any depth. */
export function referencedIds(data: ArrayData, into: Set<NodeId> = new Set()): Set<NodeId> {
  if (Array.isArray(data) || isNumbers(data)) return into;
  if (isReferences(data)) {
    for (let i = 0; i < data.ids.length; i++) {
      const id = referenceAt(data, i);
      if (id !== null) into.add(id);
    }
  } else if (isRagged(data)) {
    referencedIds(data.values, into);
  } else if (isColumns(data)) {
    for (const column of data.values()) referencedIds(column, into);
  }
  return into;
}

/** A look-up of the paths of all that `values` refer to, made in one request. */
export async function pathsFor(storage: Storage, values: readonly ArrayData[]): Promise<PathOf> {
  const ids = new Set<NodeId>();
  for (const data of values) referencedIds(data, ids);
  if (ids.size === 0) return () => undefined;
  const list = [...ids];
  const paths = await storage.pathOf(list);
  const table = new Map(list.map((id, i) => [id, paths[i]]));
  return (id) => table.get(id);
}
