import { hdmfError } from "@hdmf-ts/errors";
import type { DatasetNode } from "@hdmf-ts/storage";
import type { AbsolutePath, DataType, Array as ZarritaArray } from "zarrita";
import { originOf } from "./array-origin.ts";
import { fromJson } from "./json-value.ts";
import { codecJson } from "./metadata.ts";

/** zarrita's types by ours; the others it cannot read. */
const NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "int8",
  "uint8",
  "int16",
  "uint16",
  "int32",
  "uint32",
  "int64",
  "uint64",
  "float32",
  "float64",
]);

/**
 * A dataset of a Zarr storage as an array of zarrita, for programs that work with that. Its metadata is ours, so that fill values and attributes are
 * right; its chunks are read by zarrita, with the limits that it has (reference: zarr.md D).
 * @throws `invalid` for a node that is of no Zarr storage, `unsupported` for types that zarrita cannot read.
 */
export async function toZarrita(node: DatasetNode): Promise<ZarritaArray<DataType>> {
  const origin = originOf(node.array);
  if (origin === undefined) throw hdmfError("invalid", `${node.id} is no dataset of a Zarr store`);
  const { keys, path, meta, type, fill } = origin;
  const name =
    type.kind === "number" ? type.name : type.kind === "bool" || type.kind === "string" ? type.kind : undefined;
  if (name === undefined || (type.kind === "number" && !NAMES.has(name)))
    throw hdmfError("unsupported", `zarrita cannot read the type of ${path}`, { path });
  const { Array: OpenArray } = await import("zarrita");
  const first = (fill as ArrayLike<unknown>)[0];
  const encoded = `/${path.slice(1).split("/").map(encodeURIComponent).join("/")}` as AbsolutePath;
  const store = {
    get: (key: string, options?: { signal?: AbortSignal }) => keys.get(key.slice(1), options?.signal).then(ownMemory),
    getRange: (key: string, range: Parameters<typeof keys.getRange>[1], options?: { signal?: AbortSignal }) =>
      keys.getRange(key.slice(1), range, options?.signal).then(ownMemory),
  };
  return new OpenArray(store, encoded, {
    zarr_format: 3,
    node_type: "array",
    shape: [...meta.shape],
    data_type: name as DataType,
    chunk_grid: { name: "regular", configuration: { chunk_shape: [...meta.chunkShape] } },
    chunk_key_encoding: { name: meta.keyEncoding.name, configuration: { separator: meta.keyEncoding.separator } },
    codecs: meta.codecs.map((codec) => {
      const { name: codecName, configuration = {} } = fromJson(codecJson(codec)) as {
        name: string;
        configuration?: Record<string, unknown>;
      };
      return { name: codecName, configuration };
    }),
    fill_value: (type.kind === "bool" ? first !== 0 : first) as never,
    attributes: fromJson(meta.attributes) as Record<string, unknown>,
  });
}

/** zarrita's text codec looks at the whole buffer below a view (reference: zarr.md D.4). */
const ownMemory = (bytes: Uint8Array | undefined): Uint8Array | undefined =>
  bytes === undefined || bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
