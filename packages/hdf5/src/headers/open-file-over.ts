import type { Shape } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { parseDataspace } from "../datatypes/dataspace-message.ts";
import { parseDatatype } from "../datatypes/datatype-message.ts";
import { createTextCache } from "../datatypes/text-cache.ts";
import { openFractalHeap } from "../heaps/fractal-heap.ts";
import { createGlobalHeaps } from "../heaps/global-heaps.ts";
import { readSharedMessageTable, sharedMessageHeap } from "../heaps/shared-messages.ts";
import { byteCache } from "../io/byte-cache.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import type { Superblock } from "../io/superblock.ts";
import { messageType } from "./message-type.ts";
import { readObjectHeader } from "./object-header.ts";
import type { OpenFile } from "./open-file.ts";
import { resolveSpace } from "./resolve-message.ts";

/** What the parsers of a file share: its bytes and caches, and where its shared messages are. */
export function openFileOver(bytes: FileBytes, { extension }: Superblock): OpenFile {
  const heaps = createGlobalHeaps();
  const { sizeOfOffsets, sizeOfLengths } = bytes;
  const file: OpenFile = {
    bytes,
    types: byteCache((body) => parseDatatype(body, "A datatype")),
    spaces: byteCache((body) => parseDataspace(body, sizeOfLengths, "A dataspace")),
    sharedMessage: (type, heapId) => readSharedMessage(bytes, extension, type, heapId),
    decode: {
      sizeOfOffsets,
      texts: createTextCache(),
      heap: (address) => heaps.collection(bytes, address),
      heapObject: (address, index) => heaps.object(bytes, address, index),
      wantHeaps: (addresses) => heaps.want(bytes, addresses),
      shapeOf: (address) => shapeAt(file, address),
    },
  };
  return file;
}

function shapeAt(file: OpenFile, address: number): Shape {
  const space = readObjectHeader(file.bytes, address).messages.find(({ type }) => type === messageType.dataspace);
  if (space !== undefined) return resolveSpace(file, space.block, space.start, space.end, space.shared).shape;
  throw hdmfError("malformed", `A region reference leads to the object at ${address}, which is no dataset`);
}

/** Looks into the heap that the superblock extension leads to (specification IV.A.2.p, III.I). */
function readSharedMessage(
  bytes: FileBytes,
  extension: number | undefined,
  type: number,
  heapId: Uint8Array,
): Uint8Array {
  const header = extension === undefined ? undefined : readObjectHeader(bytes, extension);
  const message = header?.messages.find((found) => found.type === messageType.sharedTable);
  if (message === undefined) {
    throw hdmfError("malformed", `A message of type ${type} is shared, but the file has no table of shared messages`);
  }
  const cursor = new Cursor(message.body, "The shared message table message", 1);
  const address = cursor.address(bytes.sizeOfOffsets);
  if (address === undefined) throw hdmfError("malformed", "The table of shared messages is nowhere");
  const table = readSharedMessageTable(bytes, address, cursor.uint(1));
  return openFractalHeap(bytes, sharedMessageHeap(table, type)).read(heapId);
}
