import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";

/** What a header says of links or attributes that are not kept in it (specification IV.A.2.c and v). */
export interface StorageInfo {
  /** The order of creation is tracked, and there is an index of it. */
  readonly creationOrder: boolean;
  /** Where they are; absent where they are kept in the header. */
  readonly heap?: number;
  /** The index of their names. */
  readonly names?: number;
}

/** The link info message. @throws `malformed`, `unsupported` */
export function readLinkInfo(body: Uint8Array, sizeOfOffsets: number): StorageInfo {
  return readInfo(new Cursor(body, "A link info message"), sizeOfOffsets, 8);
}

/** The attribute info message. @throws `malformed`, `unsupported` */
export function readAttributeInfo(body: Uint8Array, sizeOfOffsets: number): StorageInfo {
  return readInfo(new Cursor(body, "An attribute info message"), sizeOfOffsets, 2);
}

function readInfo(cursor: Cursor, sizeOfOffsets: number, indexBytes: number): StorageInfo {
  const version = cursor.uint(1);
  if (version !== 0) throw hdmfError("unsupported", `${cursor.what} has version ${version}, and 0 is known`);
  const flags = cursor.uint(1);
  if ((flags & 1) !== 0) cursor.skip(indexBytes);
  const heap = cursor.address(sizeOfOffsets);
  const names = cursor.address(sizeOfOffsets);
  return {
    creationOrder: (flags & 3) === 3,
    ...(heap === undefined ? {} : { heap }),
    ...(names === undefined ? {} : { names }),
  };
}
