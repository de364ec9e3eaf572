import type { ArrayData, Filter, Shape } from "@hdmf-ts/array";
import type { CodecPool } from "@hdmf-ts/codecs";
import type { StoredType } from "../datatypes/stored-type.ts";
import type { InTurn } from "../in-turn.ts";
import type { HeldChunks } from "./held-chunks.ts";
import type { Lanes } from "./lanes.ts";

/** Where the elements of datasets go. Addresses count from the base address of the file. */
export interface DataOut {
  /** Room of `length` bytes that hold zeros, at a multiple of 8. */
  allocate(length: number): number;
  /**
   * One queue for all datasets of the file: room is taken, and elements with content in the global heap are encoded, in it alone. So places
   * depend on the order of the calls, and not on how long filters take: the same input makes the same file.
   */
  readonly inTurn: InTurn;
  /** `bytes` are the caller's again when it is done. Writes that do not overlap may be under way together. */
  write(address: number, bytes: Uint8Array): Promise<void>;
  /** New memory; zeros where nothing was written. */
  read(address: number, length: number): Promise<Uint8Array>;
  /** What waits in memory, one bound for all datasets of the file. */
  readonly held: HeldChunks;
  /** What is under way, one bound for all datasets of the file. */
  readonly lanes: Lanes;
  /** Where filters run; in this thread where there is none. */
  readonly pool?: CodecPool;
}

/** What a dataset shall be; what is left out is chosen. */
export interface DatasetDraft {
  /** Of the dataset, for messages. */
  readonly path: string;
  readonly type: StoredType;
  readonly shape: Shape;
  /** How far each axis may grow, `null` without limit. */
  readonly maxShape?: readonly (number | null)[];
  /** Chunked where chunks, filters or room to grow are asked for, else contiguous, unless told. */
  readonly layout?: "compact" | "contiguous" | "chunked";
  readonly chunks?: readonly number[];
  /** In the order in which they are applied; settings that HDF5 derives from the type and the chunk may be left out. */
  readonly filters?: readonly Filter[];
  /** One element; zeros, empty text and null references unless told. */
  readonly fill?: ArrayData;
}

/** How the elements of a dataset are turned into bytes and back. */
export interface ElementCoding {
  /** Packs `count` elements into new memory; in the queue of the file where they have content in the global heap. */
  encode(data: ArrayData, count: number): Uint8Array;
  /** The opposite. */
  decode(raw: Uint8Array, count: number): ArrayData | Promise<ArrayData>;
  /** Nothing is encoded before `finish`, since it cannot be known before: references. All elements wait in memory. */
  readonly late: boolean;
}

/** A chunk as stored. */
export interface WrittenChunk {
  /** They count chunks, not elements. */
  readonly coordinates: readonly number[];
  readonly address: number;
  /** In bytes, as stored. */
  readonly length: number;
  /** A bit for each filter that was left out, the first filter lowest. */
  readonly filterMask: number;
}

/** Where the elements of a dataset were put, as its layout message and its chunk index say it. */
export type WrittenLayout =
  | { readonly kind: "compact"; readonly bytes: Uint8Array }
  /** Without an address where nothing was written; the size is that of all elements. */
  | { readonly kind: "contiguous"; readonly address?: number; readonly size: number }
  | {
      readonly kind: "chunked";
      readonly chunks: readonly number[];
      readonly elementSize: number;
      /** Those that were written, in C order of their coordinates. */
      readonly stored: readonly WrittenChunk[];
    };
