import { hdmfError } from "@hdmf-ts/errors";
import { aligned } from "../io/aligned.ts";
import { type ByteWriter, byteWriter, newFileSizes } from "../io/byte-writer.ts";
import { withChecksum } from "../io/with-checksum.ts";
import { messageType } from "./message-type.ts";

/** A message as it is put into a header. */
export interface WrittenMessage {
  readonly type: number;
  readonly body: Uint8Array;
  /** Of {@link messageFlag}. */
  readonly flags?: number;
  /** Of attributes, where their order of creation is tracked: the place in it. */
  readonly order?: number;
}

/** What can be said of a message (specification IV.A.1.a), added up. */
export const messageFlag = { constant: 1, shared: 2, notShareable: 4 } as const;

/** What a header is, besides its messages. */
export interface HeaderForm {
  readonly version: 1 | 2;
  /** Hard links to the object; 1 unless told. */
  readonly referenceCount?: number;
  /** Attributes are kept and indexed in the order of creation: needs version 2. */
  readonly attributeOrder?: boolean;
  /** Bytes that are left free, in a message that says nothing, for what an editor adds: 64 unless told, a multiple of 8. */
  readonly spare?: number;
}

/** The longest body of a message in either version. */
export const mostMessageBytes = 65_528;

/**
 * Bytes of a header whose messages have bodies of these lengths.
 * @param more Bytes of further messages, with their heads.
 * @throws as {@link encodeObjectHeader}
 */
export function objectHeaderLength(bodyLengths: readonly number[], form: HeaderForm, more = 0): number {
  const spare = form.spare ?? usualSpare;
  const head = headLength(form);
  let length = more + (countsLinks(form) ? head + 5 : 0) + (spare > 0 ? head + spare : 0);
  for (const body of bodyLengths) length += head + paddedLength(body, form);
  return form.version === 1 ? 16 + length : 10 + (1 << widthCode(length)) + length;
}

/**
 * Lays out an object header of version 1 or 2 (specification IV.A.1) as one block.
 * @throws `limit` for a message longer than {@link mostMessageBytes}, and for too many of them
 */
export function encodeObjectHeader(messages: readonly WrittenMessage[], form: HeaderForm): Uint8Array {
  const length = objectHeaderLength(
    messages.map(({ body }) => body.length),
    form,
  );
  const writer = byteWriter(newFileSizes, length);
  beginHeader(writer, messages.length, length, form);
  putMessages(writer, messages, form);
  endHeader(writer, form);
  return writer.finish();
}

/**
 * Begins a header: its messages follow, then {@link endHeader}.
 * @param count Of the messages that the caller puts.
 * @param length Of the whole, by {@link objectHeaderLength}.
 * @throws `limit` for too many messages
 */
export function beginHeader(writer: ByteWriter, count: number, length: number, form: HeaderForm): void {
  if (form.version === 2) {
    const code = widthCodeOfWhole(length);
    writer.ascii("OHDR");
    writer.uint(2, 1);
    writer.uint(code | (form.attributeOrder ? 12 : 0), 1);
    writer.uint(length - 10 - (1 << code), 1 << code);
    return;
  }
  const all = count + ((form.spare ?? usualSpare) > 0 ? 1 : 0);
  if (all > 0xffff) throw hdmfError("limit", `An object header cannot have ${all} messages; 65,535 are the most`);
  writer.uint(1, 2);
  writer.uint(all, 2);
  writer.uint(form.referenceCount ?? 1, 4);
  writer.uint(length - 16, 4);
  writer.zeros(4);
}

/** Puts messages. @throws `limit` for one that is too long */
export function putMessages(writer: ByteWriter, messages: readonly WrittenMessage[], form: HeaderForm): void {
  for (const { type, body, flags = 0, order = 0 } of messages) putMessage(writer, form, type, body, flags, order);
}

/** Puts a message; see {@link WrittenMessage}. @throws `limit` for one that is too long */
export function putMessage(
  writer: ByteWriter,
  form: HeaderForm,
  type: number,
  body: Uint8Array,
  flags: number,
  order = 0,
): void {
  const { length } = body;
  putMessageHead(writer, form, type, length, flags, order);
  writer.bytes(body);
  if (form.version === 1) writer.zeros(paddedLength(length, form) - length);
}

/** Puts what stands in front of a body of `length` bytes, which the caller puts, with what pads it. */
export function putMessageHead(
  writer: ByteWriter,
  form: HeaderForm,
  type: number,
  length: number,
  flags: number,
  order = 0,
): void {
  const { version, attributeOrder } = form;
  writer.uint(type, version === 1 ? 2 : 1);
  writer.uint(paddedLength(length, form), 2);
  writer.uint(flags, 1);
  if (version === 1) writer.zeros(3);
  else if (attributeOrder) writer.uint(order, 2);
}

/** Puts what comes behind the messages. */
export function endHeader(writer: ByteWriter, form: HeaderForm): void {
  const spare = form.spare ?? usualSpare;
  if (countsLinks(form)) {
    putMessageHead(writer, form, messageType.referenceCount, 5, messageFlag.notShareable);
    writer.zeros(1);
    writer.uint(form.referenceCount ?? 1, 4);
  }
  if (spare > 0) {
    putMessageHead(writer, form, messageType.nil, spare, 0);
    writer.zeros(spare);
  }
  if (form.version === 2) withChecksum(writer);
}

const usualSpare = 64;

function headLength({ version, attributeOrder }: HeaderForm): number {
  return version === 1 ? 8 : attributeOrder ? 6 : 4;
}

/** The first version has the count in its prefix. */
function countsLinks({ version, referenceCount = 1 }: HeaderForm): boolean {
  return version === 2 && referenceCount !== 1;
}

/** The first version pads bodies to 8 bytes. @throws `limit` for a body that is too long */
function paddedLength(length: number, { version }: HeaderForm): number {
  if (length <= mostMessageBytes) return version === 1 ? aligned(length) : length;
  throw hdmfError("limit", `A message of ${length} bytes does not fit into an object header: 64 KiB are the most`);
}

/** The width of the length, as a power of two. */
function widthCode(length: number): number {
  return length < 256 ? 0 : length < 65_536 ? 1 : 2;
}

/** The same from the length of the whole header of version 2, which is 10 bytes and the width itself longer. */
function widthCodeOfWhole(length: number): number {
  return length - 11 < 256 ? 0 : length - 12 < 65_536 ? 1 : 2;
}
