import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";

/** Where the elements of a dataset are (specification IV.A.2.i). An address that is absent was never allocated. */
export type DataLayout =
  | { readonly kind: "compact"; readonly bytes: Uint8Array }
  | { readonly kind: "contiguous"; readonly address?: number; readonly size?: number }
  | ChunkedLayout
  | VirtualLayout;

/** The object of the global heap that says which elements are those of which other dataset; absent where no others are. */
interface VirtualLayout {
  readonly kind: "virtual";
  readonly mappings?: { readonly address: number; readonly index: number };
}

export interface ChunkedLayout {
  readonly kind: "chunked";
  /** The shape of a chunk in elements. */
  readonly chunks: readonly number[];
  readonly elementSize: number;
  /** Chunks that reach over the edge are stored without filters. */
  readonly plainEdges: boolean;
  readonly index: ChunkIndexKind;
  /** Of the index; of the first chunk for `single` and `implicit`. */
  readonly address?: number;
}

/** How chunks are found (specification, appendix C); what the message repeats of an index's own header is left out. */
type ChunkIndexKind =
  | { readonly kind: "btree1" | "implicit" | "fixedArray" | "extensibleArray" | "btree2" }
  | { readonly kind: "single"; readonly length?: number; readonly filterMask: number };

/** Widths in bytes that the superblock sets for the file. */
export interface FieldSizes {
  readonly sizeOfOffsets: number;
  readonly sizeOfLengths: number;
}

const mostRank = 32;

/**
 * Reads a data layout message of version 1 to 5; the bytes of compact data are a copy.
 * @throws `malformed`; `unsupported` for other versions.
 */
export function parseDataLayout(message: Uint8Array, sizes: FieldSizes): DataLayout {
  const cursor = new Cursor(message, "the data layout message");
  const version = cursor.uint(1);
  if (version === 1 || version === 2) return parseOld(cursor, sizes);
  if (version < 3 || version > 5)
    throw hdmfError("unsupported", `a data layout message of version ${version} cannot be read, only 1 to 5`);
  const layoutClass = cursor.uint(1);
  switch (layoutClass) {
    case 0:
      return { kind: "compact", bytes: cursor.take(cursor.uint(2)).slice() };
    case 1: {
      const address = cursor.address(sizes.sizeOfOffsets);
      const size = cursor.uint(sizes.sizeOfLengths);
      return address === undefined ? { kind: "contiguous", size } : { kind: "contiguous", address, size };
    }
    case 2:
      return version === 3 ? parseChunked3(cursor, sizes) : parseChunked4(cursor, sizes);
    case 3:
      if (version > 3) return parseVirtual(cursor, sizes);
  }
  throw hdmfError("malformed", `the data layout message of version ${version} has the class ${layoutClass}`);
}

/** Versions 1 and 2 keep the dimensions of all classes. */
function parseOld(cursor: Cursor, { sizeOfOffsets }: FieldSizes): DataLayout {
  const rank = cursor.uint(1);
  const layoutClass = cursor.uint(1);
  cursor.skip(5);
  const address = layoutClass === 0 ? undefined : cursor.address(sizeOfOffsets);
  const where = address === undefined ? {} : { address };
  if (layoutClass === 2) return chunked(readDimensions(cursor, rank, 4), where);
  cursor.skip(4 * rank);
  if (layoutClass === 0) return { kind: "compact", bytes: cursor.take(cursor.uint(4)).slice() };
  if (layoutClass === 1) return { kind: "contiguous", ...where };
  throw hdmfError("malformed", `the data layout message has the class ${layoutClass}`);
}

function parseChunked3(cursor: Cursor, { sizeOfOffsets }: FieldSizes): ChunkedLayout {
  const rank = cursor.uint(1);
  const address = cursor.address(sizeOfOffsets);
  return chunked(readDimensions(cursor, rank, 4), address === undefined ? {} : { address });
}

function parseChunked4(cursor: Cursor, { sizeOfOffsets, sizeOfLengths }: FieldSizes): ChunkedLayout {
  const flags = cursor.uint(1);
  const rank = cursor.uint(1);
  const width = cursor.uint(1);
  if (width < 1 || width > 8) throw hdmfError("malformed", `the data layout message has dimensions of ${width} bytes`);
  const dimensions = readDimensions(cursor, rank, width);
  const index = parseIndex(cursor, flags, sizeOfLengths);
  const address = cursor.address(sizeOfOffsets);
  return {
    ...chunked(dimensions, address === undefined ? {} : { address }),
    plainEdges: (flags & 1) !== 0,
    index,
  };
}

function parseVirtual(cursor: Cursor, { sizeOfOffsets }: FieldSizes): VirtualLayout {
  const address = cursor.address(sizeOfOffsets);
  const index = cursor.uint(4);
  return { kind: "virtual", ...(address !== undefined && { mappings: { address, index } }) };
}

function parseIndex(cursor: Cursor, flags: number, sizeOfLengths: number): ChunkIndexKind {
  const kind = cursor.uint(1);
  switch (kind) {
    case 1:
      if ((flags & 2) === 0) return { kind: "single", filterMask: 0 };
      return { kind: "single", length: cursor.uint(sizeOfLengths), filterMask: cursor.uint(4) };
    case 2:
      return { kind: "implicit" };
    case 3:
      cursor.skip(1);
      return { kind: "fixedArray" };
    case 4:
      cursor.skip(5);
      return { kind: "extensibleArray" };
    case 5:
      cursor.skip(6);
      return { kind: "btree2" };
  }
  throw hdmfError("unsupported", `the chunk index of kind ${kind} cannot be read, only 1 to 5`);
}

function chunked(dimensions: readonly number[], where: { readonly address?: number }): ChunkedLayout {
  const chunks = dimensions.slice(0, -1);
  const elementSize = dimensions.at(-1);
  if (elementSize === undefined || dimensions.includes(0))
    throw hdmfError("malformed", `the data layout message has chunks of [${dimensions.join(", ")}]`);
  return { kind: "chunked", chunks, elementSize, plainEdges: false, index: { kind: "btree1" }, ...where };
}

/** The shape of a chunk with the size of an element as last dimension. */
function readDimensions(cursor: Cursor, rank: number, width: number): number[] {
  if (rank > mostRank + 1) throw hdmfError("malformed", `the data layout message has ${rank} dimensions`);
  return Array.from({ length: rank }, () => cursor.uint(width));
}
