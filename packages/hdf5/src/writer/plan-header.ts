import type { NdArray } from "@hdmf-ts/array";
import { putDataLayout } from "../datasets/encode-data-layout.ts";
import { formedStorage } from "../datasets/formed-storage.ts";
import { encodeFillValue } from "../datatypes/encode-fill-value.ts";
import { usesHeap } from "../datatypes/stored-type.ts";
import { hasManyUnusedBits } from "../datatypes/unused-bits.ts";
import { writeOldGroup } from "../groups/write-old-group.ts";
import { encodeSharedMessage, putSymbolTable, type SymbolTable } from "../headers/encode-pointers.ts";
import { messageType } from "../headers/message-type.ts";
import {
  beginHeader,
  endHeader,
  type HeaderForm,
  messageFlag,
  objectHeaderLength,
  putMessage,
  putMessageHead,
  putMessages,
  type WrittenMessage,
} from "../headers/write-object-header.ts";
import { type ByteWriter, newFileSizes } from "../io/byte-writer.ts";
import { type LazyPart, lazyPart } from "../io/lazy-part.ts";
import { type DataTools, layoutLength, writeLayout } from "./dataset-parts.ts";
import { type EditNodes, type PendingDataset, type PendingObject, pathOf, shapeOf } from "./edit-nodes.ts";
import type { ElementCodec } from "./element-codec.ts";
import { isOldGroup, namedLinks, oldLinks } from "./group-links.ts";
import type { MessageParts } from "./message-parts.ts";
import type { PendingAttributes } from "./pending-attributes.ts";

/** What headers are made with. */
export interface HeaderTools extends DataTools {
  readonly nodes: EditNodes;
  readonly parts: MessageParts;
  readonly attributes: PendingAttributes;
}

/** What writes groups of the new style, headers of version 2 and comments; most files have none. */
const newer: LazyPart<typeof import("./newer-structures.ts")> = /* @__PURE__ */ lazyPart(
  () => import("./newer-structures.ts"),
);
const sizes = newFileSizes;
const usual: HeaderForm = { version: 1 };
const typeFlags = messageFlag.constant | messageFlag.notShareable;

/**
 * Finds the form of a header and its length.
 * @throws `invalid`, `limit`, `unsupported`, naming the object, for what it cannot hold; `AbsentBytes` until what writes it is loaded
 */
export function planHeader(object: PendingObject, tools: HeaderTools): void {
  const { attributes } = tools;
  const inOld = attributes.headerBytes(object);
  const form = formOf(object, inOld === undefined, tools);
  const lengths = bodyLengths(object, tools);
  if (object.comment !== undefined) lengths.push(newer().encodeComment(object.comment, pathOf(object)).length);
  if (form.version === 2)
    lengths.push(...newer().attributeLengths(sizes, attributes.lengths(object), object.creationOrder));
  object.form = form;
  object.headerLength = objectHeaderLength(lengths, form, form.version === 1 ? inOld : 0);
}

/**
 * Puts a planned header at its address, and what it leads to elsewhere. The elements of a dataset that has a writer are written by then.
 * @returns The symbol table of a group of the old style.
 */
export function putHeader(object: PendingObject, tools: HeaderTools): SymbolTable | undefined {
  const { nodes, out, attributes } = tools;
  const { form = usual, headerLength, comment } = object;
  const isNew = form.version === 2;
  const last = isNew ? newer().writeAttributes(out, sizes, attributes.messages(object), object.creationOrder) : none;
  const count = (comment === undefined ? 0 : 1) + (isNew ? last.length : (object.attributes?.count ?? 0));
  const begin = (own: number): ByteWriter => {
    const writer = out.open(object.address, headerLength);
    beginHeader(writer, own + count, headerLength, form);
    return writer;
  };
  let writer: ByteWriter;
  let table: SymbolTable | undefined;
  if (object.kind === "dataset") {
    const layout = writeLayout(object, tools);
    writer = begin(object.plan.filters.length > 0 ? 5 : 4);
    putDataset(writer, object, layout, form, tools);
  } else if (object.kind === "datatype") {
    writer = begin(1);
    putMessage(writer, form, messageType.datatype, tools.parts.datatype(object.type), typeFlags);
  } else if (object.isOld) {
    table = writeOldGroup(out, sizes, oldLinks(object, nodes));
    writer = begin(1);
    putMessageHead(writer, form, messageType.symbolTable, oldGroupLength, 0);
    putSymbolTable(writer, table);
  } else {
    const own = newer().writeNewGroup(out, sizes, namedLinks(object, nodes), object.creationOrder);
    writer = begin(own.length);
    putMessages(writer, own, form);
  }
  if (comment !== undefined)
    putMessage(writer, form, messageType.comment, newer().encodeComment(comment, pathOf(object)), 0);
  putMessages(writer, last, form);
  if (!isNew) attributes.putMessages(object, writer, form);
  endHeader(writer, form);
  return table;
}

/** @param tooLong Whether an attribute does not fit into a header of version 1. */
function formOf(object: PendingObject, tooLong: boolean, { attributes }: HeaderTools): HeaderForm {
  const isNew =
    object.creationOrder ||
    tooLong ||
    (object.kind !== "group" && hasManyUnusedBits(object.type)) ||
    attributes.needChecksum(object);
  if (!isNew && object.names === 1) return usual;
  return { version: isNew ? 2 : 1, referenceCount: object.names, attributeOrder: object.creationOrder };
}

/** Of the bodies of an object's own messages. */
function bodyLengths(object: PendingObject, { nodes, parts }: HeaderTools): number[] {
  if (object.kind === "datatype") return [parts.datatype(object.type).length];
  if (object.kind === "group") {
    object.isOld = isOldGroup(object, nodes);
    if (object.isOld) return [oldGroupLength];
    return newer().newGroupLengths(sizes, namedLinks(object, nodes), object.creationOrder);
  }
  const { plan, type, datatype, fillValue } = object;
  const lengths = [
    parts.dataspace(shapeOf(object), plan.maxShape).length,
    datatype === undefined ? parts.datatype(type).length : encodeSharedMessage(0, sizes).length,
    8 + (fillValue === undefined ? 0 : type.size),
    layoutLength(object),
  ];
  if (plan.filters.length > 0) lengths.push(formedStorage().encodeFilterPipeline(plan.filters).length);
  return lengths;
}

const oldGroupLength = 2 * sizes.sizeOfOffsets;
const none: readonly WrittenMessage[] = [];

function putDataset(
  writer: ByteWriter,
  dataset: PendingDataset,
  layout: Parameters<typeof putDataLayout>[1],
  form: HeaderForm,
  { codec, parts }: HeaderTools,
): void {
  const { plan, type, datatype, fillValue } = dataset;
  const { constant, shared } = messageFlag;
  putMessage(writer, form, messageType.dataspace, parts.dataspace(shapeOf(dataset), plan.maxShape), 0);
  if (datatype === undefined) putMessage(writer, form, messageType.datatype, parts.datatype(type), constant);
  else {
    const body = encodeSharedMessage(codec.addressOf(datatype), sizes);
    putMessage(writer, form, messageType.datatype, body, constant | shared);
  }
  const inHeap = usesHeap(type);
  const fill =
    fillValue === undefined
      ? parts.noFill(plan.layout, inHeap)
      : encodeFillValue({ bytes: fillBytes(dataset, fillValue, codec) }, plan.layout, inHeap);
  putMessage(writer, form, messageType.fill, fill, constant);
  putMessageHead(writer, form, messageType.layout, layoutLength(dataset), 0);
  putDataLayout(writer, layout);
  if (form.version === 1) writer.align(8);
  if (plan.filters.length > 0)
    putMessage(writer, form, messageType.pipeline, formedStorage().encodeFilterPipeline(plan.filters), constant);
}

function fillBytes(dataset: PendingDataset, { data }: NdArray, codec: ElementCodec): Uint8Array {
  return codec.encode(dataset.type, data, 1, `The fill value of ${pathOf(dataset)}`);
}
