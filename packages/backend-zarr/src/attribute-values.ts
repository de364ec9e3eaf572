import { type ArrayData, allocate, type Dtype, elementCount, type NumberArray, type Shape } from "@hdmf-ts/array";
import type { Attribute } from "@hdmf-ts/storage";
import { isJsonArray, isJsonObject, type Json } from "./json-value.ts";
import { formatJson } from "./json-write.ts";
import { idOf, placeOf } from "./reference-text.ts";

/**
 * An attribute as its JSON says it: text is utf8, whole numbers are int64 (uint64 beyond), numbers float64, `_REFERENCE` a reference,
 * regular lists arrays, an empty list a float64 one (as hdmf writes them in HDF5), null a null space. What is none of these,
 * an object or an irregular list, is its JSON as text.
 */
export function inferAttribute(json: Json): Attribute {
  if (json === null) return { dtype: "float64", shape: null, data: new Float64Array(0) };
  const shape: number[] = [];
  for (let item: Json | undefined = json; isJsonArray(item); item = item[0]) shape.push(item.length);
  const leaves = flatten(json, shape);
  const dtype = leaves && (leaves.length === 0 ? "float64" : commonType(leaves));
  const data = dtype && leaves && leafData(dtype, leaves);
  if (dtype !== undefined && data !== undefined) return { dtype, shape, data };
  return { dtype: "utf8", shape: [], data: [formatJson(json, 0)] };
}

/** An attribute of a known type; `undefined` where the JSON is no such value. */
export function typedAttribute(json: Json, dtype: Dtype, shape: Shape): Attribute | undefined {
  if (shape === null) {
    const empty = json === null || (isJsonArray(json) && json.length === 0);
    return empty ? { dtype, shape, data: allocate(dtype, 0) } : undefined;
  }
  const leaves = flatten(json, shape);
  const data = leaves && leafData(dtype, leaves);
  return data && { dtype, shape, data };
}

function flatten(json: Json, shape: readonly number[]): readonly Json[] | undefined {
  const count = elementCount(shape);
  if (count > 1e8) return undefined;
  let level: readonly Json[] = [json];
  for (const length of shape) {
    const next: Json[] = [];
    for (const item of level) {
      if (!isJsonArray(item) || item.length !== length) return undefined;
      for (const part of item) next.push(part);
    }
    level = next;
  }
  return level;
}

function commonType(leaves: readonly Json[]): Dtype | undefined {
  if (leaves.every((leaf) => typeof leaf === "string")) return "utf8";
  if (leaves.every((leaf) => typeof leaf === "boolean")) return "bool";
  if (leaves.every((leaf) => referencePlace(leaf) !== undefined)) return "reference";
  if (leaves.every((leaf) => typeof leaf === "bigint")) {
    if (leaves.every((leaf) => BigInt.asIntN(64, leaf) === leaf)) return "int64";
    return leaves.every((leaf) => BigInt.asUintN(64, leaf) === leaf) ? "uint64" : undefined;
  }
  return leaves.every((leaf) => typeof leaf === "number" || typeof leaf === "bigint") ? "float64" : undefined;
}

function referencePlace(leaf: Json): { source: string; path: string } | undefined {
  return isJsonObject(leaf) && leaf.size === 1 ? placeOf(leaf.get("_REFERENCE")) : undefined;
}

function leafData(dtype: Dtype, leaves: readonly Json[]): ArrayData | undefined {
  if (typeof dtype === "object" && "enum" in dtype) return leafData(dtype.base, leaves);
  switch (dtype) {
    case "utf8":
    case "ascii":
      return leaves.every((leaf) => typeof leaf === "string") ? leaves : undefined;
    case "bool":
      return leaves.every((leaf) => typeof leaf === "boolean") ? Uint8Array.from(leaves, Number) : undefined;
    case "reference":
      return referenceData(leaves);
    case "float16":
    case "float32":
      return floats(leaves, new Float32Array(leaves.length));
    case "float64":
      return floats(leaves, new Float64Array(leaves.length));
    case "int8":
      return integers(leaves, new Int8Array(leaves.length));
    case "uint8":
      return integers(leaves, new Uint8Array(leaves.length));
    case "int16":
      return integers(leaves, new Int16Array(leaves.length));
    case "uint16":
      return integers(leaves, new Uint16Array(leaves.length));
    case "int32":
      return integers(leaves, new Int32Array(leaves.length));
    case "uint32":
      return integers(leaves, new Uint32Array(leaves.length));
    case "int64":
      return integers(leaves, new BigInt64Array(leaves.length));
    case "uint64":
      return integers(leaves, new BigUint64Array(leaves.length));
    default:
      return undefined;
  }
}

function referenceData(leaves: readonly Json[]): ArrayData | undefined {
  const outside = new Map<number, { source: string; path: string }>();
  const ids: string[] = [];
  for (const [i, leaf] of leaves.entries()) {
    const place = referencePlace(leaf);
    if (place === undefined && leaf !== null && leaf !== "") return undefined;
    if (place !== undefined && place.source !== ".") outside.set(i, place);
    ids.push(place?.source === "." ? idOf(place.path) : "");
  }
  return outside.size === 0 ? { ids } : { ids, outside };
}

/** Numbers that the type holds exactly. */
function floats(leaves: readonly Json[], data: Float32Array | Float64Array): NumberArray | undefined {
  for (const [i, leaf] of leaves.entries()) {
    if (typeof leaf !== "number" && typeof leaf !== "bigint") return undefined;
    data[i] = Number(leaf);
    if (!Object.is(data[i], Number(leaf))) return undefined;
  }
  return data;
}

function integers(leaves: readonly Json[], data: NumberArray): NumberArray | undefined {
  for (const [i, leaf] of leaves.entries()) {
    if (typeof leaf !== "bigint") return undefined;
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[i] = leaf;
    else data[i] = Number(leaf);
    if (BigInt(data[i] ?? 0) !== leaf) return undefined;
  }
  return data;
}
