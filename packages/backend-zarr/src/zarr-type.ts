import type { Dtype, FloatName, IntegerName } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { isJsonArray, isJsonObject, type Json, type JsonObject, jsonObject } from "./json-value.ts";
import { named } from "./metadata.ts";

/** A `data_type` of Zarr v3 (reference: zarr.md A.2). */
export type ZarrType =
  | { readonly kind: "number"; readonly name: IntegerName | FloatName }
  | { readonly kind: "bool" }
  | { readonly kind: "complex"; readonly base: "float32" | "float64" }
  | {
      readonly kind: "time";
      readonly name: "datetime64" | "timedelta64";
      readonly unit: string;
      readonly scale: number;
    }
  /** `null_terminated_bytes`. */
  | { readonly kind: "bytes-text"; readonly size: number }
  | { readonly kind: "raw"; readonly size: number }
  /** `fixed_length_utf32`; `size` in bytes, four a character. */
  | { readonly kind: "utf32"; readonly size: number }
  | { readonly kind: "string" }
  | { readonly kind: "vlen-bytes" }
  | { readonly kind: "struct"; readonly fields: readonly StructField[] };

export interface StructField {
  readonly name: string;
  readonly type: ZarrType;
}

const NUMBERS: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ["int8", 1],
  ["uint8", 1],
  ["int16", 2],
  ["uint16", 2],
  ["float16", 2],
  ["int32", 4],
  ["uint32", 4],
  ["float32", 4],
  ["int64", 8],
  ["uint64", 8],
  ["float64", 8],
]);
const MAX_CELL = 64 * 1024 * 1024;

/**
 * Reads a `data_type`.
 * @throws `unsupported` for a type that is not known, `malformed` for a known one without what it needs.
 */
export function readType(json: Json, path: string, depth = 0): ZarrType {
  const [name, configuration] = named(json);
  const bad = (what: string): never => {
    throw hdmfError("malformed", `The data type ${name ?? ""} of ${path} is damaged: ${what}`, { path });
  };
  if (name === undefined) return bad("it has no name");
  if (depth > 16) throw hdmfError("limit", `The data type of ${path} is nested too deeply`, { path });
  const size = (): number => {
    const length = Number(configuration.get("length_bytes") ?? -1);
    return Number.isInteger(length) && length >= 0 && length <= MAX_CELL ? length : bad("length_bytes is no length");
  };
  if (NUMBERS.has(name)) return { kind: "number", name: name as IntegerName | FloatName };
  switch (name) {
    case "bool":
      return { kind: "bool" };
    case "complex64":
      return { kind: "complex", base: "float32" };
    case "complex128":
      return { kind: "complex", base: "float64" };
    case "numpy.datetime64":
    case "numpy.timedelta64": {
      const unit = configuration.get("unit");
      const scale = Number(configuration.get("scale_factor") ?? 1n);
      if (typeof unit !== "string" || !Number.isInteger(scale)) return bad("it has no unit");
      return { kind: "time", name: name === "numpy.datetime64" ? "datetime64" : "timedelta64", unit, scale };
    }
    case "null_terminated_bytes":
      return { kind: "bytes-text", size: size() };
    case "raw_bytes":
      return { kind: "raw", size: size() };
    case "fixed_length_utf32":
      return size() % 4 === 0 ? { kind: "utf32", size: size() } : bad("length_bytes is no multiple of 4");
    case "string":
      return { kind: "string" };
    case "variable_length_bytes":
    case "bytes":
      return { kind: "vlen-bytes" };
    case "struct":
    case "structured":
      return readStruct(configuration, path, depth) ?? bad("its fields are no list of names and types");
  }
  if (/^r\d+$/.test(name) && Number(name.slice(1)) % 8 === 0 && Number(name.slice(1)) / 8 <= MAX_CELL)
    return { kind: "raw", size: Number(name.slice(1)) / 8 };
  throw hdmfError("unsupported", `The data type ${name} of ${path} is not supported`, { path });
}

function readStruct(configuration: JsonObject, path: string, depth: number): ZarrType | undefined {
  const list = configuration.get("fields");
  if (!isJsonArray(list) || list.length > 4096) return undefined;
  const fields: StructField[] = [];
  for (const item of list) {
    const [name, type] = isJsonArray(item)
      ? [item[0], item[1]]
      : isJsonObject(item)
        ? [item.get("name"), item.get("data_type")]
        : [];
    if (typeof name !== "string" || type === undefined || fields.some((field) => field.name === name)) return undefined;
    fields.push({ name, type: readType(type, path, depth + 1) });
  }
  const type: ZarrType = { kind: "struct", fields };
  if ((itemSize(type) ?? 0) > MAX_CELL) throw hdmfError("limit", `The cells of ${path} are too large`, { path });
  return fields.some((field) => itemSize(field.type) === undefined) ? undefined : type;
}

/** A `data_type` as zarr-python writes it. */
export function typeJson(type: ZarrType): Json {
  const configured = (name: string, entries: readonly (readonly [string, Json])[]): Json =>
    jsonObject([
      ["name", name],
      ["configuration", jsonObject(entries)],
    ]);
  switch (type.kind) {
    case "number":
      return type.name;
    case "bool":
    case "string":
      return type.kind;
    case "complex":
      return type.base === "float32" ? "complex64" : "complex128";
    case "time":
      return configured(`numpy.${type.name}`, [
        ["unit", type.unit],
        ["scale_factor", BigInt(type.scale)],
      ]);
    case "bytes-text":
      return configured("null_terminated_bytes", [["length_bytes", BigInt(type.size)]]);
    case "raw":
      return configured("raw_bytes", [["length_bytes", BigInt(type.size)]]);
    case "utf32":
      return configured("fixed_length_utf32", [["length_bytes", BigInt(type.size)]]);
    case "vlen-bytes":
      return "variable_length_bytes";
    case "struct":
      return configured("struct", [
        [
          "fields",
          type.fields.map((field) =>
            jsonObject([
              ["name", field.name],
              ["data_type", typeJson(field.type)],
            ]),
          ),
        ],
      ]);
  }
}

/** Bytes a cell; `undefined` for text and bytes of varying length. */
export function itemSize(type: ZarrType): number | undefined {
  switch (type.kind) {
    case "number":
      return NUMBERS.get(type.name) ?? 1;
    case "bool":
      return 1;
    case "complex":
      return type.base === "float32" ? 8 : 16;
    case "time":
      return 8;
    case "bytes-text":
    case "raw":
    case "utf32":
      return type.size;
    case "string":
    case "vlen-bytes":
      return undefined;
    case "struct": {
      let size = 0;
      for (const field of type.fields) size += itemSize(field.type) ?? 0;
      return size;
    }
  }
}

/** Whether the order of bytes matters, that is whether the `bytes` codec says it. */
export const hasByteOrder = (type: ZarrType): boolean =>
  type.kind === "struct"
    ? true
    : type.kind === "number"
      ? (itemSize(type) ?? 1) > 1
      : type.kind === "complex" || type.kind === "time" || type.kind === "utf32";

/** The dtype of what {@link ZarrType} data is in memory, before anything else that is known of the dataset. */
export function typeDtype(type: ZarrType): Dtype {
  switch (type.kind) {
    case "number":
      return type.name;
    case "bool":
      return "bool";
    case "complex":
      return { complex: type.base };
    case "time": {
      const unit = type.scale === 1 ? type.unit : `${type.scale}${type.unit}`;
      return type.name === "datetime64"
        ? { datetime64: unit }
        : { opaque: 8, tag: `NUMPY:<m8${unit === "generic" ? "" : `[${unit}]`}` };
    }
    case "bytes-text":
      return "ascii";
    case "raw":
      return { opaque: type.size };
    case "utf32":
    case "string":
      return "utf8";
    case "vlen-bytes":
      return { vlen: "uint8" };
    case "struct":
      return type.fields.map((field) => ({ name: field.name, dtype: typeDtype(field.type) }));
  }
}
