import { hdmfError } from "@hdmf-ts/errors";
import { byteCursor } from "./byte-cursor.ts";
import type { RawBytes } from "./raw-bytes.ts";
import type { Superblock } from "./superblock.ts";

/** A message of an object header (specification IV.A), by its number. */
export interface HeaderMessage {
  readonly type: number;
  /** Bit 1: the body is kept elsewhere. */
  readonly flags: number;
  readonly body: Uint8Array;
  /** When attributes are kept in the order of creation: its place in it. */
  readonly order?: number;
}

export interface ObjectHeader {
  readonly address: number;
  readonly messages: readonly HeaderMessage[];
  /** Attributes are kept, and indexed, in the order of creation. */
  readonly attributeOrder: boolean;
}

export const message = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  oldFill: 0x04,
  fill: 0x05,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  groupInfo: 0x0a,
  pipeline: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

const maxMessages = 1 << 20;

function isVersion2(bytes: Uint8Array): boolean {
  return bytes[0] === 0x4f && bytes[1] === 0x48 && bytes[2] === 0x44 && bytes[3] === 0x52;
}

/** Reads the messages of the object header at `address`; `malformed` where there is none. */
export function readObjectHeader(raw: RawBytes, block: Superblock, address: number): ObjectHeader {
  const start = block.base + address;
  const what = `The object header at ${address}`;
  const head = raw.read(start, Math.min(32, Math.max(0, raw.byteLength - start)));
  const cursor = byteCursor(head, what);
  const two = isVersion2(head);
  if (two) cursor.skip(4);
  if (cursor.uint(1) !== (two ? 2 : 1)) throw hdmfError("malformed", `${what} is damaged, or no object is there`);
  let flags = 0;
  let size: number;
  if (two) {
    flags = cursor.uint(1);
    cursor.skip((flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0));
    size = cursor.uint(1 << (flags & 3));
  } else {
    cursor.skip(7);
    size = cursor.uint(4);
    cursor.skip(4);
  }
  const messages: HeaderMessage[] = [];
  const parts: { at: number; size: number }[] = [{ at: start + cursor.at, size }];
  const seen = new Set<number>();
  for (const part of parts) {
    if (seen.has(part.at)) throw hdmfError("malformed", `${what} is damaged: its parts form a circle`);
    seen.add(part.at);
    readPart(raw.read(part.at, part.size));
  }
  return { address, messages, attributeOrder: two && (flags & 0x0c) === 0x0c };

  function readPart(bytes: Uint8Array): void {
    const part = byteCursor(bytes, what);
    const headBytes = two ? (flags & 0x04 ? 6 : 4) : 8;
    while (part.left >= headBytes) {
      const type = part.uint(two ? 1 : 2);
      const length = part.uint(2);
      const messageFlags = part.uint(1);
      let order: number | undefined;
      if (!two) part.skip(3);
      else if (flags & 0x04) order = part.uint(2);
      const body = part.take(length);
      if (type === message.continuation) {
        const next = byteCursor(body, what);
        const at = block.base + (next.address(block.offsetBytes) ?? 0);
        const partSize = next.uint(block.lengthBytes);
        // Version 2 wraps a continuation in a signature and a checksum of 4 bytes each.
        parts.push(two ? { at: at + 4, size: partSize - 8 } : { at, size: partSize });
      } else if (type !== 0) {
        messages.push({ type, flags: messageFlags, body, ...(order === undefined ? {} : { order }) });
      }
      if (messages.length > maxMessages) throw hdmfError("limit", `${what} has more than ${maxMessages} messages`);
    }
  }
}
