import type { Dtype } from "./dtype.ts";
import type { ArrayData, NdArray, NumberArray, Shape } from "./nd-array.ts";
import type { Selection } from "./selection.ts";

/** A step between array elements and stored bytes, by its neutral name (`deflate`, `shuffle`, `zstd`, …). */
export interface Filter {
  readonly name: string;
  /** The HDF5 filter number, where the data comes from or goes to HDF5. */
  readonly id?: number;
  /** The HDF5 client data, or for a Zarr codec the equal numbers. */
  readonly options?: readonly number[];
  /** A Zarr codec's configuration, where numbers cannot say it. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** What a read needs beside the selection. */
export interface ReadOptions {
  /**
   * Where to put numbers, as long as the selection and of the dtype's own typed array; the result then holds it.
   * It is ignored for all that is not kept in one typed array.
   */
  readonly into?: NumberArray;
  readonly signal?: AbortSignal;
}

/** A box of an array, in C order. */
export interface Block {
  /** The index of its first element. */
  readonly start: readonly number[];
  readonly shape: readonly number[];
  readonly data: ArrayData;
}

/** How an array is cut for streaming. */
export interface BlockOptions {
  /** The size a block aims at, in bytes of memory; 8 MiB unless told. One chunk is the least. */
  readonly maxBytes?: number;
  /** Leaves out what was never written, where the array can tell; the elements there are the fill value. */
  readonly writtenOnly?: boolean;
  readonly signal?: AbortSignal;
}

/** One chunk as stored. */
export interface EncodedChunk {
  readonly bytes: Uint8Array;
  /** A bit for each filter that was left out for this chunk, the first filter lowest; 0 where all were applied. */
  readonly filterMask: number;
}

/**
 * The chunks of an array as stored, whole chunks also at the edges, so that they can be passed on without decoding.
 * Only arrays of fixed-size numbers have it: what a chunk of text or references means depends on its file.
 */
export interface EncodedChunks {
  /** In the order in which they were applied when writing. */
  readonly filters: readonly Filter[];
  readonly byteOrder: "little" | "big";
  /** `coordinates` count chunks, not elements; `undefined` where no chunk was ever written. */
  readChunk(
    coordinates: readonly number[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<EncodedChunk | undefined>;
}

/** An array whose elements are read when asked for. */
export interface LazyArray {
  readonly dtype: Dtype;
  readonly shape: Shape;
  /** How far each axis may grow, `null` without limit; absent where the array cannot grow. */
  readonly maxShape?: readonly (number | null)[];
  /** The shape of a chunk; absent where the array is not chunked. */
  readonly chunks?: readonly number[];
  /**
   * Reads all of the array, or what is selected of it. The result is new memory, owned by the caller.
   * @throws `invalid` for a selection that does not fit, `malformed` for damaged data, `closed` after the file was closed.
   */
  read(selection?: Selection, options?: ReadOptions): Promise<NdArray>;
  /** The whole array as boxes that follow its chunks, in C order of the boxes. A block is the caller's until the next step. */
  blocks(options?: BlockOptions): AsyncIterable<Block>;
  /**
   * Whether a chunk was ever written; `coordinates` count chunks. An array without chunks takes `[]`, and tells of all its elements. Absent
   * where only a read can tell, and where all was written.
   */
  isWritten?(coordinates: readonly number[], options?: { readonly signal?: AbortSignal }): Promise<boolean>;
  readonly encoded?: EncodedChunks;
}
