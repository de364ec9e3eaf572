import { hdmfError } from "@hdmf-ts/errors";
import { aligned } from "../io/aligned.ts";
import { type ByteWriter, byteWriter, newFileSizes } from "../io/byte-writer.ts";
import { encodeTerminated, isPlainAscii } from "./encode-text.ts";

/** The parts of an attribute, each laid out. */
export interface AttributeParts {
  readonly name: string;
  /** The body of a datatype message; of a shared message where the type is `committed`. */
  readonly datatype: Uint8Array;
  readonly committed?: boolean;
  /** The body of a dataspace message. */
  readonly dataspace: Uint8Array;
  /** The elements as stored; empty for the null space. */
  readonly value: Uint8Array;
}

/** How long the parts of an attribute will be. */
export interface AttributeLengths {
  readonly name: string;
  readonly datatype: number;
  readonly committed: boolean;
  readonly dataspace: number;
  readonly value: number;
}

const mostBytes = 0xffff;

/** The length of what {@link encodeAttribute} makes of such parts. @throws as it does */
export function attributeLength({ name, datatype, committed, dataspace, value }: AttributeLengths): number {
  const length = isPlainAscii(name) ? name.length : encodeTerminated(name, "The name of an attribute").length;
  const padded = (bytes: number): number => (committed ? bytes : aligned(bytes));
  return 8 + padded(length + 1) + padded(datatype) + padded(dataspace) + value;
}

/**
 * Lays out an attribute message (specification IV.A.2.m): version 1, whose parts are padded to 8 bytes, and version 2, whose parts are
 * not, where the type is committed. Names are UTF-8 in both, as h5py writes them.
 *
 * @throws `limit` for a name or type of 64 KiB or more; `invalid` for a name with a NUL
 */
export function encodeAttribute(parts: AttributeParts): Uint8Array {
  const { name, datatype, value } = parts;
  const writer = byteWriter(newFileSizes, 64 + name.length + datatype.length + value.length);
  putAttributeHead(writer, parts);
  writer.bytes(value);
  return writer.finish();
}

/** All of it but the value, which comes behind. @throws as {@link encodeAttribute}, before anything is put */
export function putAttributeHead(
  writer: ByteWriter,
  { name, datatype, committed = false, dataspace }: Omit<AttributeParts, "value">,
): void {
  const text = isPlainAscii(name) ? undefined : encodeTerminated(name, "The name of an attribute");
  const length = text?.length ?? name.length;
  if (length >= mostBytes || datatype.length > mostBytes) {
    const what = `the attribute ${JSON.stringify(name.slice(0, 60))}`;
    throw hdmfError("limit", `The name or the type of ${what} has 64 KiB or more, which HDF5 cannot keep`);
  }
  const to = committed ? 1 : 8;
  writer.uint(committed ? 2 : 1, 1);
  writer.uint(committed ? 1 : 0, 1);
  writer.uint(length + 1, 2);
  writer.uint(datatype.length, 2);
  writer.uint(dataspace.length, 2);
  if (text === undefined) writer.ascii(name);
  else writer.bytes(text);
  writer.zeros(1);
  writer.align(to);
  writer.bytes(datatype);
  writer.align(to);
  writer.bytes(dataspace);
  writer.align(to);
}
