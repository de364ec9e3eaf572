import { decodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { lookup3 } from "../checksum.ts";
import { type StoredSelection, takeSelection } from "../datatypes/dataspace-selection.ts";
import { Cursor } from "../io/cursor.ts";

/** Which elements of a virtual dataset are those of which source: the first selected of the one is the first of the other, and so on. */
export interface Mapping {
  /** The source's file; `.` is that of the virtual dataset. Names may hold `%b`, the number of a block, and `%%`. */
  readonly file: string;
  /** The source's path. */
  readonly path: string;
  readonly source: StoredSelection;
  readonly virtual: StoredSelection;
}

const mostMappings = 2 ** 20;
// The second version leaves out names that an earlier mapping has (flags of HDF5 2.0, not in the specification).
const sharedFile = 1;
const sharedPath = 2;
const sameFile = 4;

/** Reads the mappings of a virtual dataset (specification III.F). @throws `malformed`, `unsupported`, `limit` */
export function parseMappings(block: Uint8Array, sizeOfLengths: number, what: string): Mapping[] {
  const cursor = new Cursor(block, what);
  const version = cursor.uint(1);
  if (version > 1) throw hdmfError("unsupported", `${what} have version ${version}, and 0 and 1 are known`);
  const count = cursor.uint(sizeOfLengths);
  if (count > mostMappings) throw hdmfError("limit", `${what} are ${count}; ${mostMappings} are the most`);
  const mappings: Mapping[] = [];
  for (let index = 0; index < count; index++) {
    const flags = version === 0 ? 0 : cursor.uint(1);
    if (flags > 7) throw hdmfError("unsupported", `${what} have the unknown flags ${flags}`);
    const earlier = () => earlierOf(mappings, cursor.uint(sizeOfLengths), what);
    const file = (flags & sameFile) !== 0 ? "." : (flags & sharedFile) !== 0 ? earlier().file : takeText(cursor);
    const path = (flags & sharedPath) !== 0 ? earlier().path : takeText(cursor);
    mappings.push({ file, path, source: takeSelection(cursor), virtual: takeSelection(cursor) });
  }
  const sum = lookup3(block.subarray(0, cursor.at));
  if (cursor.uint(4) !== sum) throw hdmfError("malformed", `${what} are damaged: their checksum does not fit`);
  return mappings;
}

function earlierOf(mappings: readonly Mapping[], index: number, what: string): Mapping {
  const found = mappings[index];
  if (found !== undefined) return found;
  throw hdmfError("malformed", `${what} share the name of mapping ${index}, which is none before it`);
}

function takeText(cursor: Cursor): string {
  const end = cursor.bytes.indexOf(0, cursor.at);
  if (end < 0) throw hdmfError("malformed", `${cursor.what} have a name without an end`);
  const text = decodeUtf8(cursor.take(end - cursor.at));
  cursor.skip(1);
  return text;
}
