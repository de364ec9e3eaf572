import type { FilteredBytes } from "../heaps/filtered-bytes.ts";

/** A stretch of a file, `address` counted from the base address of its superblock. */
export interface Range {
  readonly address: number;
  readonly length: number;
}

/**
 * The bytes of a file for synchronous parsing. What is not there yet is thrown as {@link AbsentBytes}: the runner fetches it
 * and starts the same parse again, so parsers have no side effects before they return (design: decision 6).
 */
export interface FileBytes {
  /** Bytes of an address and of a length in this file (superblock: "size of offsets", "size of lengths"). */
  readonly sizeOfOffsets: number;
  readonly sizeOfLengths: number;
  /** The end of the file; nothing is behind it. */
  readonly end: number;
  /**
   * `length` bytes from `address`, perhaps a view of a shared page: not to be changed, nor kept beyond the parse.
   * @throws `malformed`, naming `what`, for a stretch that is not inside the file; {@link AbsentBytes} for what is not there yet.
   */
  at(address: number, length: number, what: string): Uint8Array;
  /** Asks for several stretches at once before the first is read, so that they are fetched together. @throws as {@link FileBytes.at}. */
  want(ranges: readonly Range[], what: string): void;
  /**
   * A filtered block of a fractal heap, decoded; without this method such heaps are `unsupported`.
   * @throws what decoding threw; {@link AbsentBytes} until it is done.
   */
  decoded?(stored: FilteredBytes): Uint8Array;
}

/** Not an error: says which bytes a parse needs that are not in memory. Internal to this package. */
export interface AbsentBytes {
  readonly absent: readonly Range[];
  /** What else has to be awaited before the parse starts again. */
  readonly ready?: Promise<unknown>;
}

/** Whether something thrown is {@link AbsentBytes}. */
export function isAbsentBytes(thrown: unknown): thrown is AbsentBytes {
  return typeof thrown === "object" && thrown !== null && !(thrown instanceof Error) && "absent" in thrown;
}

/**
 * Runs a parse until all its bytes are there. Completes at once (no promise) where they are; otherwise fetches what it lacks and runs it
 * again from its start. Several under way at a time share their fetches.
 */
export type Runner = <T>(parse: () => T, options?: { readonly signal?: AbortSignal }) => T | Promise<T>;
