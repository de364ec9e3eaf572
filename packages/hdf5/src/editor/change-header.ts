import { hdmfError } from "@hdmf-ts/errors";
import { lookup3 } from "../checksum.ts";
import { encodeContinuation } from "../headers/encode-pointers.ts";
import { messageType } from "../headers/message-type.ts";
import { aligned } from "../io/aligned.ts";
import { byteWriter, newFileSizes } from "../io/byte-writer.ts";
import type { Range } from "../io/file-bytes.ts";
import { withChecksum } from "../io/with-checksum.ts";
import { isWhole, type Write } from "./commit-steps.ts";
import type { EditSpace } from "./edit-space.ts";
import {
  type HeaderBlock,
  isTracked,
  messages1,
  messages2,
  ownMessages,
  type RawHeader,
  type RawMessage,
} from "./raw-header.ts";

/** How an object header comes to say something else. The header stays where it is, since references lead there. */
export interface HeaderChange {
  /** One write, unless it cannot lie in one sector; none where nothing changes but the count of links. */
  readonly publish: readonly Write[];
  /** What follows the publish, and changes nothing for libhdf5 and for us. */
  readonly after: readonly Write[];
  /** Changes the count of links alone: before the publish where it goes up, behind it where it goes down. */
  readonly references?: Write;
  /** That write leads to a new block. */
  readonly leadsOn?: boolean;
  /** What the header no longer takes. */
  readonly freed: readonly Range[];
  readonly header: RawHeader;
}

const sizes = newFileSizes;

/** @param messages All but NILs, continuations and counts of links; those that stay are the objects of `ownMessages`. */
export function changeHeader(
  header: RawHeader,
  messages: readonly RawMessage[],
  references: number,
  space: EditSpace,
  base: number,
): HeaderChange {
  return header.version === 1
    ? changeVersion1(header, messages, references, space, base)
    : changeVersion2(header, messages, references, space, base);
}

function changeVersion1(
  header: RawHeader,
  wanted: readonly RawMessage[],
  references: number,
  space: EditSpace,
  base: number,
): HeaderChange {
  const messages = wanted.map(padded);
  const counted = countWrite(header, references);
  const now: RawHeader = { ...header, references };
  const rest = { after: [], freed: [], header: now, ...(counted && { references: counted }) };
  const inPlace = changeInPlace(now, ownMessages(header), messages, base);
  if (inPlace !== undefined) return { ...rest, ...inPlace };

  const [first] = header.blocks as [HeaderBlock];
  const kept = new Set<RawMessage>(messages);
  for (let index = 0; index < first.messages.length; index++) {
    const at = first.messages[index]!.address - 8;
    const room = first.address + first.length - at;
    if (room < 24) break;
    // What follows is all swallowed by one continuation, up to the longest that a message can be.
    if (room - 8 <= 65_528 && (isWhole(base, { address: at, bytes: new Uint8Array(24) }) || index === 0)) {
      const start = first.messages.slice(0, index);
      const made = continueAt(
        header,
        start,
        messages.filter((message) => !start.includes(message as never)),
        references,
        at,
        space,
        base,
      );
      if (made.publish.every((write) => isWhole(base, write)) || isLast(first, index, kept)) {
        return { ...rest, ...made, header: { ...made.header, references } };
      }
      space.giveBack(made.header.blocks[1]!);
    }
    if (isLast(first, index, kept)) break;
  }
  return { ...rest, ...rewriteStraddling(header, messages, references, space, base) };
}

/** Bodies of version 1 have a multiple of 8 bytes. */
function padded(message: RawMessage): RawMessage {
  const { length } = message.body;
  if (length % 8 === 0) return message;
  const body = new Uint8Array(aligned(length));
  body.set(message.body);
  return { ...message, body };
}

/** Whether the message at `index` must go, so that no later one can be the first of those that go. */
function isLast({ messages }: HeaderBlock, index: number, kept: ReadonlySet<RawMessage>): boolean {
  const message = messages[index]!;
  return message.type !== messageType.nil && !kept.has(message);
}

function rewriteStraddling(
  header: RawHeader,
  messages: readonly RawMessage[],
  references: number,
  space: EditSpace,
  base: number,
): Omit<HeaderChange, "references"> {
  const [first] = header.blocks as [HeaderBlock];
  if (first.length < 24 || first.length > 65_536) {
    throw hdmfError(
      "unsupported",
      `The object header at address ${header.address} cannot be edited: its first block has ${first.length} bytes`,
    );
  }
  return continueAt(header, [], messages, references, first.address, space, base);
}

/** Puts messages into a new block, and makes what stands at `at` and behind it the continuation that leads there. */
function continueAt(
  header: RawHeader,
  start: readonly RawMessage[],
  moved: readonly RawMessage[],
  references: number,
  at: number,
  space: EditSpace,
  base: number,
): Omit<HeaderChange, "references"> {
  const [first] = header.blocks as [HeaderBlock];
  // With as many messages as before, the count in the prefix can stay.
  const least = Math.max(moved.length === 0 ? 1 : 0, header.count - start.length - 1 - moved.length);
  const nils = new Array<RawMessage>(least).fill({
    type: messageType.nil,
    flags: 0,
    order: 0,
    body: new Uint8Array(0),
  });
  const bytes = encodeMessages1([...moved, ...nils]);
  const address = space.allocateWhole(bytes.length);
  space.put(address, bytes);
  const second = withMessages1({ address, length: bytes.length, bytes }, header.address);

  const count = start.length + 1 + moved.length + nils.length;
  const head = byteWriter(sizes, 24);
  head.uint(messageType.continuation, 2);
  head.uint(first.address + first.length - at - 8, 2);
  head.zeros(4);
  head.bytes(encodeContinuation(address, bytes.length, sizes));
  const pointer = { address: at, bytes: head.finish() };
  const writtenFirst = first.bytes.slice();
  writtenFirst.set(pointer.bytes, at - first.address);
  const block = withMessages1({ address: first.address, length: first.length, bytes: writtenFirst }, header.address);
  const next = { ...header, count, blocks: [block, second] };
  const freed = header.blocks.slice(1);
  if (count === header.count) return { publish: [pointer], after: [], freed, header: next };

  const number = byteWriter(sizes, 2);
  number.uint(count, 2);
  const counter = { address: header.address + 2, bytes: number.finish() };
  if (start.length === 0) {
    // From the count through the pointer, over what stands between them.
    const all = byteWriter(sizes, 38);
    all.uint(count, 2);
    all.uint(Math.max(references, header.references), 4);
    all.uint(first.length, 4);
    all.zeros(4);
    all.bytes(pointer.bytes);
    const both = { address: header.address + 2, bytes: all.finish() };
    if (isWhole(base, both)) return { publish: [both], after: [], freed, header: next };
  }
  // With the count too low, libhdf5 and we find all messages the same.
  return { publish: [pointer], after: [counter], freed, header: next };
}

function countWrite(header: RawHeader, references: number): Write | undefined {
  if (references === header.references) return undefined;
  const writer = byteWriter(sizes, 4);
  writer.uint(references, 4);
  return { address: header.address + 4, bytes: writer.finish() };
}

function changeVersion2(
  header: RawHeader,
  wanted: readonly RawMessage[],
  references: number,
  space: EditSpace,
  base: number,
): HeaderChange {
  const before = header.blocks.flatMap((block) =>
    block.messages.filter(({ type }) => type !== messageType.nil && type !== messageType.continuation),
  );
  const counted = before.find(({ type }) => type === messageType.referenceCount);
  const isCounted = counted !== undefined || references !== 1;
  const messages = isCounted ? withCount(before, wanted, counted, references) : wanted;
  const now: RawHeader = { ...header, references };
  const own = ownMessages(header);
  const onlyReferences =
    references !== header.references &&
    wanted.length === own.length &&
    wanted.every((message) => own.includes(message as never));
  const finish = (change: Omit<HeaderChange, "references">): HeaderChange => {
    const [only] = change.publish;
    // A count alone is no publish: readers do not look at it.
    if (!onlyReferences || only === undefined || change.publish.length > 1 || !isWhole(base, only)) return change;
    return { ...change, publish: [], references: only, leadsOn: change.header.blocks[1] !== header.blocks[1] };
  };
  const inPlace = changeInPlace(now, before, messages, base);
  if (inPlace !== undefined) return finish({ after: [], freed: [], ...inPlace });

  const [first] = header.blocks as [HeaderBlock];
  const tracked = isTracked(header.prefix);
  const bytes = encodeMessages2(messages, tracked);
  const address = space.allocateWhole(bytes.length);
  space.put(address, bytes);
  const widthBytes = 1 << (header.prefix[5]! & 3);
  const head = byteWriter(sizes, 64);
  head.bytes(header.prefix);
  head.uint(tracked ? 22 : 20, widthBytes);
  putHead2(head, { type: messageType.continuation, flags: 0, order: 0 }, 16, tracked);
  head.bytes(encodeContinuation(address, bytes.length, sizes));
  const shortened = withChecksum(head);
  if (shortened.length > first.length) {
    throw hdmfError(
      "unsupported",
      `The object header at address ${header.address} cannot be edited: its first block has ${first.length} bytes`,
    );
  }
  const start = header.prefix.length;
  const publish = [{ address: header.address + start, bytes: shortened.slice(start) }];
  const block = { address: header.address, length: shortened.length, bytes: shortened };
  const second = { address, length: bytes.length, bytes };
  return finish({
    publish,
    after: [],
    freed: header.blocks.slice(1),
    header: {
      ...now,
      blocks: [
        { ...block, messages: messages2(block, header.address, start + widthBytes, tracked) },
        { ...second, messages: messages2(second, header.address, 4, tracked) },
      ],
    },
  });
}

function withCount(
  before: readonly RawMessage[],
  wanted: readonly RawMessage[],
  counted: RawMessage | undefined,
  references: number,
): RawMessage[] {
  const body = new Uint8Array(5);
  new DataView(body.buffer).setUint32(1, references, true);
  const message =
    counted === undefined ? { type: messageType.referenceCount, flags: 4, order: 0, body } : { ...counted, body };
  const at = counted === undefined ? -1 : before.indexOf(counted);
  return at < 0 ? [...wanted, message] : [...wanted.slice(0, at), message, ...wanted.slice(at)];
}

/** Messages of the same kinds and lengths are changed where they stand, if one write can do it. */
function changeInPlace(
  header: RawHeader,
  before: readonly (RawMessage & { readonly address: number })[],
  wanted: readonly RawMessage[],
  base: number,
): Pick<HeaderChange, "publish" | "header"> | undefined {
  if (before.length !== wanted.length) return undefined;
  let first = Number.POSITIVE_INFINITY;
  let last = -1;
  for (let index = 0; index < before.length; index++) {
    const message = before[index]!;
    const next = wanted[index]!;
    if (next === message) continue;
    if (next.type !== message.type || next.flags !== message.flags || next.order !== message.order) return undefined;
    if (next.body.length !== message.body.length) return undefined;
    for (let at = 0; at < next.body.length; at++) {
      if (next.body[at] === message.body[at]) continue;
      first = Math.min(first, message.address + at);
      last = Math.max(last, message.address + at);
    }
  }
  if (last < 0) return { publish: [], header };
  const index = header.blocks.findIndex(({ address, length }) => first >= address && last < address + length);
  const block = header.blocks[index];
  if (block === undefined) return undefined;
  const bytes = block.bytes.slice();
  for (let at = 0; at < before.length; at++) {
    const { address } = before[at]!;
    if (address >= block.address && address < block.address + block.length)
      bytes.set(wanted[at]!.body, address - block.address);
  }
  if (header.version === 2) {
    const end = bytes.length - 4;
    new DataView(bytes.buffer).setUint32(end, lookup3(bytes.subarray(0, end)), true);
    last = block.address + bytes.length - 1;
  }
  const write = { address: first, bytes: bytes.slice(first - block.address, last + 1 - block.address) };
  if (!isWhole(base, write)) return undefined;
  const range = { address: block.address, length: block.length, bytes };
  const tracked = header.version === 2 && isTracked(header.prefix);
  const start = index > 0 ? 4 : header.prefix.length + (1 << ((header.prefix[5] ?? 0) & 3));
  const messages =
    header.version === 1 ? messages1(range, header.address) : messages2(range, header.address, start, tracked);
  return { publish: [write], header: { ...header, blocks: header.blocks.with(index, { ...range, messages }) } };
}

function withMessages1(block: Omit<HeaderBlock, "messages">, header: number): HeaderBlock {
  return { ...block, messages: messages1(block, header) };
}

/** Messages as they stand in a block of version 1. */
export function encodeMessages1(messages: readonly RawMessage[]): Uint8Array {
  const writer = byteWriter(sizes, 512);
  for (const { type, flags, body } of messages) {
    writer.uint(type, 2);
    writer.uint(body.length, 2);
    writer.uint(flags, 1);
    writer.zeros(3);
    writer.bytes(body);
  }
  return writer.finish();
}

/** A block that continues a header of version 2. */
export function encodeMessages2(messages: readonly RawMessage[], tracked: boolean): Uint8Array {
  const writer = byteWriter(sizes, 512);
  writer.ascii("OCHK");
  for (const message of messages) {
    putHead2(writer, message, message.body.length, tracked);
    writer.bytes(message.body);
  }
  return withChecksum(writer);
}

function putHead2(
  writer: ReturnType<typeof byteWriter>,
  { type, flags, order }: Omit<RawMessage, "body">,
  length: number,
  tracked: boolean,
): void {
  writer.uint(type, 1);
  writer.uint(length, 2);
  writer.uint(flags, 1);
  if (tracked) writer.uint(order, 2);
}
