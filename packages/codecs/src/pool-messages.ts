import { type ErrorDetails, type ErrorTag, hdmfError, isHdmfError } from "@hdmf-ts/errors";
import type { Filter } from "./codec.ts";

/** What a thread is asked. */
export interface CodecWork {
  readonly kind: "encode" | "decode";
  readonly filters: readonly Filter[];
  readonly size?: number;
  readonly maxBytes?: number;
  readonly filterMask?: number;
}

/** What is sent to a thread; the bytes are given away. */
export interface CodecRequest {
  readonly id: number;
  readonly work: CodecWork;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a thread sends back, in any order. */
export type CodecAnswer =
  | { readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly error: SentError };

/** An error as plain data: threads lose all that a structured clone does not know, such as the tag. */
export interface SentError extends Omit<ErrorDetails, "cause"> {
  readonly message: string;
  readonly tag?: ErrorTag;
  readonly cause?: SentError;
}

const mostCauses = 4;

export function sentError(error: unknown, depth = 0): SentError {
  if (!(error instanceof Error)) return { message: String(error) };
  const cause = error.cause !== undefined && depth < mostCauses && { cause: sentError(error.cause, depth + 1) };
  if (!isHdmfError(error)) return { message: error.message, ...cause };
  const { message, tag, hint, path, source } = error;
  return {
    message,
    tag,
    ...(hint !== undefined && { hint }),
    ...(path !== undefined && { path }),
    ...(source !== undefined && { source }),
    ...cause,
  };
}

export function receivedError({ message, tag, cause, ...details }: SentError): Error {
  const because = cause === undefined ? {} : { cause: receivedError(cause) };
  return tag === undefined ? new Error(message, because) : hdmfError(tag, message, { ...details, ...because });
}

/** Bytes whose buffer is nothing but them, so that it can be given away; a copy where it holds more. */
export function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  const isWhole = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length;
  return isWhole ? new Uint8Array(buffer) : new Uint8Array(bytes);
}
