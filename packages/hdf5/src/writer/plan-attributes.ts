import { elementCount } from "@hdmf-ts/array";
import { usesHeap } from "../datatypes/stored-type.ts";
import { hasManyUnusedBits } from "../datatypes/unused-bits.ts";
import type { Hdf5Attribute } from "../hdf5-file.ts";
import { encodeSharedMessage } from "../headers/encode-pointers.ts";
import type { WrittenAttribute } from "../headers/write-dense-attributes.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import { attributeLength, encodeAttribute } from "../messages/encode-attribute.ts";
import { copyValue } from "./copy-value.ts";
import type { PendingAttribute, PendingObject } from "./edit-nodes.ts";
import { type ElementCodec, holdsReferences } from "./element-codec.ts";
import type { MessageParts } from "./message-parts.ts";

/** What attributes are made with. */
export interface AttributeTools {
  readonly codec: ElementCodec;
  readonly parts: MessageParts;
}

type Waiting = Extract<PendingAttribute, { readonly value: unknown }>;

/** The attributes of an object on their way into its header. */
export interface PlannedAttributes {
  /** Bytes of each message. */
  readonly lengths: readonly number[];
  /** The messages, or what they will be made of once addresses are known. */
  readonly bodies: readonly (Uint8Array | Waiting)[];
}

const none: PlannedAttributes = { lengths: [], bodies: [] };

/**
 * An attribute as it waits for the end: as its message already, unless something in it has no address yet, or goes to the global heap,
 * which stands with the metadata at the end of the file.
 */
export function pendingAttribute(
  name: string,
  value: Hdf5Attribute,
  type: Waiting["type"],
  tools: AttributeTools,
  what: string,
): PendingAttribute {
  if (value.datatype !== undefined || usesHeap(type) || holdsReferences(type)) return { value: copyValue(value), type };
  return { body: message(name, { value, type }, tools, () => 0, what), manyUnusedBits: hasManyUnusedBits(type) };
}

/** The messages of attributes that were laid out before; of the others how long they will be. */
export function planAttributes({ attributes }: PendingObject, tools: AttributeTools): PlannedAttributes {
  if (attributes === undefined) return none;
  const lengths: number[] = [];
  const bodies: (Uint8Array | Waiting)[] = [];
  for (const [name, attribute] of attributes) {
    bodies.push("body" in attribute ? attribute.body : attribute);
    lengths.push("body" in attribute ? attribute.body.length : lengthOf(name, attribute, tools));
  }
  return { lengths, bodies };
}

/** The messages, now that addresses are known. */
export function finishAttributes(
  { attributes, path }: PendingObject,
  { bodies }: PlannedAttributes,
  tools: AttributeTools,
  addressOf: (id: number) => number,
): WrittenAttribute[] {
  const made: WrittenAttribute[] = [];
  for (const name of attributes?.keys() ?? []) {
    const body = bodies[made.length]!;
    made.push({
      name,
      body: "value" in body ? message(name, body, tools, addressOf, nameOf(name, path)) : body,
    });
  }
  return made;
}

export function nameOf(name: string, path: string): string {
  return `The attribute ${JSON.stringify(name)} of ${path}`;
}

function message(
  name: string,
  attribute: Waiting,
  tools: AttributeTools,
  addressOf: (id: number) => number,
  what: string,
): Uint8Array {
  const { value, type } = attribute;
  const raw =
    value.shape === null ? new Uint8Array(0) : tools.codec.encode(type, value.data, elementCount(value.shape), what);
  return layOut(name, attribute, tools, raw, addressOf);
}

function lengthOf(name: string, { value, type }: Waiting, { parts }: AttributeTools): number {
  const { shape, datatype } = value;
  return attributeLength({
    name,
    datatype: datatype === undefined ? parts.datatype(type).length : encodeSharedMessage(0, newFileSizes).length,
    committed: datatype !== undefined,
    dataspace: parts.dataspace(shape).length,
    value: shape === null ? 0 : elementCount(shape) * type.size,
  });
}

function layOut(
  name: string,
  { value, type }: Waiting,
  { parts }: AttributeTools,
  raw: Uint8Array,
  addressOf: (id: number) => number,
): Uint8Array {
  const { shape, datatype } = value;
  return encodeAttribute({
    name,
    datatype: datatype === undefined ? parts.datatype(type) : encodeSharedMessage(addressOf(datatype), newFileSizes),
    committed: datatype !== undefined,
    dataspace: parts.dataspace(shape),
    value: raw,
  });
}
