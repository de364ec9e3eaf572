import { encodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { FieldSizes } from "../datasets/data-layout.ts";
import { attributeHeap, writeFractalHeap } from "../heaps/write-fractal-heap.ts";
import { type DenseStorage, encodeAttributeInfo } from "../messages/encode-link-info.ts";
import { writeNameIndex, writeOrderIndex } from "../trees/write-indexes.ts";
import type { FileSpace } from "../writer/file-space.ts";
import { messageType } from "./message-type.ts";
import { messageFlag, mostMessageBytes, type WrittenMessage } from "./write-object-header.ts";

/** An attribute whose message is laid out. */
export interface WrittenAttribute {
  readonly name: string;
  readonly body: Uint8Array;
}

/** The most attributes that a header of version 2 keeps itself, unless it says otherwise. */
const mostCompact = 8;
/** The place in the order of creation where that is not tracked. */
const noOrder = 0xffff;
const mostOrdered = 0xffff;

/**
 * The messages of attributes as they go into a header of version 2: themselves where they are few and fit, else where their dense
 * storage is, which is written then. A header of version 1 has no such storage, and takes as many attributes as fit.
 *
 * @param attributes With `creationOrder` in the order of creation.
 * @throws `limit` for more than 65,535 of them, whose order of creation cannot be kept
 */
export function writeAttributes(
  space: FileSpace,
  sizes: FieldSizes,
  attributes: readonly WrittenAttribute[],
  creationOrder: boolean,
): WrittenMessage[] {
  if (attributes.length === 0) return [];
  if (creationOrder && attributes.length > mostOrdered) {
    throw hdmfError("limit", `An object cannot have ${attributes.length} attributes in the order of creation`, {
      hint: "65,535 are the most; leave the order out",
    });
  }
  const lengths = attributes.map(({ body }) => body.length);
  const isDense = needsDenseAttributes(lengths);
  const dense = isDense ? writeDense(space, sizes, attributes, creationOrder) : undefined;
  const info = attributeInfo(sizes, attributes.length, creationOrder, dense);
  if (isDense) return [info];
  return [info, ...attributes.map(({ body }, order) => ({ type: messageType.attribute, body, order }))];
}

/** The lengths of those messages' bodies, from the lengths of the attributes. */
export function attributeLengths(sizes: FieldSizes, lengths: readonly number[], creationOrder: boolean): number[] {
  if (lengths.length === 0) return [];
  const info = attributeInfo(sizes, lengths.length, creationOrder, undefined).body.length;
  return needsDenseAttributes(lengths) ? [info] : [info, ...lengths];
}

/** Whether attributes of these lengths are kept outside of a header of version 2. */
export function needsDenseAttributes(lengths: readonly number[]): boolean {
  return lengths.length > mostCompact || lengths.some((length) => length > mostMessageBytes);
}

function attributeInfo(
  sizes: FieldSizes,
  count: number,
  creationOrder: boolean,
  dense: DenseStorage | undefined,
): WrittenMessage {
  const body = encodeAttributeInfo({ ...(creationOrder && { nextOrder: count }), ...(dense && { dense }) }, sizes);
  return { type: messageType.attributeInfo, body, flags: messageFlag.notShareable };
}

function writeDense(
  space: FileSpace,
  sizes: FieldSizes,
  attributes: readonly WrittenAttribute[],
  creationOrder: boolean,
): DenseStorage {
  const heap = writeFractalHeap(
    space,
    sizes,
    attributeHeap,
    attributes.map(({ body }) => body),
  );
  const encoded = attributes.map(({ name }) => encodeUtf8(name));
  const names = writeNameIndex(space, sizes, 8, encoded, (writer, hash, index) => {
    writer.bytes(heap.ids[index]!);
    writer.zeros(1);
    writer.uint(creationOrder ? index : noOrder, 4);
    writer.uint(hash, 4);
  });
  if (!creationOrder) return { heap: heap.address, names };
  const orders = writeOrderIndex(space, sizes, 9, attributes.length, (writer, index) => {
    writer.bytes(heap.ids[index]!);
    writer.zeros(1);
    writer.uint(index, 4);
  });
  return { heap: heap.address, names, orders };
}
