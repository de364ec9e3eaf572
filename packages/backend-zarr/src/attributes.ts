import {
  type ArrayData,
  type Bytes,
  type Columns,
  type Dtype,
  dataEquals,
  dtypeFromJson,
  dtypeToJson,
  elementCount,
  isCompound,
  type NodeId,
  type NumberArray,
  type Ragged,
  type References,
  referenceAt,
  type Shape,
  sameDtype,
  sameShape,
  sliceData,
} from "@hdmf-ts/array";
import type { Attribute } from "@hdmf-ts/storage";
import { inferAttribute, typedAttribute } from "./attribute-values.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { fromJson, isJsonObject, type Json, type JsonObject, jsonObject, toJson } from "./json-value.ts";
import { formatJson } from "./json-write.ts";
import { packElements, unpackElements } from "./pack.ts";
import { type PathOfId, placeJson } from "./reference-text.ts";
import { storedFromJson, storedToJson } from "./stored-json.ts";
import { replaced } from "./zarr-array.ts";

/** An attribute as the store has it, and its record where that says less. */
export interface AttributeForms {
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

/** The attribute that a store and its record give; a record that does not fit the value is ignored. `json` is absent for a hidden one. */
export function readAttribute(json: Json | undefined, record: Json | undefined): Attribute | undefined {
  const recorded = isJsonObject(record) ? fromRecord(json, record) : undefined;
  return recorded ?? (json === undefined ? undefined : inferAttribute(json));
}

function fromRecord(json: Json | undefined, record: JsonObject): Attribute | undefined {
  try {
    const dtype = dtypeFromJson(fromJson(record.get("dtype") ?? null));
    const shape = readShape(record.get("shape"));
    if (shape === undefined) return undefined;
    const value = recordedValue(json, record, dtype, shape);
    if (value === undefined) return undefined;
    const stored = storedFromJson(record.get("stored"));
    const datatype = record.get("datatype");
    return {
      ...value,
      ...(stored === undefined ? {} : { stored }),
      ...(typeof datatype === "string" ? { datatype } : {}),
    };
  } catch {
    return undefined;
  }
}

function recordedValue(json: Json | undefined, record: JsonObject, dtype: Dtype, shape: Shape): Attribute | undefined {
  const data = record.get("data");
  if (typeof data !== "string" || shape === null) return typedAttribute(json ?? null, dtype, shape);
  if (json !== undefined && record.get("of") !== fingerprint(json)) return undefined;
  const bytes = fromBase64(data);
  if (bytes === undefined) return undefined;
  const count = elementCount(shape);
  // Four bytes a length, then the element: each costs at least its length.
  if (count * 4 > bytes.length) return undefined;
  const view = new DataView(bytes.buffer);
  const offsets = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) offsets[i + 1] = (offsets[i] ?? 0) + view.getUint32(4 * i, true);
  const values = bytes.subarray(4 * count);
  return values.length === offsets[count]
    ? { dtype, shape, data: unpackElements(dtype, { values, offsets }) }
    : undefined;
}

function packedText(dtype: Dtype, data: ArrayData, count: number, pathOf: PathOfId): string {
  const { values, offsets } = packElements(dtype, data, count, pathOf);
  const bytes = new Uint8Array(4 * count + (values as Uint8Array).length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i++) view.setUint32(4 * i, (offsets[i + 1] ?? 0) - (offsets[i] ?? 0), true);
  bytes.set(values as Uint8Array, 4 * count);
  return toBase64(bytes);
}

export function readShape(json: Json | undefined): Shape | undefined {
  if (json === null) return null;
  if (!Array.isArray(json) || json.length > 64) return undefined;
  const shape = (json as readonly Json[]).map((length) => (typeof length === "bigint" ? Number(length) : -1));
  return shape.every((length) => Number.isSafeInteger(length) && length >= 0) ? shape : undefined;
}

/** A short text that differs where the values differ (FNV-1a, 53 bits of it in two halves). */
function fingerprint(json: Json): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (const letter of formatJson(json, 0)) {
    const code = letter.codePointAt(0) ?? 0;
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  return (a >>> 0).toString(16).padStart(8, "0") + (b >>> 0).toString(16).padStart(8, "0");
}

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
