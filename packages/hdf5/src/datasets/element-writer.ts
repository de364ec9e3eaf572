import type { ArrayData, EncodedChunk, Selection } from "@hdmf-ts/array";
import type { ElementCoding, WrittenLayout } from "./write-parts.ts";

/** {@link ElementCoding} that waits for its turn where it has to. */
export interface OrderedCoding extends Pick<ElementCoding, "decode" | "late"> {
  encode(data: ArrayData, count: number): Uint8Array | Promise<Uint8Array>;
}

/** What a selection goes into, checked before. */
interface ElementWrite {
  /** Of the dataset now. */
  readonly shape: readonly number[];
  readonly selection: Selection | undefined;
  /** As many elements as are selected, at least one. The caller's. */
  readonly data: ArrayData;
  readonly signal: AbortSignal | undefined;
}

/** Puts the elements of a dataset where its layout wants them. Calls are made one after the other. */
export interface ElementWriter {
  write(what: ElementWrite): Promise<void>;
  /** Takes a chunk as stored; chunked only. `written` is done when the bytes are the caller's again. */
  putStored?(coordinates: readonly number[], chunk: EncodedChunk): Promise<{ readonly written: Promise<void> }>;
  /** Encodes and writes all that waits. */
  finish(signal: AbortSignal | undefined): Promise<void>;
  /** After `finish`. */
  stored(): WrittenLayout;
}
