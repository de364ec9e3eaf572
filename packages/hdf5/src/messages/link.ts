import { decodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Hdf5Link } from "../hdf5-file.ts";
import { Cursor } from "../io/cursor.ts";

/** A link with its name (specification IV.A.2.g). */
export interface NamedLink {
  readonly name: string;
  readonly link: Hdf5Link;
  /** Its place in the order of creation; 0 where that is not tracked. */
  readonly order: number;
}

/** @throws `malformed`, `unsupported` */
export function readLink(cursor: Cursor, sizeOfOffsets: number, decode: (bytes: Uint8Array) => string): NamedLink {
  const version = cursor.uint(1);
  if (version !== 1) throw hdmfError("unsupported", `${cursor.what} has version ${version}, and 1 is known`);
  const flags = cursor.uint(1);
  const kind = (flags & 8) === 0 ? 0 : cursor.uint(1);
  const order = (flags & 4) === 0 ? 0 : cursor.uint(8);
  if ((flags & 16) !== 0) cursor.skip(1);
  const name = checkName(decode(cursor.take(cursor.uint(1 << (flags & 3)))), cursor);
  return { name, order, link: readTarget(cursor, kind, sizeOfOffsets) };
}

function readTarget(cursor: Cursor, kind: number, sizeOfOffsets: number): Hdf5Link {
  if (kind === 0) {
    const hard = cursor.address(sizeOfOffsets);
    if (hard === undefined) throw hdmfError("malformed", `${cursor.what} leads nowhere`);
    return { hard };
  }
  const value = cursor.take(cursor.uint(2));
  if (kind === 1) return { soft: decodeUtf8(value) };
  if (kind !== 64) return { userDefined: kind };
  if (value[0] !== 0) throw hdmfError("unsupported", `${cursor.what} is an external link of another version than 0`);
  const first = value.indexOf(0, 1);
  const last = value.indexOf(0, first + 1);
  if (first < 0) throw hdmfError("malformed", `${cursor.what} is an external link without a path`);
  const source = decodeUtf8(value.subarray(1, first));
  return { external: { source, path: decodeUtf8(value.subarray(first + 1, last < 0 ? value.length : last)) } };
}

/** @throws `malformed` for a name that no link can have */
export function checkName(name: string, cursor: Cursor): string {
  if (name !== "" && name !== "." && !name.includes("/")) return name;
  throw hdmfError("malformed", `${cursor.what} has a link with the impossible name ${JSON.stringify(name)}`);
}

/** A link message of the group whose header is at an address. */
export function linkCursor(body: Uint8Array, address: number): Cursor {
  return new Cursor(body, "A link of the group", 0, address);
}
