import { type Dtype, dtypeFromJson, elementCount, type Shape } from "@hdmf-ts/array";
import type { Attribute } from "@hdmf-ts/storage";
import { inferAttribute, typedAttribute } from "./attribute-values.ts";
import { fromJson, isJsonObject, type Json, type JsonObject } from "./json-value.ts";
import { formatJson } from "./json-write.ts";
import { elementsOfText } from "./packed-text.ts";
import { storedFromJson } from "./stored-json.ts";

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
  const elements = elementsOfText(dtype, data, elementCount(shape));
  return elements && { dtype, shape, data: elements };
}

export function readShape(json: Json | undefined): Shape | undefined {
  if (json === null) return null;
  if (!Array.isArray(json) || json.length > 64) return undefined;
  const shape = (json as readonly Json[]).map((length) => (typeof length === "bigint" ? Number(length) : -1));
  return shape.every((length) => Number.isSafeInteger(length) && length >= 0) ? shape : undefined;
}

/** A short text that differs where the values differ (FNV-1a, 53 bits of it in two halves). */
export function fingerprint(json: Json): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (const letter of formatJson(json, 0)) {
    const code = letter.codePointAt(0) ?? 0;
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  return (a >>> 0).toString(16).padStart(8, "0") + (b >>> 0).toString(16).padStart(8, "0");
}
