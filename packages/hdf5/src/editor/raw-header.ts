import { hdmfError } from "@hdmf-ts/errors";
import { lookup3 } from "../checksum.ts";
import { messageType } from "../headers/message-type.ts";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes, Range } from "../io/file-bytes.ts";

/** A message of a header that is edited. Those that are left as they are stay the same objects. */
export interface RawMessage {
  readonly type: number;
  readonly flags: number;
  /** Where attributes are kept in the order of creation: the place in it. */
  readonly order: number;
  /** In memory of its own. In version 1 with the bytes that pad it. */
  readonly body: Uint8Array;
}

/** A message in its place. */
export interface PlacedMessage extends RawMessage {
  /** Of the body. */
  readonly address: number;
}

/** A stretch of the file that holds messages. */
export interface HeaderBlock extends Range {
  /** Its bytes; with signature and checksum in version 2. The first block of version 1 is without the prefix. */
  readonly bytes: Uint8Array;
  /** Where the messages stand in it, NILs and continuations too. */
  readonly messages: readonly PlacedMessage[];
}

/** An object header as it stands in the file, all of it. */
export interface RawHeader {
  readonly address: number;
  readonly version: 1 | 2;
  /** Hard links to the object. */
  readonly references: number;
  /** Of the prefix: how many messages there are; 0 in version 2. */
  readonly count: number;
  /** Of the prefix in version 2, from the signature to the length of the first block, this excluded. */
  readonly prefix: Uint8Array;
  /** The first one at the header's address. */
  readonly blocks: readonly HeaderBlock[];
}

const mostMessages = 1 << 16;
const name = "The object header";

/** @throws `not-found`, `malformed`, `unsupported` */
export function readRawHeader(bytes: FileBytes, address: number): RawHeader {
  const isAddress = Number.isSafeInteger(address) && address > 0 && address + 16 <= bytes.end;
  const start = isAddress ? bytes.at(address, Math.min(64, bytes.end - address), name) : new Uint8Array(8);
  if (start[0] === 1 && start[1] === 0) return readVersion1(bytes, address, start);
  if (String.fromCharCode(...start.subarray(0, 4)) === "OHDR") return readVersion2(bytes, address, start);
  throw hdmfError("not-found", `There is no object header at address ${address}`, {
    hint: "The link or reference that led there points to nothing, or the file is damaged",
  });
}

/** The messages that say something, in the order of the file; a count of references is none. */
export function ownMessages({ blocks }: RawHeader): PlacedMessage[] {
  return blocks.flatMap(({ messages }) =>
    messages.filter(
      ({ type }) =>
        type !== messageType.nil && type !== messageType.continuation && type !== messageType.referenceCount,
    ),
  );
}

function readVersion1(bytes: FileBytes, address: number, start: Uint8Array): RawHeader {
  const cursor = new Cursor(start, name, 2, address);
  const count = cursor.uint(2);
  const references = cursor.uint(4);
  const length = cursor.uint(4);
  const blocks = readBlocks(bytes, { address: address + 16, length }, (block) => messages1(block, address));
  return { address, version: 1, references, count, prefix: new Uint8Array(0), blocks };
}

function readVersion2(bytes: FileBytes, address: number, start: Uint8Array): RawHeader {
  const cursor = new Cursor(start, name, 4, address);
  const version = cursor.uint(1);
  if (version !== 2) throw hdmfError("unsupported", `${cursor.what} has version ${version}, and 1 and 2 are known`);
  const flags = cursor.uint(1);
  cursor.skip(((flags & 0x20) === 0 ? 0 : 16) + ((flags & 0x10) === 0 ? 0 : 4));
  const prefix = start.slice(0, cursor.at);
  const length = cursor.uint(1 << (flags & 3));
  const first = cursor.at;
  const blocks = readBlocks(bytes, { address, length: first + length + 4 }, (block, index) => {
    const sign = String.fromCharCode(...block.bytes.subarray(0, 4));
    if (sign !== (index === 0 ? "OHDR" : "OCHK")) throw damaged(address, "it goes on where nothing of it is");
    const end = block.length - 4;
    if (end < 4 || new Cursor(block.bytes, name, end).uint(4) !== lookup3(block.bytes.subarray(0, end)))
      throw damaged(address, "its checksum does not fit its bytes");
    return messages2(block, address, index === 0 ? first : 4, isTracked(prefix));
  });
  const references = referencesIn(blocks);
  return { address, version: 2, references, count: 0, prefix, blocks };
}

/** Messages tile a block of version 1. */
export function messages1(block: Omit<HeaderBlock, "messages">, header: number): PlacedMessage[] {
  const part = new Cursor(block.bytes, name, 0, header);
  const messages: PlacedMessage[] = [];
  while (part.left >= 8) {
    const type = part.uint(2);
    const size = part.uint(2);
    const flags = part.uint(1);
    part.skip(3);
    const at = block.address + part.at;
    if (size % 8 !== 0) throw damaged(header, `a message has ${size} bytes, which is no multiple of 8`);
    messages.push({ type, flags, order: 0, address: at, body: part.take(size) });
  }
  if (part.left > 0) throw damaged(header, "its messages do not fill their block");
  return messages;
}

/** In version 2 a gap too small for a message may follow them. @param start Of the first message in the block */
export function messages2(
  block: Omit<HeaderBlock, "messages">,
  header: number,
  start: number,
  tracked: boolean,
): PlacedMessage[] {
  const part = new Cursor(block.bytes, name, start, header, block.length - 4);
  const messages: PlacedMessage[] = [];
  while (part.left >= (tracked ? 6 : 4)) {
    const type = part.uint(1);
    const size = part.uint(2);
    const flags = part.uint(1);
    const order = tracked ? part.uint(2) : 0;
    const at = block.address + part.at;
    messages.push({ type, flags, order, address: at, body: part.take(size) });
  }
  return messages;
}

/** Whether messages carry the order in which attributes were created. */
export function isTracked(prefix: Uint8Array): boolean {
  return (prefix[5]! & 4) !== 0;
}

function referencesIn(blocks: readonly HeaderBlock[]): number {
  for (const { messages } of blocks)
    for (const { type, body } of messages)
      if (type === messageType.referenceCount) return new Cursor(body, name, 1).uint(4);
  return 1;
}

/** Follows the continuations; blocks do not overlap, so those that form a circle take more than all of the file. */
function readBlocks(
  bytes: FileBytes,
  first: Range,
  parse: (block: Omit<HeaderBlock, "messages">, index: number) => PlacedMessage[],
): HeaderBlock[] {
  const blocks: HeaderBlock[] = [];
  const wanted = [first];
  let total = 0;
  let count = 0;
  for (const range of wanted) {
    total += range.length;
    const block = { ...range, bytes: bytes.at(range.address, range.length, name).slice() };
    const messages = parse(block, blocks.length);
    count += messages.length;
    if (total > bytes.end || count > mostMessages) throw damaged(first.address, "its blocks form a circle");
    blocks.push({ ...block, messages });
    for (const { type, body } of messages) {
      if (type !== messageType.continuation) continue;
      const cursor = new Cursor(body, name, 0, first.address);
      const address = cursor.address(8);
      if (address === undefined) throw damaged(first.address, "it goes on nowhere");
      wanted.push({ address, length: cursor.uint(8) });
    }
  }
  return blocks;
}

function damaged(address: number, how: string): Error {
  return hdmfError("malformed", `${name} at address ${address} is damaged: ${how}`);
}
