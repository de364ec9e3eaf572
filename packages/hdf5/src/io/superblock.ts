import { hdmfError } from "@hdmf-ts/errors";
import { lookup3 } from "../checksum.ts";
import { Cursor } from "./cursor.ts";
import type { Family } from "./driver-info.ts";
import type { FileBytes } from "./file-bytes.ts";
import { type LazyPart, lazyPart } from "./lazy-part.ts";
import type { Addressing } from "./paged-bytes.ts";

/** What the beginning of a file says (specification II.A). */
export interface Superblock extends Addressing {
  readonly version: number;
  /** Address of the root group's object header. */
  readonly root: number;
  /** Address of the object header of the superblock extension. */
  readonly extension?: number;
  /** The bytes that the file has at least, all its members together. */
  readonly needed: number;
  /** Where the file is one of several, as far as the superblock itself says it. */
  readonly family?: Family;
}

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const widths = [2, 4, 8];

/** What reads the information of a driver. */
export const driverInfo: LazyPart<typeof import("./driver-info.ts")> = /* @__PURE__ */ lazyPart(
  () => import("./driver-info.ts"),
);

/**
 * @param bytes The file from its very first byte.
 * @throws `malformed` for a file that is empty, not HDF5, or whose superblock is damaged; `unsupported`
 */
export function readSuperblock(bytes: FileBytes, name: string): Superblock {
  if (bytes.end === 0) {
    throw hdmfError("malformed", `${name} is empty (0 bytes)`, { hint: "Copy or download the file again" });
  }
  const base = findSignature(bytes);
  if (base === undefined) {
    throw hdmfError("malformed", `${name} is not an HDF5 file: it has no HDF5 signature`, {
      hint: "Give an HDF5 file, or the folder of a Zarr store",
    });
  }
  const what = `The superblock of ${name}`;
  const block = bytes.at(base, Math.min(128, bytes.end - base), what);
  const cursor = new Cursor(block, what, 8);
  const version = cursor.uint(1);
  if (version > 3) throw hdmfError("unsupported", `${what} has version ${version}, and 0 to 3 are known`);
  return version < 2 ? oldSuperblock(bytes, cursor, version, base) : newSuperblock(cursor, version, base);
}

function findSignature(bytes: FileBytes): number | undefined {
  for (let at = 0; at + 8 <= bytes.end; at = at === 0 ? 512 : at * 2) {
    const found = bytes.at(at, 8, "The signature");
    if (signature.every((byte, index) => found[index] === byte)) return at;
  }
  return undefined;
}

function oldSuperblock(bytes: FileBytes, cursor: Cursor, version: number, base: number): Superblock {
  const { what } = cursor;
  if (cursor.uint(1) !== 0 || cursor.uint(1) !== 0)
    throw hdmfError("unsupported", `${what} has parts of later versions`);
  cursor.skip(2);
  const addressing = readWidths(cursor, base);
  cursor.skip(version === 1 ? 13 : 9);
  const { sizeOfOffsets } = addressing;
  const stored = cursor.address(sizeOfOffsets);
  cursor.skip(sizeOfOffsets);
  const end = new Cursor(cursor.take(sizeOfOffsets), what);
  const driver = cursor.address(sizeOfOffsets);
  const family = driver === undefined ? undefined : readDriver(bytes, base + driver, what);
  const needed = neededBytes(stored, end.address(sizeOfOffsets), base);
  // The name's offset in the root's entry has the size of lengths, against III.C of the specification; so libhdf5 writes it.
  cursor.skip(addressing.sizeOfLengths);
  const root = needRoot(cursor.address(sizeOfOffsets), what);
  return { version, ...addressing, root, needed, ...(family === undefined ? {} : { family }) };
}

function newSuperblock(cursor: Cursor, version: number, base: number): Superblock {
  const { what } = cursor;
  const addressing = readWidths(cursor, base);
  cursor.skip(1);
  const { sizeOfOffsets } = addressing;
  const stored = cursor.address(sizeOfOffsets);
  const extension = cursor.address(sizeOfOffsets);
  const end = cursor.address(sizeOfOffsets);
  const root = cursor.address(sizeOfOffsets);
  const sum = lookup3(cursor.bytes.subarray(0, cursor.at));
  if (cursor.uint(4) !== sum) throw hdmfError("malformed", `${what} is damaged: its checksum does not fit`);
  const needed = neededBytes(stored, end, base);
  const named = { version, ...addressing, root: needRoot(root, what), needed };
  return { ...named, ...(extension === undefined ? {} : { extension }) };
}

function readWidths(cursor: Cursor, base: number): Addressing {
  const sizeOfOffsets = cursor.uint(1);
  const sizeOfLengths = cursor.uint(1);
  if (!widths.includes(sizeOfOffsets) || !widths.includes(sizeOfLengths)) {
    const message = `${cursor.what} says addresses of ${sizeOfOffsets} and lengths of ${sizeOfLengths} bytes`;
    throw hdmfError("malformed", `${message}; 2, 4 and 8 are possible`);
  }
  return { base, sizeOfOffsets, sizeOfLengths };
}

function readDriver(bytes: FileBytes, at: number, what: string): Family | undefined {
  const head = new Cursor(bytes.at(at, 16, "The driver information block"), what, 4);
  const length = head.uint(4);
  return driverInfo().parseDriver(head.take(8), bytes.at(at + 16, length, "The driver information block"), what);
}

/** A file that was put behind something else keeps its old base and end (II.A, "Base Address"). */
function neededBytes(stored = 0, end: number | undefined, base: number): number {
  return end === undefined ? 0 : end + base - stored;
}

/** @throws `malformed` */
export function checkLength({ needed }: Superblock, fileEnd: number, name: string): void {
  if (needed <= fileEnd) return;
  const message = `The superblock of ${name} says that the file is truncated: ${fileEnd} bytes of ${needed} are there`;
  throw hdmfError("malformed", message, { hint: "Copy or download the file again" });
}

function needRoot(root: number | undefined, what: string): number {
  if (root !== undefined) return root;
  throw hdmfError("malformed", `${what} names no root group`);
}
