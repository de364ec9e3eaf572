import { hdmfError } from "@hdmf-ts/errors";
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

/** Bytes of a header whose messages have bodies of these lengths. @throws as {@link encodeObjectHeader} */
export function objectHeaderLength(bodyLengths: readonly number[], form: HeaderForm): number {
  const length = messagesLength(bodyLengths, form);
  return form.version === 1 ? 16 + length : 10 + (1 << widthCode(length)) + length;
}

/**
 * Lays out an object header of version 1 or 2 (specification IV.A.1) as one block.
 * @throws `limit` for a message longer than {@link mostMessageBytes}, and for too many of them
 */
export function encodeObjectHeader(messages: readonly WrittenMessage[], form: HeaderForm): Uint8Array {
  const length = messagesLength(
    messages.map(({ body }) => body.length),
    form,
  );
  return form.version === 1 ? encodeVersion1(messages, form, length) : encodeVersion2(messages, form, length);
}

function messagesLength(bodyLengths: readonly number[], form: HeaderForm): number {
  const spare = form.spare ?? 64;
  const head = headLength(form);
  const counted = countsLinks(form) ? head + 5 : 0;
  return bodyLengths.reduce((sum, length) => sum + head + stored(length, form), spare > 0 ? head + spare : 0) + counted;
}

function headLength({ version, attributeOrder }: HeaderForm): number {
  return version === 1 ? 8 : attributeOrder ? 6 : 4;
}

/** The first version has the count in its prefix. */
function countsLinks({ version, referenceCount = 1 }: HeaderForm): boolean {
  return version === 2 && referenceCount !== 1;
}

/** The first version pads bodies to 8 bytes. */
function stored(length: number, { version }: HeaderForm): number {
  if (length <= mostMessageBytes) return version === 1 ? 8 * Math.ceil(length / 8) : length;
  throw hdmfError("limit", `A message of ${length} bytes does not fit into an object header: 64 KiB are the most`);
}

function encodeVersion1(messages: readonly WrittenMessage[], form: HeaderForm, length: number): Uint8Array {
  const spare = form.spare ?? 64;
  const count = messages.length + (spare > 0 ? 1 : 0);
  if (count > 0xffff) throw hdmfError("limit", `An object header cannot have ${count} messages; 65,535 are the most`);
  const writer = byteWriter(newFileSizes, 16 + length);
  writer.uint(1, 2);
  writer.uint(count, 2);
  writer.uint(form.referenceCount ?? 1, 4);
  writer.uint(length, 4);
  writer.align(16);
  for (const message of messages) {
    putHead(writer, message, stored(message.body.length, form), form);
    writer.bytes(message.body);
    writer.align(8);
  }
  putSpare(writer, spare, form);
  return writer.finish();
}

function encodeVersion2(messages: readonly WrittenMessage[], form: HeaderForm, length: number): Uint8Array {
  const code = widthCode(length);
  const writer = byteWriter(newFileSizes, 10 + (1 << code) + length);
  writer.ascii("OHDR");
  writer.uint(2, 1);
  writer.uint(code | (form.attributeOrder ? 12 : 0), 1);
  writer.uint(length, 1 << code);
  for (const message of messages) {
    putHead(writer, message, message.body.length, form);
    writer.bytes(message.body);
  }
  if (countsLinks(form)) {
    putHead(writer, { type: messageType.referenceCount, flags: messageFlag.notShareable }, 5, form);
    writer.zeros(1);
    writer.uint(form.referenceCount ?? 1, 4);
  }
  putSpare(writer, form.spare ?? 64, form);
  return withChecksum(writer);
}

function putHead(
  writer: ByteWriter,
  { type, flags = 0, order = 0 }: Omit<WrittenMessage, "body">,
  length: number,
  { version, attributeOrder }: HeaderForm,
): void {
  writer.uint(type, version === 1 ? 2 : 1);
  writer.uint(length, 2);
  writer.uint(flags, 1);
  if (version === 1) writer.zeros(3);
  else if (attributeOrder) writer.uint(order, 2);
}

function putSpare(writer: ByteWriter, spare: number, form: HeaderForm): void {
  if (spare === 0) return;
  putHead(writer, { type: messageType.nil }, spare, form);
  writer.zeros(spare);
}

/** The width of the length, as a power of two. */
function widthCode(length: number): number {
  return length < 256 ? 0 : length < 65_536 ? 1 : 2;
}
