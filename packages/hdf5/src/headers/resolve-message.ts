import { hdmfError } from "@hdmf-ts/errors";
import type { Dataspace } from "../datatypes/dataspace-message.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import { Cursor } from "../io/cursor.ts";
import { messageType } from "./message-type.ts";
import { readObjectHeader } from "./object-header.ts";
import type { OpenFile } from "./open-file.ts";
import { readSharedPlace } from "./shared-message.ts";

/** A message where it is, whoever shares it. */
export interface ResolvedMessage {
  readonly body: Uint8Array;
  /** The address of the object whose header holds it, if that is another: a committed datatype. */
  readonly header?: number;
}

/** A type, and the committed datatype that it comes from. */
export interface ResolvedType {
  readonly type: StoredType;
  readonly datatype?: number;
}

/** What a message says, if it is shared elsewhere. @throws `malformed`, `unsupported` */
export function resolveMessage(file: OpenFile, type: number, body: Uint8Array, shared: boolean): ResolvedMessage {
  if (!shared) return { body };
  const { bytes } = file;
  const what = `A shared message of type ${type}`;
  const place = readSharedPlace(new Cursor(body, what), bytes.sizeOfOffsets, bytes.sizeOfLengths);
  if ("heapId" in place) return { body: file.sharedMessage(type, place.heapId) };
  const found = readObjectHeader(bytes, place.header).messages.find((message) => message.type === type);
  if (found === undefined || found.shared) {
    throw hdmfError("malformed", `${what} should be in the object header at ${place.header}, and is not`);
  }
  return { body: found.body, header: place.header };
}

/** The type that a datatype message says, from `start` to `end` of `bytes`. */
export function resolveType(
  file: OpenFile,
  bytes: Uint8Array,
  start: number,
  end: number,
  shared: boolean,
): ResolvedType {
  if (!shared) return { type: file.types(bytes, start, end) };
  const found = resolveMessage(file, messageType.datatype, bytes.subarray(start, end), true);
  const type = file.types(found.body);
  return found.header === undefined ? { type } : { type, datatype: found.header };
}

/** The shape that a dataspace message says, from `start` to `end` of `bytes`. */
export function resolveSpace(
  file: OpenFile,
  bytes: Uint8Array,
  start: number,
  end: number,
  shared: boolean,
): Dataspace {
  if (!shared) return file.spaces(bytes, start, end);
  return file.spaces(resolveMessage(file, messageType.dataspace, bytes.subarray(start, end), true).body);
}
