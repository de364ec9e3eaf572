import {
  type ArrayData,
  allocate,
  bytesFromNumbers,
  decodeUtf8,
  type NumberArray,
  numbersFromBytes,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { fromBase64 } from "./base64.ts";
import { readCells } from "./cells.ts";
import { isJsonArray, isJsonObject, type Json } from "./json-value.ts";
import { itemSize, typeDtype, type ZarrType } from "./zarr-type.ts";

const NAT: bigint = -(2n ** 63n);

/** The element that was never written: the zero of the type, or "not a time". */
export function defaultFill(type: ZarrType): ArrayData {
  if (type.kind === "time" && type.name === "datetime64") return new BigInt64Array([NAT]);
  return allocate(typeDtype(type), 1);
}

/**
 * Reads a `fill_value` as one element; `null` is the default.
 * @throws `malformed` for what is no value of the type.
 */
export function readFill(type: ZarrType, json: Json, path: string): ArrayData {
  const bad = (): never => {
    throw hdmfError("malformed", `The fill value of ${path} is no ${type.kind}`, { path });
  };
  if (json === null) return defaultFill(type);
  switch (type.kind) {
    case "number":
      return readNumber(type.name, json) ?? bad();
    case "bool":
      return typeof json === "boolean" || json === 0n || json === 1n ? new Uint8Array([Number(json)]) : bad();
    case "complex": {
      if (!isJsonArray(json) || json.length !== 2) return bad();
      const parts = json.map((part) => readNumber(type.base, part) ?? bad());
      const result = type.base === "float32" ? new Float32Array(2) : new Float64Array(2);
      for (const [i, part] of parts.entries()) result.set(part as Float64Array, i);
      return result;
    }
    case "time": {
      const count = json === "NaT" ? NAT : json;
      if (typeof count !== "bigint" || BigInt.asIntN(64, count) !== count) return bad();
      if (type.name === "datetime64") return new BigInt64Array([count]);
      return { bytes: bytesFromNumbers("int64", new BigInt64Array([count])), itemSize: 8 };
    }
    case "string":
    case "utf32":
      return typeof json === "string" ? [json] : json === 0n ? [""] : bad();
    case "bytes-text":
      return [decodeUtf8(fromText(json) ?? bad())];
    case "raw": {
      const bytes = fromText(json) ?? bad();
      return bytes.length === type.size ? { bytes, itemSize: type.size } : bad();
    }
    case "vlen-bytes": {
      const values = fromText(json) ?? bad();
      return { values, offsets: Uint32Array.of(0, values.length) };
    }
    case "struct": {
      if (isJsonObject(json))
        return new Map(
          type.fields.map((field) => [field.name, readFill(field.type, json.get(field.name) ?? null, path)] as const),
        );
      const cell = fromText(json) ?? (json === 0n ? new Uint8Array(itemSize(type) ?? 0) : bad());
      return cell.length === itemSize(type) ? readCells(type, cell, 1, { order: "little" }) : bad();
    }
  }
}

function readNumber(name: (ZarrType & { kind: "number" })["name"], json: Json): NumberArray | undefined {
  const size = itemSize({ kind: "number", name }) ?? 1;
  if (name.startsWith("float")) {
    if (typeof json === "string" && new RegExp(`^0x[0-9a-fA-F]{${size * 2}}$`).test(json)) {
      const bytes = Uint8Array.from({ length: size }, (_, i) => Number.parseInt(json.slice(2 + 2 * i, 4 + 2 * i), 16));
      return numbersFromBytes(name, bytes, 1, { byteOrder: "big" });
    }
    const value =
      typeof json === "number"
        ? json
        : typeof json === "bigint"
          ? Number(json)
          : json === "NaN" || json === "Infinity" || json === "-Infinity"
            ? Number(json)
            : undefined;
    return value === undefined ? undefined : name === "float64" ? Float64Array.of(value) : Float32Array.of(value);
  }
  const value = typeof json === "number" && Number.isInteger(json) ? BigInt(json) : json;
  if (typeof value !== "bigint") return undefined;
  const fits = name.startsWith("u") ? BigInt.asUintN(size * 8, value) : BigInt.asIntN(size * 8, value);
  if (fits !== value) return undefined;
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
  return numbersFromBytes(name, bytes, 1);
}

function fromText(json: Json): Uint8Array | undefined {
  if (typeof json === "string") return fromBase64(json);
  if (isJsonArray(json) && json.every((byte) => typeof byte === "bigint" && byte >= 0n && byte < 256n))
    return Uint8Array.from(json, Number);
  return undefined;
}
