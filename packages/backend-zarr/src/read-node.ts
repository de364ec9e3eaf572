import {
  type ArrayData,
  allocate,
  type Dtype,
  dataEquals,
  decodeUtf8,
  dtypeFromJson,
  type Filter,
  memoryArray,
  sameShape,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Attribute, Child, DatasetNode, GroupNode, Node, Stored } from "@hdmf-ts/storage";
import { elementFill } from "./array-fill.ts";
import { ARRAY_ORIGIN } from "./array-origin.ts";
import { readAttribute, readShape } from "./attributes.ts";
import { fromBase64 } from "./base64.ts";
import { type ChunkReader, chunkReader } from "./chunk-reader.ts";
import { conventionDtype } from "./convention-dtype.ts";
import { fits } from "./convert.ts";
import { defaultFill, readFill } from "./fill-value.ts";
import { filtersFromJson } from "./filters-json.ts";
import { fromJson, isJsonArray, isJsonObject, type Json, type JsonObject } from "./json-value.ts";
import { formatJson } from "./json-write.ts";
import { readChildren } from "./links.ts";
import type { ArrayMeta, GroupMeta } from "./metadata.ts";
import type { NodeSource } from "./node-source.ts";
import { elementsOfText } from "./packed-text.ts";
import { part } from "./records.ts";
import { idOf } from "./reference-text.ts";
import { representationOf } from "./representation.ts";
import { storedFromJson } from "./stored-json.ts";
import { readValue, zarrArray } from "./zarr-array.ts";
import { hasByteOrder, readType, typeDtype, type ZarrType } from "./zarr-type.ts";

/** Attributes that mean something to the convention (reference: zarr.md A.3). */
export const RESERVED_ATTRIBUTES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "_DTYPE",
  "_LINKS",
  "_REFERENCE_FIELDS",
  "_ARRAY_DIMENSIONS",
  "zarr_dtype",
  "zarr_link",
]);

/** @throws `not-found`, `malformed`, `unsupported` for a data type that is not known. */
export async function readNode(
  source: NodeSource,
  path: string,
  options: { readonly values: boolean; readonly signal?: AbortSignal },
): Promise<Node> {
  const { table, records } = source;
  const meta = await table.get(path, options.signal);
  const record = records.get(path);
  if (meta?.kind === "group") return readGroup(source, path, meta, record, options.signal);
  if (meta?.kind === "array") return readDataset(source, path, meta, record, options);
  if (record?.get("kind") === "datatype") return readDatatype(path, record);
  throw hdmfError("not-found", `There is no object ${path}`, {
    path,
    ...(source.keys.name === undefined ? {} : { source: source.keys.name }),
  });
}

async function readGroup(
  source: NodeSource,
  path: string,
  meta: GroupMeta,
  record: JsonObject | undefined,
  signal?: AbortSignal,
): Promise<GroupNode> {
  const children: ReadonlyMap<string, Child> = await readChildren(source, path, meta.attributes, record, signal);
  return {
    kind: "group",
    id: path,
    attributes: readAttributes(path, meta.attributes, record),
    children,
    ...storedOf(storedFromJson(record?.get("stored"))),
  };
}

const storedOf = (stored: Stored | undefined): { readonly stored?: Stored } => (stored === undefined ? {} : { stored });

function readAttributes(path: string, json: JsonObject, record: JsonObject | undefined): Map<string, Attribute> {
  const recorded = part(record, "attributes");
  const attributes = new Map<string, Attribute>();
  for (const [name, value] of json) {
    if (RESERVED_ATTRIBUTES.has(name)) continue;
    const attribute =
      path === "/" && name === ".specloc" && typeof value === "string"
        ? ({ dtype: "reference", shape: [], data: { ids: [idOf(`/${value}`)] } } as const)
        : readAttribute(value, recorded.get(name));
    if (attribute !== undefined) attributes.set(name, attribute);
  }
  for (const [name, value] of recorded) {
    if (!RESERVED_ATTRIBUTES.has(name)) continue;
    const attribute = readAttribute(undefined, value);
    if (attribute !== undefined) attributes.set(name, attribute);
  }
  return attributes;
}

function readDatatype(path: string, record: JsonObject): Node {
  const dtype = dtypeFromJson(fromJson(record.get("dtype") ?? null));
  const attributes = new Map<string, Attribute>();
  for (const [name, value] of part(record, "attributes")) {
    const attribute = readAttribute(undefined, value);
    if (attribute !== undefined) attributes.set(name, attribute);
  }
  return { kind: "datatype", id: path, dtype, attributes, ...storedOf(storedFromJson(record.get("stored"))) };
}

async function readDataset(
  source: NodeSource,
  path: string,
  meta: ArrayMeta,
  found: JsonObject | undefined,
  options: { readonly values: boolean; readonly signal?: AbortSignal },
): Promise<DatasetNode> {
  const type = readType(meta.dataType, path);
  const record = fittingRecord(found, meta);
  const dtype = recordedDtype(record, type) ?? conventionDtype(type, meta.attributes);
  const { innerShape } = representationOf(dtype);
  const outer = meta.shape.slice(0, meta.shape.length - innerShape.length);
  const isNull = record?.get("shape") === null;
  const fillZarr = readFill(type, meta.fillValue, path);
  const fill = recordedFill(record, dtype) ?? elementFill(dtype, type, fillZarr);
  const filters = filtersFromJson(record?.get("filters"));
  const maxShape = readMaxShape(record?.get("maxShape"), outer.length);
  let reader: ChunkReader | undefined;
  const open = (): ChunkReader => {
    reader ??= chunkReader(source.keys, path, meta, type);
    return reader;
  };
  const array = isNull
    ? nullArray(dtype, source)
    : zarrArray(
        {
          type,
          dtype,
          shape: outer,
          innerShape,
          namedChunks: meta.chunkShape.slice(0, outer.length),
          fill,
          check: source.check,
          ...(maxShape === undefined ? {} : { maxShape }),
          ...exactTexts(record),
        },
        open,
      );
  const value = options.values && outer.length === 0 && !isNull ? await readValue(array, options.signal) : undefined;
  const stored = storedOfArray(record, type, open);
  const explicit = record?.get("fill") !== undefined || !dataEquals(typeDtype(type), fillZarr, defaultFill(type));
  const shownFilters = filters ?? physicalFilters(open);
  const dimensions = readDimensions(meta, outer.length);
  const datatype = record?.get("datatype");
  Object.defineProperty(array, ARRAY_ORIGIN, { value: { keys: source.keys, path, meta, type, fill: fillZarr } });
  return {
    kind: "dataset",
    id: path,
    attributes: readAttributes(path, meta.attributes, found),
    array,
    ...(value === undefined ? {} : { value }),
    ...(shownFilters.length === 0 ? {} : { filters: shownFilters }),
    ...(explicit ? { fillValue: { dtype, shape: [], data: fill } } : {}),
    ...(dimensions === undefined ? {} : { dimensions }),
    ...(typeof datatype === "string" ? { datatype: idOf(datatype) } : {}),
    ...storedOf(stored),
  };
}

/** The record, where the array still has the type and shape that it was written for. */
function fittingRecord(record: JsonObject | undefined, meta: ArrayMeta): JsonObject | undefined {
  const of = part(record, "of");
  const shape = readShape(of.get("shape"));
  if (shape === undefined || formatJson(of.get("data_type") ?? null, 0) !== formatJson(meta.dataType, 0))
    return undefined;
  // An array that grew is still the same array.
  const grown = shape !== null && shape.length === meta.shape.length && record?.get("shape") !== null;
  return grown || sameShape(shape, meta.shape) ? record : undefined;
}

function recordedDtype(record: JsonObject | undefined, type: ZarrType): Dtype | undefined {
  const json = record?.get("dtype");
  if (json === undefined) return undefined;
  try {
    const dtype = dtypeFromJson(fromJson(json));
    return fits(dtype, type) ? dtype : undefined;
  } catch {
    return undefined;
  }
}

/** A fill value that one cell cannot say. */
function recordedFill(record: JsonObject | undefined, dtype: Dtype): ArrayData | undefined {
  const text = record?.get("fill");
  try {
    return typeof text === "string" ? elementsOfText(dtype, text, 1) : undefined;
  } catch {
    return undefined;
  }
}

function nullArray(dtype: Dtype, source: NodeSource): DatasetNode["array"] {
  const array = memoryArray({ dtype, shape: null, data: allocate(dtype, 0) });
  return {
    ...array,
    async read(selection, options) {
      source.check();
      return array.read(selection, options);
    },
  };
}

function readMaxShape(json: Json | undefined, rank: number): readonly (number | null)[] | undefined {
  if (!isJsonArray(json) || json.length !== rank) return undefined;
  const lengths = json.map((length) => (length === null ? null : Number(length)));
  return lengths.every((length) => length === null || Number.isSafeInteger(length)) ? lengths : undefined;
}

function readDimensions(meta: ArrayMeta, rank: number): readonly (string | null)[] | undefined {
  const labels = meta.attributes.get("_ARRAY_DIMENSIONS");
  if (
    isJsonArray(labels) &&
    labels.length === rank &&
    labels.every((label) => label === null || typeof label === "string")
  )
    return labels as readonly (string | null)[];
  return meta.dimensionNames?.slice(0, rank);
}

function physicalFilters(open: () => ChunkReader): readonly Filter[] {
  try {
    return open().codec.filters;
  } catch {
    return [];
  }
}

function storedOfArray(record: JsonObject | undefined, type: ZarrType, open: () => ChunkReader): Stored | undefined {
  const text = type.kind === "bytes-text" ? { text: { length: type.size, padding: "nullpad" as const } } : {};
  let big = false;
  try {
    big = hasByteOrder(type) && open().codec.order === "big";
  } catch {
    // Codecs that are not known are told when the elements are read.
  }
  const stored: Stored = { ...text, ...(big ? { byteOrder: "big" } : {}), ...storedFromJson(record?.get("stored")) };
  return Object.keys(stored).length === 0 ? undefined : stored;
}

function exactTexts(record: JsonObject | undefined): { readonly exact?: ReadonlyMap<number, string> } {
  const texts = record?.get("text");
  if (!isJsonObject(texts)) return {};
  const exact = new Map<number, string>();
  for (const [index, text] of texts) {
    const bytes = typeof text === "string" ? fromBase64(text) : undefined;
    if (bytes !== undefined && /^\d+$/.test(index)) exact.set(Number(index), decodeUtf8(bytes));
  }
  return { exact };
}
