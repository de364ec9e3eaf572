import { type Filter, type LazyArray, type NdArray, readBlocks } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { parseDataLayout } from "../datasets/data-layout.ts";
import { datasetArray } from "../datasets/dataset-array.ts";
import type { DatasetFile, DatasetParts } from "../datasets/dataset-source.ts";
import { parseFilterPipeline } from "../datasets/filter-pipeline.ts";
import { decodeElements } from "../datatypes/decode-elements.ts";
import { parseFillValue } from "../datatypes/fill-value-message.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import type { Hdf5Attribute, Hdf5Dataset } from "../hdf5-file.ts";
import type { HeaderMessage } from "./header-message.ts";
import { messageType } from "./message-type.ts";
import type { ObjectHeader } from "./object-header.ts";
import type { OpenFile } from "./open-file.ts";
import { resolveMessage, resolveSpace, resolveType } from "./resolve-message.ts";

/** While it is being made. */
type Writable<T> = { -readonly [name in keyof T]: T[name] };

/** What a header says of a dataset. */
export interface DatasetHeader {
  readonly parts: DatasetParts;
  readonly type: StoredType;
  readonly fillValue?: NdArray;
  /** The address of the committed datatype that it names as its type. */
  readonly datatype?: number;
}

/** @throws `malformed`, `unsupported` */
export function readDataset(file: OpenFile, header: ObjectHeader): DatasetHeader {
  const { address } = header;
  const typeMessage = need(header, messageType.datatype);
  const { type, datatype } = resolveType(
    file,
    typeMessage.block,
    typeMessage.start,
    typeMessage.end,
    typeMessage.shared,
  );
  const spaceMessage = need(header, messageType.dataspace);
  const { shape, maxShape } = resolveSpace(
    file,
    spaceMessage.block,
    spaceMessage.start,
    spaceMessage.end,
    spaceMessage.shared,
  );
  const layout = parseDataLayout(bodyOf(file, need(header, messageType.layout)), file.bytes);
  const external = find(header, messageType.externalFiles);
  const { fillValue, neverWritten } = readFill(file, header, type);
  const filters = readFilters(file, header);
  const parts: DatasetParts = {
    address,
    what: whatIs(address),
    type,
    shape,
    layout,
    filters,
    decode: (raw, count) => decodeElements(type, raw, count, file.decode),
    ...(external === undefined ? {} : { external: bodyOf(file, external).slice() }),
    ...(maxShape === undefined ? {} : { maxShape }),
    ...(fillValue === undefined || neverWritten ? {} : { fill: fillValue.data }),
    ...(fillValue !== undefined && neverWritten ? { fillHidden: true } : {}),
  };
  return {
    parts,
    type,
    ...(fillValue === undefined ? {} : { fillValue }),
    ...(datatype === undefined ? {} : { datatype }),
  };
}

/**
 * A dataset from its header; its elements are read later.
 *
 * @param checkOpen Throws `closed` after the file was closed.
 * @throws `malformed`, `unsupported`
 */
export function makeDataset(
  file: OpenFile,
  data: DatasetFile,
  header: ObjectHeader,
  attributes: ReadonlyMap<string, Hdf5Attribute>,
  checkOpen: () => void,
): Hdf5Dataset {
  const { parts: stored, type, fillValue, datatype } = readDataset(file, header);
  const { address, layout, filters, external } = stored;
  const shape = layout.kind === "virtual" && stored.shape !== null ? data.elsewhere.shapeOf(stored) : stored.shape;
  const most = stored.maxShape ?? stored.shape;
  const maxShape = most?.every((length, axis) => length === shape?.[axis]) === false ? most : undefined;
  const makeArray = (): LazyArray => datasetArray(data, { ...stored, shape });
  // Most datasets of a file are small, many are never read.
  const unwritten = layout.kind === "contiguous" && layout.address === undefined;
  let array = layout.kind === "chunked" || unwritten ? makeArray() : undefined;
  const { dtype, details } = type;
  const dataset: Writable<Hdf5Dataset> = {
    kind: "dataset",
    address,
    attributes,
    dtype,
    shape,
    layout: external === undefined ? layout.kind : "external",
    filters,
    async read(selection, options) {
      checkOpen();
      array ??= makeArray();
      return array.read(selection, options);
    },
    blocks: (options) => readBlocks(dataset, options),
  };
  if (maxShape !== undefined) dataset.maxShape = maxShape;
  if (array?.chunks !== undefined) dataset.chunks = array.chunks;
  if (array?.encoded !== undefined) dataset.encoded = array.encoded;
  if (array?.isWritten !== undefined) dataset.isWritten = array.isWritten;
  if (fillValue !== undefined) dataset.fillValue = fillValue;
  if (details !== undefined) dataset.details = details;
  if (datatype !== undefined) dataset.datatype = datatype;
  return dataset;
}

function find(header: ObjectHeader, type: number): HeaderMessage | undefined {
  for (const message of header.messages) if (message.type === type) return message;
  return undefined;
}

function whatIs(address: number): string {
  return `dataset at address ${address}`;
}

function need(header: ObjectHeader, type: number): HeaderMessage {
  const found = find(header, type);
  if (found !== undefined) return found;
  throw hdmfError("malformed", `The ${whatIs(header.address)} is damaged: its header lacks message ${type}`);
}

function bodyOf(file: OpenFile, { type, body, shared }: HeaderMessage): Uint8Array {
  return shared ? resolveMessage(file, type, body, true).body : body;
}

function readFilters(file: OpenFile, header: ObjectHeader): readonly Filter[] {
  const message = find(header, messageType.pipeline);
  return message === undefined ? [] : parseFilterPipeline(bodyOf(file, message));
}

/** A fill value that was defined by whoever made the dataset. */
function readFill(
  file: OpenFile,
  header: ObjectHeader,
  type: StoredType,
): { readonly fillValue?: NdArray; readonly neverWritten?: true } {
  const message = find(header, messageType.fill) ?? find(header, messageType.oldFill);
  if (message === undefined) return {};
  const kind = message.type === messageType.fill ? messageType.fill : messageType.oldFill;
  const name = "The fill value of the dataset";
  const fill = parseFillValue(kind, bodyOf(file, message), type.size, name, header.address);
  if (fill.bytes === undefined) return fill;
  const { bytes, ...rest } = fill;
  return { ...rest, fillValue: { dtype: type.dtype, shape: [], data: decodeElements(type, bytes, 1, file.decode) } };
}
