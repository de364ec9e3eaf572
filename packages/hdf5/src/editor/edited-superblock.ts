import { hdmfError } from "@hdmf-ts/errors";
import { lookup3 } from "../checksum.ts";
import type { SymbolTable } from "../headers/encode-pointers.ts";
import { messageType } from "../headers/message-type.ts";
import { readObjectHeader } from "../headers/object-header.ts";
import { byteWriter } from "../io/byte-writer.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import type { Superblock } from "../io/superblock.ts";
import type { Write } from "./commit-steps.ts";

/** What an editor has to know of a superblock beyond where things are. */
export interface EditedSuperblock {
  readonly block: Superblock;
  /** The end of the file as it says it, from the base address. */
  readonly end: number;
  /** Half of the most entries: of symbol nodes, of B-trees of groups, of those of chunks. */
  readonly ranks: { readonly leaf: number; readonly group: number; readonly chunk: number };
  /** The root's symbol table is repeated here. */
  readonly cachesRoot: boolean;
  /** The write that says that the file ends there. */
  endWrite(end: number): Write;
  /** The write that repeats the root's symbol table. */
  rootWrite(table: SymbolTable): Write;
}

const usualRanks = { leaf: 4, group: 16, chunk: 32 };
const kValues = 0x13;
const fileSpaceInfo = 0x17;

/**
 * @param bytes Their addresses count from the base address.
 * @throws `unsupported` for files that cannot be changed in their place, `denied` for one that another program is writing
 */
export function readEditedSuperblock(bytes: FileBytes, block: Superblock, label: string): EditedSuperblock {
  if (block.sizeOfOffsets !== 8 || block.sizeOfLengths !== 8)
    throw refuse(label, `its addresses have ${block.sizeOfOffsets} bytes and its lengths ${block.sizeOfLengths}`);
  if (block.family !== undefined) throw refuse(label, "it is one of several files of a family");
  return block.version < 2 ? oldSuperblock(bytes, block, label) : newSuperblock(bytes, block, label);
}

function oldSuperblock(bytes: FileBytes, block: Superblock, label: string): EditedSuperblock {
  const shift = block.version === 1 ? 4 : 0;
  const all = bytes.at(0, 96 + shift, "The superblock");
  const cursor = new Cursor(all, "The superblock", 16);
  const ranks = { leaf: cursor.uint(2), group: cursor.uint(2), chunk: usualRanks.chunk };
  if (block.version === 1) {
    cursor.at = 24;
    ranks.chunk = cursor.uint(2);
  }
  cursor.at = 24 + shift;
  checkBase(cursor, block, label);
  if (cursor.address(8) !== undefined) throw refuse(label, "it keeps an index of its free space");
  // The end counts from the start of the file, other than all addresses.
  const end = cursor.uint(8) - block.base;
  if (cursor.address(8) !== undefined) throw refuse(label, "a driver of several files wrote it");
  cursor.at = 72 + shift;
  const cachesRoot = cursor.uint(4) === 1;
  return {
    block,
    end,
    ranks,
    cachesRoot,
    endWrite(address) {
      const writer = byteWriter(block, 8);
      writer.address(address + block.base);
      return { address: 40 + shift, bytes: writer.finish() };
    },
    rootWrite({ btree, heap }) {
      const writer = byteWriter(block, 16);
      writer.address(btree);
      writer.address(heap);
      return { address: 80 + shift, bytes: writer.finish() };
    },
  };
}

function newSuperblock(bytes: FileBytes, block: Superblock, label: string): EditedSuperblock {
  const all = bytes.at(0, 48, "The superblock").slice();
  const cursor = new Cursor(all, "The superblock", 11);
  const flags = cursor.uint(1);
  if (block.version >= 3 && (flags & 5) !== 0) {
    throw hdmfError("denied", `${label} is marked as being written by another program`, {
      hint: "close it there; where that program is gone, clear the mark with h5clear -s",
    });
  }
  checkBase(cursor, block, label);
  cursor.at = 28;
  const end = cursor.uint(8) - block.base;
  return {
    block,
    end,
    ranks: readExtension(bytes, block, label),
    cachesRoot: false,
    endWrite(address) {
      const writer = byteWriter(block, 48);
      writer.bytes(all.subarray(0, 28));
      writer.address(address + block.base);
      writer.bytes(all.subarray(36, 44));
      writer.uint(lookup3(writer.finish()), 4);
      return { address: 28, bytes: writer.finish().slice(28) };
    },
    rootWrite() {
      throw new TypeError("only older superblocks repeat the root's symbol table");
    },
  };
}

function checkBase(cursor: Cursor, { base }: Superblock, label: string): void {
  const stored = cursor.uint(8);
  if (stored !== base) throw refuse(label, `it was put behind ${base} other bytes, and says ${stored}`);
}

function readExtension(bytes: FileBytes, { extension }: Superblock, label: string): EditedSuperblock["ranks"] {
  if (extension === undefined) return usualRanks;
  let ranks = usualRanks;
  for (const { type, body } of readObjectHeader(bytes, extension).messages) {
    if (type === kValues) {
      const cursor = new Cursor(body, "The message of B-tree K values", 1);
      ranks = { chunk: cursor.uint(2), group: cursor.uint(2), leaf: cursor.uint(2) };
    } else if (type === fileSpaceInfo) checkFileSpace(body, label);
    else if (type === messageType.cacheImage && new Cursor(body, "", 1).address(8) !== undefined)
      throw refuse(label, "its metadata is in a cache image");
    else if (type === messageType.driverInfo) throw refuse(label, "a driver of several files wrote it");
  }
  return ranks;
}

/** Free space that the file keeps lists of would have to be kept with them; pages are given out by kinds. */
function checkFileSpace(body: Uint8Array, label: string): void {
  const [version, strategy, persist] = body;
  // The strategies: 0 lists and the end of the file, 1 pages.
  const isPlain = version === 1 ? strategy !== 1 && persist === 0 : version === 0 && strategy !== 1;
  if (!isPlain) throw refuse(label, "it keeps its free space in lists, or its metadata in pages");
}

function refuse(label: string, why: string): Error {
  return hdmfError("unsupported", `${label} cannot be edited: ${why}`, {
    hint: "copy it with `hdmf convert`, and edit the copy",
  });
}
