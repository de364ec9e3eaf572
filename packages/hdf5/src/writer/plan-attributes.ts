import { elementCount } from "@hdmf-ts/array";
import { encodeDataspace } from "../datatypes/encode-dataspace.ts";
import { encodeDatatype } from "../datatypes/encode-datatype.ts";
import { encodeSharedMessage } from "../headers/encode-pointers.ts";
import type { WrittenAttribute } from "../headers/write-dense-attributes.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import { encodeAttribute } from "../messages/encode-attribute.ts";
import type { PendingAttribute, PendingObject } from "./edit-nodes.ts";
import { type ElementCodec, holdsReferences } from "./element-codec.ts";

/** The attributes of an object on their way into its header. */
export interface PlannedAttributes {
  /** Bytes of each message. */
  readonly lengths: readonly number[];
  /** The messages, once addresses are known. */
  finish(addressOf: (id: number) => number): WrittenAttribute[];
}

/** Lays out the messages of all attributes that hold no address; of the others it says how long they will be. */
export function planAttributes({ attributes, path }: PendingObject, codec: ElementCodec): PlannedAttributes {
  const planned = [...attributes].map(([name, attribute]) => {
    const what = `The attribute ${JSON.stringify(name)} of ${path}`;
    const { datatype } = attribute.value;
    const late = datatype !== undefined || holdsReferences(attribute.type);
    const body = late ? blankMessage(name, attribute) : message(name, attribute, codec, () => 0, what);
    return { name, attribute, late, body, what };
  });
  return {
    lengths: planned.map(({ body }) => body.length),
    finish: (addressOf) =>
      planned.map(({ name, attribute, late, body, what }) => ({
        name,
        body: late ? message(name, attribute, codec, addressOf, what) : body,
      })),
  };
}

function message(
  name: string,
  attribute: PendingAttribute,
  codec: ElementCodec,
  addressOf: (id: number) => number,
  what: string,
): Uint8Array {
  const { value, type } = attribute;
  const raw = value.shape === null ? new Uint8Array(0) : codec.encode(type, value.data, elementCount(value.shape), what);
  return layOut(name, attribute, raw, addressOf);
}

function blankMessage(name: string, attribute: PendingAttribute): Uint8Array {
  const { value, type } = attribute;
  const count = value.shape === null ? 0 : elementCount(value.shape);
  return layOut(name, attribute, new Uint8Array(count * type.size), () => 0);
}

function layOut(
  name: string,
  { value, type }: PendingAttribute,
  raw: Uint8Array,
  addressOf: (id: number) => number,
): Uint8Array {
  const { shape, datatype } = value;
  return encodeAttribute({
    name,
    datatype:
      datatype === undefined ? encodeDatatype(type, newFileSizes) : encodeSharedMessage(addressOf(datatype), newFileSizes),
    committed: datatype !== undefined,
    dataspace: encodeDataspace({ shape }, newFileSizes.sizeOfLengths),
    value: raw,
  });
}
