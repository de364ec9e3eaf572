import { hdmfError } from "@hdmf-ts/errors";
import type { Cursor } from "../io/cursor.ts";
import { chunked, readDimensions } from "./chunked-layout.ts";
import type { ChunkedLayout, ChunkIndexKind, DataLayout, FieldSizes, VirtualLayout } from "./data-layout.ts";

/** Versions 1 and 2 keep the dimensions of all classes. */
export function parseOldLayout(cursor: Cursor, { sizeOfOffsets }: FieldSizes): DataLayout {
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

/** Chunks of version 4 and 5. */
export function parseNewChunks(cursor: Cursor, { sizeOfOffsets, sizeOfLengths }: FieldSizes): ChunkedLayout {
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

/** @throws `malformed` */
export function parseVirtual(cursor: Cursor, { sizeOfOffsets }: FieldSizes): VirtualLayout {
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
