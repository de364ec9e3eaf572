import { encodeDataLayout } from "../datasets/encode-data-layout.ts";
import { encodeFilterPipeline } from "../datasets/encode-filter-pipeline.ts";
import { encodeFillValue } from "../datatypes/encode-fill-value.ts";
import { usesHeap } from "../datatypes/stored-type.ts";
import { hasManyUnusedBits } from "../datatypes/unused-bits.ts";
import { newGroupLengths, writeNewGroup } from "../groups/write-new-group.ts";
import { type OldLink, writeOldGroup } from "../groups/write-old-group.ts";
import type { Hdf5Link } from "../hdf5-file.ts";
import { encodeSharedMessage, encodeSymbolTable, type SymbolTable } from "../headers/encode-pointers.ts";
import { messageType } from "../headers/message-type.ts";
import { attributeLengths, writeAttributes } from "../headers/write-dense-attributes.ts";
import {
  encodeObjectHeader,
  type HeaderForm,
  messageFlag,
  mostMessageBytes,
  objectHeaderLength,
  type WrittenMessage,
} from "../headers/write-object-header.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import { encodeTerminated } from "../messages/encode-text.ts";
import { layoutLength, writeLayout } from "./dataset-parts.ts";
import { type PendingDataset, type PendingGroup, type PendingObject, shapeOf } from "./edit-nodes.ts";
import type { FileSpace } from "./file-space.ts";
import { type AttributeTools, finishAttributes, type PlannedAttributes, planAttributes } from "./plan-attributes.ts";

/** An object header whose length is known, but not yet what it says of addresses. */
export interface PlannedHeader {
  readonly object: PendingObject;
  readonly length: number;
  readonly form: HeaderForm;
  readonly attributes: PlannedAttributes;
}

const sizes = newFileSizes;
const usual: HeaderForm = { version: 1 };
const typeFlags = messageFlag.constant | messageFlag.notShareable;

/** @throws `invalid`, `limit`, `unsupported`, naming the object, for what a header cannot hold */
export function planHeader(object: PendingObject, tools: AttributeTools): PlannedHeader {
  const attributes = planAttributes(object, tools);
  const form = formOf(object, attributes);
  const isNew = form.version === 2;
  const own = isNew ? attributeLengths(sizes, attributes.lengths, object.creationOrder) : attributes.lengths;
  const note = object.comment === undefined ? [] : [commentBody(object).length];
  const lengths = [...bodyLengths(object, tools), ...note, ...own];
  return { object, attributes, form, length: objectHeaderLength(lengths, form) };
}

/**
 * Puts a header at its address, and what it leads to elsewhere. The elements of a dataset are written by then.
 * @returns The symbol table of a group of the old style.
 */
export function putHeader(
  { object, attributes, form }: PlannedHeader,
  address: number,
  tools: AttributeTools,
  space: FileSpace,
): SymbolTable | undefined {
  const { addressOf } = tools.codec;
  const made = finishAttributes(object, attributes, tools, addressOf);
  const last =
    form.version === 2
      ? writeAttributes(space, sizes, made, object.creationOrder)
      : made.map(({ body }) => ({ type: messageType.attribute, body }));
  let table: SymbolTable | undefined;
  let first: WrittenMessage[];
  if (object.kind === "dataset") first = datasetMessages(object, tools, space);
  else if (object.kind === "datatype") {
    first = [{ type: messageType.datatype, body: tools.parts.datatype(object.type), flags: typeFlags }];
  } else if (isOldGroup(object)) {
    table = writeOldGroup(space, sizes, withAddresses(object.links, addressOf) as ReadonlyMap<string, OldLink>);
    first = [{ type: messageType.symbolTable, body: encodeSymbolTable(table, sizes) }];
  } else first = writeNewGroup(space, sizes, withAddresses(object.links, addressOf), object.creationOrder);
  if (object.comment !== undefined) first = [...first, { type: messageType.comment, body: commentBody(object) }];
  space.put(address, encodeObjectHeader(last.length === 0 ? first : [...first, ...last], form));
  return table;
}

/** An object comment message (specification IV.A.2.n). @throws `invalid` for one with a NUL */
function commentBody({ comment = "", path }: PendingObject): Uint8Array {
  const text = encodeTerminated(comment, `The comment of ${path}`);
  const body = new Uint8Array(text.length + 1);
  body.set(text);
  return body;
}

function formOf(object: PendingObject, { lengths }: PlannedAttributes): HeaderForm {
  const isNew = object.creationOrder || lengths.some((length) => length > mostMessageBytes) || needsCheckSum(object);
  if (!isNew && object.names === 1) return usual;
  return { version: isNew ? 2 : 1, referenceCount: object.names, attributeOrder: object.creationOrder };
}

function needsCheckSum(object: PendingObject): boolean {
  if (object.kind !== "group" && hasManyUnusedBits(object.type)) return true;
  for (const attribute of object.attributes?.values() ?? [])
    if ("body" in attribute ? attribute.manyUnusedBits : hasManyUnusedBits(attribute.type)) return true;
  return false;
}

/** Of the bodies of an object's own messages. */
function bodyLengths(object: PendingObject, { parts }: AttributeTools): readonly number[] {
  if (object.kind === "datatype") return [parts.datatype(object.type).length];
  if (object.kind === "group") {
    if (isOldGroup(object)) return [2 * sizes.sizeOfOffsets];
    return newGroupLengths(sizes, object.links, object.creationOrder);
  }
  const { plan, type, wishes } = object;
  return [
    parts.dataspace(shapeOf(object), plan.maxShape).length,
    wishes.datatype === undefined ? parts.datatype(type).length : encodeSharedMessage(0, sizes).length,
    8 + (wishes.fillValue === undefined ? 0 : type.size),
    layoutLength(object),
    ...(plan.filters.length === 0 ? [] : [encodeFilterPipeline(plan.filters).length]),
  ];
}

function datasetMessages(
  dataset: PendingDataset,
  { codec, parts }: AttributeTools,
  space: FileSpace,
): WrittenMessage[] {
  const { plan, type, wishes } = dataset;
  const { datatype, fillValue } = wishes;
  const fill =
    fillValue === undefined
      ? {}
      : { bytes: codec.encode(type, fillValue.data, 1, `The fill value of ${dataset.path}`) };
  const { constant, shared } = messageFlag;
  const messages: WrittenMessage[] = [
    { type: messageType.dataspace, body: parts.dataspace(shapeOf(dataset), plan.maxShape) },
    datatype === undefined
      ? { type: messageType.datatype, body: parts.datatype(type), flags: constant }
      : {
          type: messageType.datatype,
          body: encodeSharedMessage(codec.addressOf(datatype), sizes),
          flags: constant | shared,
        },
    { type: messageType.fill, body: encodeFillValue(fill, plan.layout, usesHeap(type)), flags: constant },
    { type: messageType.layout, body: encodeDataLayout(writeLayout(dataset, space), sizes) },
  ];
  if (plan.filters.length > 0) {
    messages.push({ type: messageType.pipeline, body: encodeFilterPipeline(plan.filters), flags: constant });
  }
  return messages;
}

function isOldGroup({ links, creationOrder }: PendingGroup): boolean {
  return !creationOrder && fitsOldGroup(links);
}

/** Symbol tables know neither other links nor the character set of names; libhdf5 too changes the group for such a one. */
function fitsOldGroup(links: ReadonlyMap<string, Hdf5Link>): boolean {
  for (const [name, link] of links) {
    if (!("hard" in link || "soft" in link)) return false;
    for (let index = 0; index < name.length; index++) if (name.charCodeAt(index) > 127) return false;
  }
  return true;
}

function withAddresses(
  links: ReadonlyMap<string, Hdf5Link>,
  addressOf: (id: number) => number,
): ReadonlyMap<string, Hdf5Link> {
  const found = new Map<string, Hdf5Link>();
  for (const [name, link] of links) found.set(name, "hard" in link ? { hard: addressOf(link.hard) } : link);
  return found;
}
