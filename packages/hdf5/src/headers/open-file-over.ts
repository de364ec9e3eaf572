import type { Shape } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { parseDataspace } from "../datatypes/dataspace-message.ts";
import { parseDatatype } from "../datatypes/datatype-message.ts";
import { createTextCache } from "../datatypes/text-cache.ts";
import { createGlobalHeaps } from "../heaps/global-heaps.ts";
import { byteCache } from "../io/byte-cache.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { type LazyPart, lazyPart } from "../io/lazy-part.ts";
import type { Superblock } from "../io/superblock.ts";
import { messageType } from "./message-type.ts";
import { readObjectHeader } from "./object-header.ts";
import type { OpenFile } from "./open-file.ts";
import { resolveSpace } from "./resolve-message.ts";

/** Only files that share messages among headers need it. */
export const sharing: LazyPart<typeof import("./read-shared-message.ts")> = /* @__PURE__ */ lazyPart(
  () => import("./read-shared-message.ts"),
);

/** What the parsers of a file share: its bytes and caches, and where its shared messages are. */
export function openFileOver(bytes: FileBytes, { extension }: Pick<Superblock, "extension">): OpenFile {
  const heaps = createGlobalHeaps();
  const { sizeOfOffsets, sizeOfLengths } = bytes;
  const file: OpenFile = {
    bytes,
    types: byteCache((body) => parseDatatype(body, "A datatype")),
    spaces: byteCache((body) => parseDataspace(body, sizeOfLengths, "A dataspace")),
    sharedMessage: (type, heapId) => sharing().readSharedMessage(bytes, extension, type, heapId),
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
