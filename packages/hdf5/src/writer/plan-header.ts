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
import { blankLayout, writeLayout } from "./dataset-parts.ts";
import type { PendingDataset, PendingDatatype, PendingGroup, PendingObject } from "./edit-nodes.ts";
import type { FileSpace } from "./file-space.ts";
import { type AttributeTools, planAttributes } from "./plan-attributes.ts";

/** An object header whose length is known, but not yet what it says of addresses. */
export interface PlannedHeader {
  readonly object: PendingObject;
  readonly length: number;
  /** Puts the header at its address, and what it leads to elsewhere. The elements of a dataset are written by then. */
  finish(space: FileSpace, address: number, addressOf: (id: number) => number): void;
  /** Of a group of the old style, once it was finished. */
  symbolTable?: SymbolTable;
}

/** What an object's own messages will be. */
interface Body {
  /** Of the bodies of its messages. */
  readonly lengths: readonly number[];
  messages(space: FileSpace, addressOf: (id: number) => number): WrittenMessage[];
}

const sizes = newFileSizes;

/** @throws `invalid`, `limit`, `unsupported`, naming the object, for what a header cannot hold */
export function planHeader(object: PendingObject, tools: AttributeTools): PlannedHeader {
  const attributes = planAttributes(object, tools);
  const tables: { found?: SymbolTable } = {};
  const body = bodyOf(object, tools, (found) => {
    tables.found = found;
  });
  const isNew =
    object.creationOrder || attributes.lengths.some((length) => length > mostMessageBytes) || needsCheckSum(object);
  const form: HeaderForm = {
    version: isNew ? 2 : 1,
    referenceCount: object.names,
    attributeOrder: object.creationOrder,
  };
  const own = isNew ? attributeLengths(sizes, attributes.lengths, object.creationOrder) : attributes.lengths;
  return {
    object,
    length: objectHeaderLength([...body.lengths, ...own], form),
    finish(space, address, addressOf) {
      const made = attributes.finish(addressOf);
      const messages = isNew
        ? writeAttributes(space, sizes, made, object.creationOrder)
        : made.map(({ body }) => ({ type: messageType.attribute, body }));
      space.put(address, encodeObjectHeader([...body.messages(space, addressOf), ...messages], form));
    },
    get symbolTable() {
      return tables.found as SymbolTable;
    },
  };
}

function needsCheckSum(object: PendingObject): boolean {
  if (object.kind !== "group" && hasManyUnusedBits(object.type)) return true;
  for (const attribute of object.attributes.values())
    if ("body" in attribute ? attribute.manyUnusedBits : hasManyUnusedBits(attribute.type)) return true;
  return false;
}

function bodyOf(object: PendingObject, tools: AttributeTools, madeTable: (table: SymbolTable) => void): Body {
  switch (object.kind) {
    case "group":
      return groupBody(object, madeTable);
    case "dataset":
      return datasetBody(object, tools);
    case "datatype":
      return datatypeBody(object, tools);
  }
}

function groupBody({ links, creationOrder }: PendingGroup, madeTable: (table: SymbolTable) => void): Body {
  if (creationOrder || !fitsOldGroup(links)) {
    return {
      lengths: newGroupLengths(sizes, links, creationOrder),
      messages: (space, addressOf) => writeNewGroup(space, sizes, withAddresses(links, addressOf), creationOrder),
    };
  }
  return {
    lengths: [2 * sizes.sizeOfOffsets],
    messages(space, addressOf) {
      const table = writeOldGroup(space, sizes, withAddresses(links, addressOf) as ReadonlyMap<string, OldLink>);
      madeTable(table);
      return [{ type: messageType.symbolTable, body: encodeSymbolTable(table, sizes) }];
    },
  };
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

function datatypeBody({ type }: PendingDatatype, { parts }: AttributeTools): Body {
  const body = parts.datatype(type);
  const flags = messageFlag.constant | messageFlag.notShareable;
  return { lengths: [body.length], messages: () => [{ type: messageType.datatype, body, flags }] };
}

function datasetBody(dataset: PendingDataset, tools: AttributeTools): Body {
  const { wishes, type, writer } = dataset;
  const { datatype, fillValue } = wishes;
  const { maxShape, filters, layout } = writer.plan;
  const shape = writer.shape();
  const { codec, parts } = tools;
  const space = parts.dataspace(shape, maxShape);
  const typeBody = (addressOf: (id: number) => number): Uint8Array =>
    datatype === undefined ? parts.datatype(type) : encodeSharedMessage(addressOf(datatype), sizes);
  const fill = (bytes: Uint8Array | undefined): Uint8Array =>
    encodeFillValue(bytes === undefined ? {} : { bytes }, layout, usesHeap(type));
  const pipeline = filters.length === 0 ? undefined : encodeFilterPipeline(filters);
  const messages = (
    addressOf: (id: number) => number,
    fillBytes: Uint8Array | undefined,
    layout: Uint8Array,
  ): WrittenMessage[] => [
    { type: messageType.dataspace, body: space },
    {
      type: messageType.datatype,
      body: typeBody(addressOf),
      flags: messageFlag.constant | (datatype === undefined ? 0 : messageFlag.shared),
    },
    { type: messageType.fill, body: fill(fillBytes), flags: messageFlag.constant },
    { type: messageType.layout, body: layout },
    ...(pipeline === undefined ? [] : [{ type: messageType.pipeline, body: pipeline, flags: messageFlag.constant }]),
  ];
  const blankFill = fillValue && new Uint8Array(type.size);
  const blank = messages(() => 0, blankFill, encodeDataLayout(blankLayout(dataset), sizes));
  return {
    lengths: blank.map(({ body }) => body.length),
    messages(space, addressOf) {
      const fillBytes = fillValue && codec.encode(type, fillValue.data, 1, `The fill value of ${dataset.path}`);
      return messages(addressOf, fillBytes, encodeDataLayout(writeLayout(dataset, space), sizes));
    },
  };
}
