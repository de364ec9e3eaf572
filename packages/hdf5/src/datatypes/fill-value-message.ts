import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";

/** What a fill value message says. */
export interface FillValue {
  /** One element as stored, in memory of its own; absent where nobody defined one: zeros then. */
  readonly bytes?: Uint8Array;
  /** Elements that were never written are not filled: they read as zeros, whatever `bytes` is. */
  readonly neverWritten?: true;
}

const userDefined = 0x20;

/**
 * Reads the fill value message of type 5, or the old one of type 4 (specification IV.A.2.e, f).
 *
 * @param size Bytes of an element of the dataset.
 * @param what Names the message in errors, as "The fill value of /a".
 * @param place An address that belongs to it.
 * @throws `malformed`, `unsupported` for other versions than 1 to 3
 */
export function parseFillValue(type: 4 | 5, message: Uint8Array, size: number, what: string, place = -1): FillValue {
  const cursor = new Cursor(message, what, 0, place);
  if (type === 4) return takeValue(cursor, size, {});
  const version = cursor.uint(1);
  if (version < 1 || version > 3) throw hdmfError("unsupported", `${cursor.what} is of version ${version}`);
  if (version === 3) {
    const flags = cursor.uint(1);
    const rest: FillValue = ((flags >> 2) & 3) === 1 ? { neverWritten: true } : {};
    return (flags & userDefined) !== 0 ? takeValue(cursor, size, rest) : rest;
  }
  cursor.skip(1);
  const rest: FillValue = cursor.uint(1) === 1 ? { neverWritten: true } : {};
  const defined = cursor.uint(1) === 1;
  return version === 1 || defined ? takeValue(cursor, size, rest) : rest;
}

function takeValue(cursor: Cursor, size: number, rest: FillValue): FillValue {
  const length = cursor.uint(4);
  // The first version says with -1 that there is none.
  if (length === 0 || length === 0xffff_ffff) return rest;
  if (length !== size) {
    throw hdmfError("malformed", `${cursor.what} has ${length} bytes, an element of its dataset ${size}`);
  }
  return { ...rest, bytes: cursor.take(length).slice() };
}
