import { hdmfError } from "@hdmf-ts/errors";
import { asLengths, isJsonArray, isJsonObject, type Json, type JsonObject, jsonObject } from "./json-value.ts";

/** A codec of `zarr.json`. */
export interface CodecMeta {
  readonly name: string;
  readonly configuration: JsonObject;
}

export interface GroupMeta {
  readonly kind: "group";
  readonly attributes: JsonObject;
}

export interface ArrayMeta {
  readonly kind: "array";
  readonly attributes: JsonObject;
  readonly shape: readonly number[];
  readonly dataType: Json;
  readonly chunkShape: readonly number[];
  readonly keyEncoding: { readonly name: "default" | "v2"; readonly separator: "/" | "." };
  /** Turns chunk coordinates into the end of a key. */
  readonly chunkKey: (coordinates: readonly number[]) => string;
  readonly fillValue: Json;
  readonly codecs: readonly CodecMeta[];
  readonly dimensionNames?: readonly (string | null)[];
}

export type NodeMeta = GroupMeta | ArrayMeta;

const EMPTY: JsonObject = /* @__PURE__ */ new Map();

/**
 * Reads the contents of a `zarr.json`.
 * @throws `malformed` for what breaks the rules of Zarr v3, `unsupported` for an extension that is not known here.
 */
export function readMetadata(json: Json, path: string): NodeMeta {
  const bad = (what: string): never => {
    throw hdmfError("malformed", `The zarr.json of ${path} is damaged: ${what}`, { path });
  };
  if (!isJsonObject(json)) return bad("it is no object");
  if (json.get("zarr_format") !== 3n) return bad("zarr_format is not 3");
  const attributes = json.get("attributes") ?? EMPTY;
  if (!isJsonObject(attributes)) return bad("attributes is no object");
  const kind = json.get("node_type");
  if (kind === "group") return { kind, attributes };
  if (kind !== "array") return bad("node_type is neither group nor array");
  checkExtensions(json, path);
  const shape = asLengths(json.get("shape"));
  const [gridName, grid] = named(json.get("chunk_grid"));
  if (gridName !== "regular" && gridName !== undefined)
    throw hdmfError("unsupported", `The chunk grid ${gridName} of ${path} is not supported`, { path });
  const chunkShape = asLengths(grid.get("chunk_shape"));
  const dataType = json.get("data_type");
  if (shape === undefined) return bad("shape is no list of lengths");
  if (chunkShape === undefined || chunkShape.length !== shape.length || chunkShape.includes(0))
    return bad("chunk_shape does not fit the shape");
  if (dataType === undefined) return bad("data_type is missing");
  const codecs = readCodecs(json.get("codecs"));
  if (codecs === undefined) return bad("codecs is no list of codecs");
  const names = json.get("dimension_names");
  const dimensionNames =
    isJsonArray(names) &&
    names.length === shape.length &&
    names.every((name) => name === null || typeof name === "string")
      ? (names as readonly (string | null)[])
      : undefined;
  return {
    kind,
    attributes,
    shape,
    dataType,
    chunkShape,
    ...readChunkKey(json.get("chunk_key_encoding"), path),
    fillValue: json.get("fill_value") ?? null,
    codecs,
    ...(dimensionNames === undefined ? {} : { dimensionNames }),
  };
}

/** A list of codecs, each a name or an object with name and configuration; `undefined` for anything else. */
export function readCodecs(json: Json | undefined): CodecMeta[] | undefined {
  if (!isJsonArray(json) || json.length > 64) return undefined;
  const codecs = json.map((item) => {
    const [name, configuration] = named(item);
    return name === undefined ? undefined : { name, configuration };
  });
  return codecs.every((codec) => codec !== undefined) ? codecs : undefined;
}

/** A codec as `zarr.json` has it. */
export const codecJson = ({ name, configuration }: CodecMeta): Json =>
  jsonObject([
    ["name", name],
    [
      "configuration",
      configuration.size === 0 && name !== "vlen-utf8" && name !== "vlen-bytes" && !name.startsWith("numcodecs.")
        ? undefined
        : configuration,
    ],
  ]);

/** Name and configuration of an extension point, which may be a name alone. */
export function named(json: Json | undefined): readonly [string | undefined, JsonObject] {
  if (typeof json === "string") return [json, EMPTY];
  if (!isJsonObject(json)) return [undefined, EMPTY];
  const name = json.get("name");
  const configuration = json.get("configuration") ?? EMPTY;
  return [typeof name === "string" ? name : undefined, isJsonObject(configuration) ? configuration : EMPTY];
}

const KNOWN: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "zarr_format",
  "node_type",
  "attributes",
  "shape",
  "data_type",
  "chunk_grid",
  "chunk_key_encoding",
  "fill_value",
  "codecs",
  "dimension_names",
  "storage_transformers",
  "consolidated_metadata",
]);

function checkExtensions(json: JsonObject, path: string): void {
  const transformers = json.get("storage_transformers");
  if (isJsonArray(transformers) && transformers.length > 0)
    throw hdmfError("unsupported", `The storage transformers of ${path} are not supported`, { path });
  for (const [key, value] of json)
    if (!KNOWN.has(key) && !(isJsonObject(value) && value.get("must_understand") === false))
      throw hdmfError("unsupported", `${path} uses ${JSON.stringify(key)}, an extension that is not supported`, {
        path,
      });
}

function readChunkKey(json: Json | undefined, path: string): Pick<ArrayMeta, "keyEncoding" | "chunkKey"> {
  const [name = "default", configuration] = named(json);
  if (name !== "default" && name !== "v2")
    throw hdmfError("unsupported", `The chunk keys ${name} of ${path} are not supported`, { path });
  const given = configuration.get("separator");
  const separator = given === "/" || given === "." ? given : name === "default" ? "/" : ".";
  const chunkKey: ArrayMeta["chunkKey"] =
    name === "default"
      ? (coordinates) => ["c", ...coordinates].join(separator)
      : (coordinates) => (coordinates.length === 0 ? "0" : coordinates.join(separator));
  return { keyEncoding: { name, separator }, chunkKey };
}
