import {
  type ArrayData,
  type Bytes,
  type Columns,
  type Dtype,
  dataEquals,
  dtypeToJson,
  elementCount,
  isCompound,
  type NodeId,
  type NumberArray,
  type Ragged,
  type References,
  referenceAt,
  sameDtype,
  sameShape,
  sliceData,
} from "@hdmf-ts/array";
import type { Attribute } from "@hdmf-ts/storage";
import { inferAttribute, typedAttribute } from "./attribute-values.ts";
import { fingerprint } from "./attributes.ts";
import { toBase64 } from "./base64.ts";
import { type Json, type JsonObject, jsonObject, toJson } from "./json-value.ts";
import { packedText } from "./packed-text.ts";
import { type PathOfId, placeJson } from "./reference-text.ts";
import { storedToJson } from "./stored-json.ts";
import { replaced } from "./zarr-array.ts";

/** An attribute as the store has it, and its record where that says less. */
interface AttributeForms {
  readonly json: Json;
  readonly record?: JsonObject;
}

/** @param datatypePath The path of a committed datatype. */
export function attributeForms(
  attribute: Attribute,
  pathOf: PathOfId,
  datatypePath: (id: NodeId) => string | undefined,
): AttributeForms {
  const { dtype, shape, data, stored, datatype } = attribute;
  // Never null: hdmf-zarr refuses a store with a null attribute.
  const json = shape === null ? [] : nest(leaves(dtype, data, elementCount(shape), pathOf), shape);
  const storedJson = stored === undefined ? undefined : storedToJson(stored);
  const path = datatype === undefined ? undefined : datatypePath(datatype);
  const local = withPaths(attribute, pathOf);
  const plain = storedJson === undefined && path === undefined;
  if (plain && sameValue(inferAttribute(json), local)) return { json };
  const typed = typedAttribute(json, dtype, shape);
  const exact = typed !== undefined && sameValue(typed, local);
  return {
    json,
    record: jsonObject([
      ["dtype", toJson(dtypeToJson(dtype))],
      ["shape", shape === null ? null : shape.map(BigInt)],
      ["stored", storedJson],
      ["datatype", path],
      ["data", exact || shape === null ? undefined : packedText(dtype, data, elementCount(shape), pathOf)],
      ["of", exact || shape === null ? undefined : fingerprint(json)],
    ]),
  };
}

/** An attribute whose name means something else in the store: all of it is in the record. */
export const hiddenAttribute = (attribute: Attribute, pathOf: PathOfId): JsonObject =>
  jsonObject([
    ["dtype", toJson(dtypeToJson(attribute.dtype))],
    ["shape", attribute.shape === null ? null : attribute.shape.map(BigInt)],
    ["stored", attribute.stored === undefined ? undefined : storedToJson(attribute.stored)],
    [
      "data",
      attribute.shape === null
        ? undefined
        : packedText(attribute.dtype, attribute.data, elementCount(attribute.shape), pathOf),
    ],
  ]);

const sameValue = (a: Attribute, b: Attribute): boolean =>
  sameDtype(a.dtype, b.dtype) &&
  sameShape(a.shape, b.shape) &&
  (a.shape === null || dataEquals(a.dtype, a.data, b.data));

/** The same attribute as a reader of the store will see it: references by their paths. */
function withPaths(attribute: Attribute, pathOf: PathOfId): Attribute {
  if (attribute.dtype !== "reference") return attribute;
  const references = attribute.data as References;
  const ids = Array.from({ length: references.ids.length }, (_, i) => {
    const id = referenceAt(references, i);
    return id === null ? "" : pathOf(id);
  });
  const { outside } = references;
  return { ...attribute, data: outside === undefined || outside.size === 0 ? { ids } : { ids, outside } };
}

function nest(items: readonly Json[], shape: readonly number[]): Json {
  if (shape.length === 0) return items[0] ?? null;
  const [length = 0, ...rest] = shape;
  const size = elementCount(rest);
  return Array.from({ length }, (_, i) => nest(items.slice(i * size, (i + 1) * size), rest));
}

/** Elements as JSON, as near to what they are as JSON can be. */
function leaves(dtype: Dtype, data: ArrayData, count: number, pathOf: PathOfId): Json[] {
  const each = (leaf: (index: number) => Json): Json[] => Array.from({ length: count }, (_, i) => leaf(i));
  if (dtype === "utf8" || dtype === "ascii") return each((i) => replaced((data as readonly string[])[i] ?? ""));
  if (dtype === "bool") return each((i) => (data as Uint8Array)[i] !== 0);
  if (dtype === "reference" || dtype === "region")
    return each((i) => {
      const outside = (data as References).outside?.get(i);
      const id = referenceAt(data as References, i);
      if (id === null && outside === undefined) return "";
      return jsonObject([["_REFERENCE", placeJson(outside?.source ?? ".", outside?.path ?? pathOf(id as NodeId))]]);
    });
  if (typeof dtype === "string") {
    const float = dtype.startsWith("float");
    return each((i) => {
      const value = (data as NumberArray)[i] ?? 0;
      return float ? Number(value) : BigInt(value);
    });
  }
  if (isCompound(dtype)) {
    const columns = dtype.map((field) => leaves(field.dtype, (data as Columns).get(field.name) ?? [], count, pathOf));
    return each((i) => columns.map((column) => column[i] ?? null));
  }
  if ("enum" in dtype) return leaves(dtype.base, data, count, pathOf);
  if ("datetime64" in dtype) return leaves("int64", data, count, pathOf);
  if ("complex" in dtype)
    return each((i) => [(data as Float64Array)[2 * i] ?? 0, (data as Float64Array)[2 * i + 1] ?? 0]);
  if ("array" in dtype) {
    const members = elementCount(dtype.array);
    const flat = leaves(dtype.base, data, count * members, pathOf);
    return each((i) => nest(flat.slice(i * members, (i + 1) * members), dtype.array));
  }
  if ("vlen" in dtype) {
    const { values, offsets } = data as Ragged;
    return each((i) => {
      const [start, stop] = [offsets[i] ?? 0, offsets[i + 1] ?? 0];
      return leaves(dtype.vlen, sliceData(dtype.vlen, values, start, stop), stop - start, pathOf);
    });
  }
  const { bytes, itemSize } = data as Bytes;
  return each((i) => toBase64(bytes.subarray(i * itemSize, (i + 1) * itemSize)));
}
