import {
  type ArrayData,
  type Bytes,
  bytesFromNumbers,
  type Columns,
  encodeUtf8,
  type NumberArray,
  numbersFromBytes,
  type Ragged,
} from "@hdmf-ts/array";
import { toBase64 } from "./base64.ts";
import { defaultFill } from "./fill-value.ts";
import { type Json, jsonObject } from "./json-value.ts";
import { writeCells } from "./write-cells.ts";
import type { ZarrType } from "./zarr-type.ts";
/** The first element of `data` as a `fill_value`. */
export function fillJson(type: ZarrType, data: ArrayData): Json {
  switch (type.kind) {
    case "number": {
      const value = (data as NumberArray)[0] ?? 0;
      if (typeof value === "bigint") return value;
      return type.name.startsWith("float") ? floatJson(type.name as "float32", value) : BigInt(value);
    }
    case "bool":
      return (data as Uint8Array)[0] !== 0;
    case "complex":
      return [...(data as Float64Array).subarray(0, 2)].map((part) => floatJson(type.base, part));
    case "time":
      return type.name === "datetime64"
        ? ((data as BigInt64Array)[0] ?? -(2n ** 63n))
        : ((numbersFromBytes("int64", (data as Bytes).bytes, 1) as BigInt64Array)[0] ?? 0n);
    case "string":
    case "utf32":
      return ((data as readonly string[])[0] ?? "").replace(/[\ud800-\udfff]/gu, "\ufffd");
    case "bytes-text":
      return toBase64(encodeUtf8((data as readonly string[])[0] ?? ""));
    case "raw": {
      const cell = new Uint8Array(type.size);
      writeCells(type, data, 1, cell, { order: "little" });
      return toBase64(cell);
    }
    case "vlen-bytes":
      return toBase64((data as Ragged).values as Uint8Array);
    case "struct":
      return jsonObject(
        type.fields.map((field) => [
          field.name,
          fillJson(field.type, (data as Columns).get(field.name) ?? defaultFill(field.type)),
        ]),
      );
  }
}

function floatJson(name: "float16" | "float32" | "float64", value: number): Json {
  if (value === Number.POSITIVE_INFINITY) return "Infinity";
  if (value === Number.NEGATIVE_INFINITY) return "-Infinity";
  if (!Number.isNaN(value)) return value;
  const data = name === "float64" ? new Float64Array([value]) : new Float32Array([value]);
  const hex = [...bytesFromNumbers(name, data, { byteOrder: "big" })].map((byte) => byte.toString(16).padStart(2, "0"));
  return /^7(ff8|fc0|e0)0*$/.test(hex.join("")) ? "NaN" : `0x${hex.join("")}`;
}
