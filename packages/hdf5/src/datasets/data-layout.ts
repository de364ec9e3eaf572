import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";
import { type LazyPart, lazyPart } from "../io/lazy-part.ts";
import { chunked, readDimensions } from "./chunked-layout.ts";

/** Where the elements of a dataset are (specification IV.A.2.i). An address that is absent was never allocated. */
export type DataLayout =
  | { readonly kind: "compact"; readonly bytes: Uint8Array }
  | { readonly kind: "contiguous"; readonly address?: number; readonly size?: number }
  | ChunkedLayout
  | VirtualLayout;

/** The object of the global heap that says which elements are those of which other dataset; absent where no others are. */
export interface VirtualLayout {
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
export type ChunkIndexKind =
  | { readonly kind: "btree1" | "implicit" | "fixedArray" | "extensibleArray" | "btree2" }
  | { readonly kind: "single"; readonly length?: number; readonly filterMask: number };

/** Widths in bytes that the superblock sets for the file. */
export interface FieldSizes {
  readonly sizeOfOffsets: number;
  readonly sizeOfLengths: number;
}

/** Layouts of versions before 3, and those that came after it. */
export const otherLayouts: LazyPart<typeof import("./other-layouts.ts")> = /* @__PURE__ */ lazyPart(
  () => import("./other-layouts.ts"),
);

/**
 * Reads a data layout message of version 1 to 5; the bytes of compact data are a copy.
 * @throws `malformed`; `unsupported` for other versions; `AbsentBytes` until what reads the layout is loaded.
 */
export function parseDataLayout(message: Uint8Array, sizes: FieldSizes): DataLayout {
  const cursor = new Cursor(message, "the data layout message");
  const version = cursor.uint(1);
  if (version === 1 || version === 2) return otherLayouts().parseOldLayout(cursor, sizes);
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
      return version === 3 ? parseChunked3(cursor, sizes) : otherLayouts().parseNewChunks(cursor, sizes);
    case 3:
      if (version > 3) return otherLayouts().parseVirtual(cursor, sizes);
  }
  throw hdmfError("malformed", `the data layout message of version ${version} has the class ${layoutClass}`);
}

function parseChunked3(cursor: Cursor, { sizeOfOffsets }: FieldSizes): ChunkedLayout {
  const rank = cursor.uint(1);
  const address = cursor.address(sizeOfOffsets);
  return chunked(readDimensions(cursor, rank, 4), address === undefined ? {} : { address });
}
