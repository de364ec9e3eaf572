import { allocate, type Filter, type NdArray, readBlocks } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Hdf5Attribute, Hdf5Dataset } from "@hdmf-ts/hdf5";
import { byteCursor } from "./byte-cursor.ts";
import { decode } from "./decode.ts";
import { missingFilter, namedFilter } from "./filters.ts";
import { fileElements } from "./global-heap.ts";
import { parseSpace, readType } from "./header-facts.ts";
import { type HeaderMessage, message, type ObjectHeader } from "./object-header.ts";
import { checkOpen, type OpenFile } from "./open-file.ts";
import { readElements } from "./read-elements.ts";
import { type StoredType, toDetails, toDtype } from "./stored-type.ts";

const layouts = ["compact", "contiguous", "chunked", "virtual"] as const;

/** A dataset of the file; its facts come from its header, its chunks, filters and elements from h5wasm. */
export function makeDataset(
  file: OpenFile,
  header: ObjectHeader,
  path: string,
  attributes: ReadonlyMap<string, Hdf5Attribute>,
): Hdf5Dataset {
  const what = `dataset "${path}"`;
  const typeMessage = need(header, message.datatype, what);
  const { type, datatype } = readType(file, typeMessage.body, (typeMessage.flags & 2) !== 0, what);
  const { shape, maxShape } = parseSpace(
    unshared(need(header, message.dataspace, what), what),
    file.block.lengthBytes,
    what,
  );
  const layout = layoutOf(header, what);
  const chunks = layout === "chunked" ? chunksOf(file, path) : undefined;
  const filters = find(header, message.pipeline) === undefined ? [] : filtersOf(file, path);
  const fillValue = fillOf(file, header, type, what);
  const details = toDetails(type);
  const dtype = toDtype(type);
  const refuse = readingRefused(layout, filters, what, file.label);

  const dataset: Hdf5Dataset = {
    kind: "dataset",
    address: header.address,
    attributes,
    dtype,
    shape,
    layout,
    filters,
    async read(selection, options = {}) {
      checkOpen(file);
      if (shape === null) {
        if (!selection?.length) return { dtype, shape, data: allocate(dtype, 0) };
        throw hdmfError("invalid", `The ${what} has no elements that could be selected`, { path });
      }
      if (refuse !== undefined) throw refuse();
      return readElements({ file, path, type, shape, chunks }, selection, options);
    },
    blocks: (options) => readBlocks(dataset, options),
    ...(maxShape === undefined ? {} : { maxShape }),
    ...(chunks === undefined ? {} : { chunks }),
    ...(fillValue === undefined ? {} : { fillValue }),
    ...(details === undefined ? {} : { details }),
    ...(datatype === undefined ? {} : { datatype }),
  };
  return dataset;
}

function find(header: ObjectHeader, type: number): HeaderMessage | undefined {
  return header.messages.find((found) => found.type === type);
}

function need(header: ObjectHeader, type: number, what: string): HeaderMessage {
  const found = find(header, type);
  if (found === undefined) throw hdmfError("malformed", `The ${what} is damaged: its header lacks message ${type}`);
  return found;
}

function unshared({ flags, body }: HeaderMessage, what: string): Uint8Array {
  if ((flags & 2) === 0) return body;
  throw hdmfError("unsupported", `The ${what} keeps its properties in shared messages, which is not supported`);
}

function layoutOf(header: ObjectHeader, what: string): Hdf5Dataset["layout"] {
  const { body } = need(header, message.layout, what);
  const version = body[0] ?? 0;
  const layout = layouts[body[version < 3 ? 2 : 1] ?? -1];
  if (layout === undefined) throw hdmfError("malformed", `The layout of ${what} is damaged`);
  return find(header, message.externalFiles) === undefined ? layout : "external";
}

function chunksOf(file: OpenFile, path: string): readonly number[] {
  const { chunks } = file.wasm.call(`read the layout of "${path}" of ${file.label}`, (module) =>
    module.get_dataset_metadata(file.id, path),
  );
  if (chunks === null) throw hdmfError("malformed", `The chunks of dataset "${path}" of ${file.label} are damaged`);
  return chunks;
}

function filtersOf(file: OpenFile, path: string): readonly Filter[] {
  const filters = file.wasm.call(`read the filters of "${path}" of ${file.label}`, (module) =>
    module.get_dataset_filters(file.id, path),
  );
  return filters.map(({ id, cd_values }) => namedFilter(id, cd_values));
}

/** What h5wasm would answer with an error, or with data of files that nobody allowed it to open. */
function readingRefused(
  layout: Hdf5Dataset["layout"],
  filters: readonly Filter[],
  what: string,
  label: string,
): (() => Error) | undefined {
  const missing = missingFilter(filters);
  if (missing !== undefined) {
    return () =>
      hdmfError("unsupported", `The ${what} of ${label} is stored with the filter ${missing.name}, which h5wasm lacks`);
  }
  if (layout !== "virtual" && layout !== "external") return undefined;
  return () =>
    hdmfError(
      "unsupported",
      `The ${what} of ${label} keeps its data in other files (${layout}), which is not supported`,
    );
}

/** A fill value that was defined by whoever made the dataset (specification IV.A.2.e and f). */
function fillOf(file: OpenFile, header: ObjectHeader, type: StoredType, what: string): NdArray | undefined {
  const found = find(header, message.fill) ?? find(header, message.oldFill);
  if (found === undefined) return undefined;
  const cursor = byteCursor(unshared(found, what), `The fill value of ${what}`);
  if (found.type === message.fill) {
    const version = cursor.uint(1);
    if (version === 3) {
      if ((cursor.uint(1) & 0x20) === 0) return undefined;
    } else {
      cursor.skip(2);
      const defined = cursor.uint(1) !== 0;
      if (!defined && version > 1) return undefined;
    }
  }
  const size = cursor.uint(4);
  if (size === 0 || size === 0xffffffff) return undefined;
  if (size !== type.size) throw hdmfError("malformed", `The fill value of ${what} has another size than its type`);
  return { dtype: toDtype(type), shape: [], data: decode(type, cursor.take(size), 1, fileElements(file)) };
}
