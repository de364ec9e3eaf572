import { hdmfError } from "@hdmf-ts/errors";
import { lookup3 } from "../checksum.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes } from "../io/file-bytes.ts";
import { HeaderMessage } from "./header-message.ts";
import { messageType } from "./message-type.ts";

/** An object header (specification IV.A.1) with the messages of all its blocks, without those that only hold it together. */
export interface ObjectHeader {
  readonly address: number;
  readonly messages: readonly HeaderMessage[];
  /** Attributes are kept, and indexed, in the order of creation. */
  readonly attributeOrder: boolean;
}

interface Block {
  readonly address: number;
  readonly length: number;
  /** The bytes of this block and of all before it. */
  readonly total: number;
}

const maxMessages = 1 << 20;
const name = "The object header";

/** @throws `not-found` where there is no object header, `malformed`, `unsupported` */
export function readObjectHeader(bytes: FileBytes, address: number): ObjectHeader {
  const isAddress = Number.isSafeInteger(address) && address >= 0 && address + 12 <= bytes.end;
  const prefix = isAddress ? bytes.at(address, Math.min(64, bytes.end - address), "An object header") : undefined;
  if (prefix !== undefined && isSigned(prefix, 0x4f, 0x48, 0x44, 0x52)) return readVersion2(bytes, address, prefix);
  if (prefix !== undefined && prefix[0] === 1 && prefix[1] === 0 && prefix.length >= 16) {
    return readVersion1(bytes, address, prefix);
  }
  throw hdmfError("not-found", `There is no object header at address ${address}`, {
    hint: "The link or reference that led there points to nothing, or the file is damaged",
  });
}

function isSigned(bytes: Uint8Array, a: number, b: number, c: number, d: number): boolean {
  return bytes[0] === a && bytes[1] === b && bytes[2] === c && bytes[3] === d;
}

function readVersion1(bytes: FileBytes, address: number, prefix: Uint8Array): ObjectHeader {
  // The number of messages before it is not heeded, as by the library.
  const cursor = new Cursor(prefix, name, 8, address);
  const messages: HeaderMessage[] = [];
  // The prefix is padded to 16 bytes.
  const first = cursor.uint(4);
  const blocks: Block[] = [{ address: address + 16, length: first, total: first }];
  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index] as Block;
    const part = new Cursor(bytes.at(block.address, block.length, name), name, 0, address);
    while (part.left >= 8) {
      const type = part.uint(2);
      const length = part.uint(2);
      const flags = part.uint(1);
      part.skip(3);
      takeMessage(messages, blocks, bytes, part, type, flags, length, messages.length);
    }
  }
  return { address, messages, attributeOrder: false };
}

function readVersion2(bytes: FileBytes, address: number, prefix: Uint8Array): ObjectHeader {
  const cursor = new Cursor(prefix, name, 4, address);
  const version = cursor.uint(1);
  if (version !== 2) throw hdmfError("unsupported", `${cursor.what} has version ${version}, and 1 and 2 are known`);
  const flags = cursor.uint(1);
  cursor.skip(((flags & 0x20) === 0 ? 0 : 16) + ((flags & 0x10) === 0 ? 0 : 4));
  const length = cursor.uint(1 << (flags & 3));
  const tracked = (flags & 4) !== 0;
  const messages: HeaderMessage[] = [];
  const first = cursor.at + length + 4;
  const blocks: Block[] = [{ address, length: first, total: first }];
  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index] as Block;
    const all = bytes.at(block.address, block.length, name);
    const start = index === 0 ? cursor.at : 4;
    if (index > 0 && !isSigned(all, 0x4f, 0x43, 0x48, 0x4b)) {
      throw hdmfError("malformed", `${cursor.what} is damaged: it goes on at ${block.address}, where nothing of it is`);
    }
    checkSum(all, cursor, block.address);
    const part = new Cursor(all.subarray(0, all.length - 4), name, start, address);
    while (part.left >= (tracked ? 6 : 4)) {
      const type = part.uint(1);
      const size = part.uint(2);
      const messageFlags = part.uint(1);
      const order = tracked ? part.uint(2) : messages.length;
      takeMessage(messages, blocks, bytes, part, type, messageFlags, size, order);
    }
  }
  return { address, messages, attributeOrder: (flags & 0x0c) === 0x0c };
}

function checkSum(block: Uint8Array, header: Cursor, address: number): void {
  const at = block.length - 4;
  if (at >= 4 && new Cursor(block, name, at).uint(4) === lookup3(block.subarray(0, at))) return;
  throw hdmfError("malformed", `${header.what} (the block at ${address}) is damaged: its checksum does not fit`);
}

function takeMessage(
  messages: HeaderMessage[],
  blocks: Block[],
  bytes: FileBytes,
  part: Cursor,
  type: number,
  flags: number,
  length: number,
  order: number,
): void {
  const start = part.at;
  part.skip(length);
  if (type === messageType.nil) return;
  if (type !== messageType.continuation) {
    if (messages.length >= maxMessages) throw hdmfError("limit", `${part.what} has more than ${maxMessages} messages`);
    // Bit 7: whoever does not know the message shall not read the object.
    if (type > messageType.last && (flags & 0x80) !== 0) {
      throw hdmfError(
        "unsupported",
        `${part.what} has a message of the unknown type ${type}, which it must not be read without`,
      );
    }
    messages.push(new HeaderMessage(type, (flags & 2) !== 0, order, part.bytes, start, part.at));
    return;
  }
  const cursor = new Cursor(part.bytes, name, start, part.place, part.at);
  const address = cursor.address(bytes.sizeOfOffsets);
  const more = cursor.uint(bytes.sizeOfLengths);
  if (address === undefined) throw hdmfError("malformed", `${part.what} is damaged: it goes on nowhere`);
  // Blocks do not overlap: those that form a circle, or share their bytes, sooner or later take more than all of the file.
  const last = blocks.at(-1) as Block;
  const total = last.total + more;
  if (total > bytes.end) throw hdmfError("malformed", `${part.what} is damaged: its blocks form a circle`);
  blocks.push({ address, length: more, total });
}
