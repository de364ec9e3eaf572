import { hdmfError } from "@hdmf-ts/errors";
import type { Cursor } from "../io/cursor.ts";
import type { ChunkedLayout } from "./data-layout.ts";

const mostRank = 32;

/** Chunks with an index as of version 3. @param dimensions The shape of a chunk, then the size of an element. */
export function chunked(dimensions: readonly number[], where: { readonly address?: number }): ChunkedLayout {
  const chunks = dimensions.slice(0, -1);
  const elementSize = dimensions.at(-1);
  if (elementSize === undefined || dimensions.includes(0))
    throw hdmfError("malformed", `the data layout message has chunks of [${dimensions.join(", ")}]`);
  return { kind: "chunked", chunks, elementSize, plainEdges: false, index: { kind: "btree1" }, ...where };
}

/** The shape of a chunk with the size of an element as last dimension. */
export function readDimensions(cursor: Cursor, rank: number, width: number): number[] {
  if (rank > mostRank + 1) throw hdmfError("malformed", `the data layout message has ${rank} dimensions`);
  return Array.from({ length: rank }, () => cursor.uint(width));
}
