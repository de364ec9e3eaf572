import { type ArrayData, elementCount, type Filter, takeData } from "@hdmf-ts/array";
import { decodeChunk, decodeVlenBytes, decodeVlenText, filterFromZarr } from "@hdmf-ts/codecs";
import { hdmfError } from "@hdmf-ts/errors";
import { type ByteOrder, readCells } from "./cells.ts";
import { asLengths, fromJson } from "./json-value.ts";
import type { CodecMeta } from "./metadata.ts";
import { itemSize, typeDtype, type ZarrType } from "./zarr-type.ts";

const MAX_CHUNK = 2 ** 31 - 1;

/** Between the elements of a whole chunk and its stored bytes. */
export interface ChunkCodec {
  decode(bytes: Uint8Array, signal?: AbortSignal): Promise<ArrayData>;
  /** The bytes-to-bytes codecs, in the order of writing. */
  readonly filters: readonly Filter[];
  readonly order: ByteOrder;
  /** Whether the stored bytes are the cells in C order behind `filters`. */
  readonly plain: boolean;
}

/** The codecs of an array by what they work on. */
interface CodecParts {
  readonly beforeBytes: readonly CodecMeta[];
  readonly toBytes: CodecMeta;
  readonly afterBytes: readonly CodecMeta[];
}

const TO_BYTES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "bytes",
  "vlen-utf8",
  "vlen-bytes",
  "sharding_indexed",
  "numcodecs.vlen-utf8",
  "numcodecs.vlen-bytes",
]);

/** @throws `malformed` where no codec turns elements into bytes. */
export function splitCodecs(codecs: readonly CodecMeta[], path: string): CodecParts {
  const at = codecs.findIndex((codec) => TO_BYTES.has(codec.name));
  const toBytes = codecs[at];
  if (toBytes === undefined)
    throw hdmfError(
      codecs.length === 0 ? "malformed" : "unsupported",
      `No codec of ${path} that turns its elements into bytes is known: ${codecs.map((codec) => codec.name).join(", ") || "there is none"}`,
      { path },
    );
  return { beforeBytes: codecs.slice(0, at), toBytes, afterBytes: codecs.slice(at + 1) };
}

/** The bytes-to-bytes codecs by their neutral names. */
export function bytesFilters(codecs: readonly CodecMeta[], elementSize: number): Filter[] {
  return codecs.map(({ name, configuration }) =>
    filterFromZarr({ name, configuration: fromJson(configuration) as Record<string, unknown> }, elementSize),
  );
}

/**
 * @throws `unsupported` for a codec on elements that is not known; those on bytes complain when a chunk is decoded.
 */
export function chunkCodec(
  codecs: CodecParts,
  type: ZarrType,
  chunkShape: readonly number[],
  path: string,
): ChunkCodec {
  const count = elementCount(chunkShape);
  const size = itemSize(type);
  if (count * (size ?? 1) > MAX_CHUNK)
    throw hdmfError("limit", `A chunk of ${path} has more than ${MAX_CHUNK} bytes`, { path });
  const orders = codecs.beforeBytes.map((codec) => transposeOrder(codec, chunkShape.length, path));
  const name = codecs.toBytes.name.replace("numcodecs.", "");
  const order: ByteOrder = codecs.toBytes.configuration.get("endian") === "big" ? "big" : "little";
  if ((name === "bytes") !== (size !== undefined) || (name === "vlen-utf8") !== (type.kind === "string"))
    throw hdmfError("malformed", `The codec ${name} of ${path} does not go with its data type`, { path });
  const filters = bytesFilters(codecs.afterBytes, size ?? 1);
  const dtype = typeDtype(type);
  return {
    filters,
    order,
    plain: size !== undefined && orders.length === 0,
    async decode(bytes, signal) {
      const raw = await decodeChunk(filters, bytes, {
        ...(size === undefined ? { maxBytes: MAX_CHUNK } : { size: size * count }),
        ...(signal === undefined ? {} : { signal }),
      });
      if (size !== undefined && raw.length !== size * count)
        throw hdmfError("malformed", `it has ${raw.length} bytes instead of ${size * count}`);
      let data = fromBytes(type, raw, count, order);
      if (orders.length > 0) data = takeData(dtype, data, transposedIndices(orders, chunkShape, false));
      return data;
    },
  };
}

function fromBytes(type: ZarrType, bytes: Uint8Array, count: number, order: ByteOrder): ArrayData {
  if (type.kind === "string") return decodeVlenText(bytes, count);
  if (type.kind !== "vlen-bytes") return readCells(type, bytes, count, { order });
  const items = decodeVlenBytes(bytes, count);
  const offsets = new Float64Array(count + 1);
  items.forEach((item, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + item.length;
  });
  const values = new Uint8Array(offsets[count] ?? 0);
  items.forEach((item, i) => {
    values.set(item, offsets[i]);
  });
  return { values, offsets };
}

function transposeOrder(codec: CodecMeta, rank: number, path: string): readonly number[] {
  if (codec.name !== "transpose")
    throw hdmfError("unsupported", `The codec ${codec.name} of ${path} is not implemented`, { path });
  const order = asLengths(codec.configuration.get("order"));
  if (order === undefined || order.length !== rank || order.some((_, axis) => !order.includes(axis)))
    throw hdmfError("malformed", `The transpose of ${path} is no order of its ${rank} axes`, { path });
  return order;
}

/** For each element of the result the index of the one to take; `back` from C order to the stored order. */
function transposedIndices(
  orders: readonly (readonly number[])[],
  shape: readonly number[],
  back: boolean,
): Float64Array {
  const order = orders.reduce((outer, inner) => inner.map((axis) => outer[axis] as number));
  const stored = order.map((axis) => shape[axis] as number);
  const strides = new Array<number>(shape.length).fill(0);
  let stride = 1;
  for (let i = order.length - 1; i >= 0; i--) {
    strides[order[i] as number] = stride;
    stride *= stored[i] as number;
  }
  const indices = new Float64Array(stride);
  const coordinates = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < stride; to++) {
    if (back) indices[from] = to;
    else indices[to] = from;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      coordinates[axis] = (coordinates[axis] as number) + 1;
      from += strides[axis] as number;
      if ((coordinates[axis] as number) < (shape[axis] as number)) break;
      from -= (strides[axis] as number) * (shape[axis] as number);
      coordinates[axis] = 0;
    }
  }
  return indices;
}
