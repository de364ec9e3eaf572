import { hdmfError } from "@hdmf-ts/errors";
import { readLocalHeap } from "../heaps/local-heap.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { takeVersion } from "../signature.ts";

/** A stretch of another file that holds elements, those behind the stretch before it. */
export interface ExternalStretch {
  /** The file's name, as bytes of the file. */
  readonly name: Uint8Array;
  readonly offset: number;
  /** In bytes; `Infinity` for a stretch that may grow without limit. */
  readonly length: number;
}

/** Reads an external file list message (specification IV.A.2.h). @throws `malformed`, `unsupported` */
export function readExternalFiles(bytes: FileBytes, body: Uint8Array, what: string): ExternalStretch[] {
  const cursor = new Cursor(body, `The external file list of the ${what}`);
  takeVersion(cursor, 1);
  cursor.skip(5);
  const used = cursor.uint(2);
  const heapAddress = cursor.address(bytes.sizeOfOffsets);
  if (heapAddress === undefined) throw hdmfError("malformed", `${cursor.what} has no names`);
  const heap = readLocalHeap(bytes, heapAddress);
  return Array.from({ length: used }, () => {
    const name = heap.text(cursor.uint(bytes.sizeOfLengths)).slice();
    const offset = cursor.uint(bytes.sizeOfLengths);
    return { name, offset, length: cursor.address(bytes.sizeOfLengths) ?? Number.POSITIVE_INFINITY };
  });
}
