import type { Filter } from "@hdmf-ts/array";
import { decodeUtf8 } from "@hdmf-ts/array";
import { filterFromHdf5 } from "@hdmf-ts/codecs";
import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";

const mostFilters = 32;

/**
 * Reads a filter pipeline message of version 1 or 2 (specification IV.A.2.l): the filters in the order in which they were
 * applied when writing, by the neutral names of `@hdmf-ts/codecs`.
 */
export function parseFilterPipeline(message: Uint8Array): Filter[] {
  const cursor = new Cursor(message, "the filter pipeline message");
  const version = cursor.uint(1);
  const count = cursor.uint(1);
  if (version !== 1 && version !== 2)
    throw hdmfError("unsupported", `a filter pipeline message of version ${version} cannot be read, only 1 and 2`);
  if (count > mostFilters)
    throw hdmfError("malformed", `the filter pipeline message has ${count} filters, the most are ${mostFilters}`);
  if (version === 1) cursor.skip(6);
  return Array.from({ length: count }, () => parseFilter(cursor, version));
}

function parseFilter(cursor: Cursor, version: 1 | 2): Filter {
  const id = cursor.uint(2);
  const nameLength = version === 2 && id < 256 ? 0 : cursor.uint(2);
  cursor.skip(2);
  const values = cursor.uint(2);
  // Version 1 pads names to 8 bytes, whether or not the length says so.
  const name = cursor.take(version === 1 ? 8 * Math.ceil(nameLength / 8) : nameLength);
  const clientData = Array.from({ length: values }, () => cursor.uint(4));
  if (version === 1 && values % 2 === 1 && cursor.left > 0) cursor.skip(Math.min(4, cursor.left));
  const end = name.indexOf(0);
  const text = decodeUtf8(end < 0 ? name : name.subarray(0, end));
  return text === "" ? filterFromHdf5(id, clientData) : filterFromHdf5(id, clientData, text);
}
