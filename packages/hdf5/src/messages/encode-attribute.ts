import { hdmfError } from "@hdmf-ts/errors";
import { byteWriter, newFileSizes } from "../io/byte-writer.ts";
import { encodeTerminated } from "./encode-text.ts";

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
  const text = encodeTerminated(name, "The name of an attribute");
  const padded = (length: number): number => (committed ? length : 8 * Math.ceil(length / 8));
  return 8 + padded(text.length + 1) + padded(datatype) + padded(dataspace) + value;
}

/**
 * Lays out an attribute message (specification IV.A.2.m): version 1, whose parts are padded to 8 bytes, and version 2, whose parts are
 * not, where the type is committed. Names are UTF-8 in both, as h5py writes them.
 *
 * @throws `limit` for a name or type of 64 KiB or more; `invalid` for a name with a NUL
 */
export function encodeAttribute({ name, datatype, committed = false, dataspace, value }: AttributeParts): Uint8Array {
  const text = encodeTerminated(name, "The name of an attribute");
  if (text.length >= mostBytes || datatype.length > mostBytes) {
    const what = `the attribute ${JSON.stringify(name.slice(0, 60))}`;
    throw hdmfError("limit", `The name or the type of ${what} has 64 KiB or more, which HDF5 cannot keep`);
  }
  const writer = byteWriter(newFileSizes, 64 + text.length + datatype.length + value.length);
  const pad = (): void => {
    if (!committed) writer.align(8);
  };
  writer.uint(committed ? 2 : 1, 1);
  writer.uint(committed ? 1 : 0, 1);
  writer.uint(text.length + 1, 2);
  writer.uint(datatype.length, 2);
  writer.uint(dataspace.length, 2);
  writer.bytes(text);
  writer.zeros(1);
  pad();
  writer.bytes(datatype);
  pad();
  writer.bytes(dataspace);
  pad();
  writer.bytes(value);
  return writer.finish();
}
