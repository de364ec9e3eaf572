import type { Shape } from "@hdmf-ts/array";
import { type StoredChunks, writeBtree1Chunks } from "../../src/chunk-index/write-btree-1.ts";
import type { FieldSizes } from "../../src/datasets/data-layout.ts";
import { encodeDataLayout, type WrittenLayout } from "../../src/datasets/encode-data-layout.ts";
import { encodeDataspace } from "../../src/datatypes/encode-dataspace.ts";
import { encodeFillValue } from "../../src/datatypes/encode-fill-value.ts";
import { newGroupLengths, writeNewGroup } from "../../src/groups/write-new-group.ts";
import { type OldLink, type OldLinks, writeOldGroup } from "../../src/groups/write-old-group.ts";
import type { Hdf5Link } from "../../src/hdf5-file.ts";
import { encodeSymbolTable, type SymbolTable } from "../../src/headers/encode-pointers.ts";
import { messageType } from "../../src/headers/message-type.ts";
import { attributeLengths, type WrittenAttribute, writeAttributes } from "../../src/headers/write-dense-attributes.ts";
import {
  encodeObjectHeader,
  type HeaderForm,
  messageFlag,
  objectHeaderLength,
  type WrittenMessage,
} from "../../src/headers/write-object-header.ts";
import { ByteWriter, newFileSizes } from "../../src/io/byte-writer.ts";
import { encodeSuperblock, superblockLength } from "../../src/io/write-superblock.ts";
import { encodeAttribute } from "../../src/messages/encode-attribute.ts";
import type { FileSpace } from "../../src/writer/file-space.ts";

/** Little-endian int32, as libhdf5 lays it out. */
export const int32: Uint8Array = Uint8Array.of(0x10, 8, 0, 0, 4, 0, 0, 0, 0, 0, 0x20, 0);

/** A place that was given out, with what was put there. */
interface Piece {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** Room in memory, from `start` on. */
export function memorySpace(start = 0, sizes: FieldSizes = newFileSizes): FileSpace & { finish(): Uint8Array } {
  let end = start;
  const room = new Map<number, number>();
  const pieces: Piece[] = [];
  const put = (address: number, bytes: Uint8Array): void => {
    if (bytes.length > 0 && room.get(address) !== bytes.length) {
      throw new Error(`${bytes.length} bytes at ${address}, where ${room.get(address)} were allocated`);
    }
    room.delete(address);
    pieces.push({ address, bytes });
  };
  return {
    allocate(length) {
      const address = 8 * Math.ceil(end / 8);
      end = address + length;
      if (length > 0) room.set(address, length);
      return address;
    },
    put,
    open(address, length) {
      const bytes = new Uint8Array(length);
      put(address, bytes);
      return new ByteWriter(sizes, bytes);
    },
    finish() {
      if (room.size > 0) throw new Error(`nothing was put at ${[...room.keys()].join(", ")}`);
      const file = new Uint8Array(end);
      for (const { address, bytes } of pieces) file.set(bytes, address);
      return file;
    },
  };
}

/** A file under way: its objects are written one by one, those that lead to others after them. */
export interface Assembly {
  readonly space: FileSpace;
  attribute(name: string, values: readonly number[]): WrittenAttribute;
  oldGroup(links?: Iterable<readonly [string, OldLink]>, options?: ObjectOptions): OldObject;
  newGroup(links: Iterable<readonly [string, Hdf5Link]>, options?: NewObjectOptions): { readonly hard: number };
  dataset(shape: Shape, layout: WrittenLayout, options?: NewObjectOptions & DatasetOptions): { readonly hard: number };
  /** Contiguous int32. */
  numbers(values: readonly number[], options?: ObjectOptions): { readonly hard: number };
  /** int32, chunks of the given shape stored without filters: each element is its chunk's first offset plus its place in the chunk. */
  chunked(shape: readonly number[], chunks: readonly number[], maxShape?: readonly (number | null)[]): { hard: number };
  object(messages: readonly WrittenMessage[], form: HeaderForm): { readonly hard: number };
}

export interface OldObject {
  readonly hard: number;
  readonly group: SymbolTable;
}

interface ObjectOptions {
  readonly attributes?: readonly WrittenAttribute[];
  readonly referenceCount?: number;
}

interface NewObjectOptions extends ObjectOptions {
  readonly version?: 1 | 2;
  /** Of links and attributes. */
  readonly creationOrder?: boolean;
}

interface DatasetOptions {
  readonly maxShape?: readonly (number | null)[];
}

export function assemble(
  build: (file: Assembly) => { readonly hard: number; readonly group?: SymbolTable },
  sizes: FieldSizes = newFileSizes,
): Uint8Array {
  const space = memorySpace(0, sizes);
  const head = space.allocate(superblockLength(sizes));
  const root = build(assembly(space, sizes));
  const end = space.allocate(0);
  space.put(head, encodeSuperblock(root, end, sizes));
  return space.finish();
}

function assembly(space: FileSpace, sizes: FieldSizes): Assembly {
  const put = (bytes: Uint8Array): number => {
    const address = space.allocate(bytes.length);
    space.put(address, bytes);
    return address;
  };
  const object = (messages: readonly WrittenMessage[], form: HeaderForm): { readonly hard: number } => {
    const length = objectHeaderLength(
      messages.map(({ body }) => body.length),
      form,
    );
    const hard = space.allocate(length);
    space.put(hard, encodeObjectHeader(messages, form));
    return { hard };
  };
  const withAttributes = (
    messages: readonly WrittenMessage[],
    { attributes = [], referenceCount = 1, version = 1, creationOrder = false }: NewObjectOptions,
  ): { readonly hard: number } => {
    if (version === 1) {
      const own = attributes.map(({ body }) => ({ type: messageType.attribute, body }));
      return object([...messages, ...own], { version, referenceCount });
    }
    const own = writeAttributes(space, sizes, attributes, creationOrder);
    const lengths = attributeLengths(
      sizes,
      attributes.map(({ body }) => body.length),
      creationOrder,
    );
    if (`${lengths}` !== `${own.map(({ body }) => body.length)}`) throw new Error("the lengths were not foretold");
    return object([...messages, ...own], { version, referenceCount, attributeOrder: creationOrder });
  };
  const bytesOf = (values: readonly number[]): Uint8Array => new Uint8Array(Int32Array.from(values).buffer);
  const dataset: Assembly["dataset"] = (shape, layout, options = {}) => {
    const { maxShape } = options;
    return withAttributes(
      [
        {
          type: messageType.dataspace,
          body: encodeDataspace({ shape, ...(maxShape && { maxShape }) }, sizes.sizeOfLengths),
        },
        { type: messageType.datatype, body: int32, flags: messageFlag.constant },
        { type: messageType.fill, body: encodeFillValue({}, layout.kind, false), flags: messageFlag.constant },
        { type: messageType.layout, body: encodeDataLayout(layout, sizes) },
      ],
      options,
    );
  };
  return {
    space,
    object,
    dataset,
    attribute(name, values) {
      const dataspace = encodeDataspace({ shape: [values.length] }, sizes.sizeOfLengths);
      return { name, body: encodeAttribute({ name, datatype: int32, dataspace, value: bytesOf(values) }) };
    },
    oldGroup(links = [], options = {}) {
      const group = writeOldGroup(space, sizes, oldLinks(links));
      const message = { type: messageType.symbolTable, body: encodeSymbolTable(group, sizes) };
      return { ...withAttributes([message], options), group };
    },
    newGroup(links, options = {}) {
      const { creationOrder = false } = options;
      const named = new Map(links);
      const messages = writeNewGroup(space, sizes, named, creationOrder);
      if (`${newGroupLengths(sizes, named, creationOrder)}` !== `${messages.map(({ body }) => body.length)}`) {
        throw new Error("the lengths were not foretold");
      }
      return withAttributes(messages, { version: 2, ...options });
    },
    numbers(values, options = {}) {
      const bytes = bytesOf(values);
      return dataset([values.length], { kind: "contiguous", address: put(bytes), size: bytes.length }, options);
    },
    chunked(shape, chunks, maxShape) {
      const stored = storeChunks(shape, chunks, (values) => put(bytesOf(values)));
      const address = writeBtree1Chunks(space, sizes, stored, chunks, 4);
      const layout = { kind: "chunked", chunks, elementSize: 4, ...(address !== undefined && { address }) } as const;
      return dataset(shape, layout, maxShape && { maxShape });
    },
  };
}

/** The links of a group of the old style from pairs of names and targets. */
export function oldLinks(links: Iterable<readonly [string, OldLink]>): OldLinks {
  const list = [...links];
  return { names: list.map(([name]) => name), targets: list.map(([, target]) => target) };
}

/** The value of an element of {@link Assembly.chunked}. */
export function chunkedValue(place: readonly number[]): number {
  return place.reduce((sum, at, axis) => sum + at * [1, 1000, 100_000][axis]!, 0);
}

/** Stores all chunks, the last one first. */
function storeChunks(
  shape: readonly number[],
  chunks: readonly number[],
  put: (values: number[]) => number,
): StoredChunks {
  const counts = shape.map((length, axis) => Math.ceil(length / chunks[axis]!));
  const count = counts.reduce((product, length) => product * length, 1);
  const inChunk = chunks.reduce((product, length) => product * length, 1);
  const offsets: number[] = [];
  const addresses: number[] = [];
  for (let chunk = count - 1; chunk >= 0; chunk--) {
    const start = unravel(chunk, counts).map((at, axis) => at * chunks[axis]!);
    const values = Array.from({ length: inChunk }, (_, element) =>
      chunkedValue(unravel(element, chunks).map((at, axis) => at + start[axis]!)),
    );
    offsets.push(...start);
    addresses.push(put(values));
  }
  const each = (value: number): number[] => new Array(count).fill(value);
  return { count, offsets, addresses, lengths: each(4 * inChunk), filterMasks: each(0) };
}

export function unravel(index: number, shape: readonly number[]): number[] {
  let rest = index;
  return [...shape]
    .reverse()
    .map((length) => {
      const at = rest % length;
      rest = Math.floor(rest / length);
      return at;
    })
    .reverse();
}
