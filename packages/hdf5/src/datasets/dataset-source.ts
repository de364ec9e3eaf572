import type { ArrayData, Dtype, Filter, NdArray, ReadOptions, Selection, Shape } from "@hdmf-ts/array";
import type { CodecPool, FilterDecoder } from "@hdmf-ts/codecs";
import type { StoredType } from "../datatypes/stored-type.ts";
import type { FileBytes, Runner } from "../io/file-bytes.ts";
import type { ChunkCache } from "./chunk-cache.ts";
import type { DataLayout } from "./data-layout.ts";

/** The elements of a file as bytes, past the pages of its metadata. Addresses count from the base address of the superblock. */
export interface DataBytes {
  /** The bytes may be shared: not to be changed. */
  read(address: number, length: number, options: { readonly signal?: AbortSignal }): Promise<Uint8Array>;
  /** Fills `target` without memory of its own, where the source can do that. */
  readInto?(address: number, target: Uint8Array, options: { readonly signal?: AbortSignal }): Promise<void>;
}

/** What a dataset needs of its file. */
export interface DatasetFile {
  readonly bytes: FileBytes;
  readonly run: Runner;
  readonly data: DataBytes;
  readonly cache: ChunkCache;
  readonly elsewhere: Elsewhere;
  /** For filters that `@hdmf-ts/codecs` does not have. */
  readonly decoders?: Decoders | undefined;
  /** Where filters run; in this thread where there is none. */
  readonly pool?: CodecPool | undefined;
}

/** By the numbers of the filters. */
export type Decoders = ReadonlyMap<number, FilterDecoder>;

/** Elements that are not in the file of their dataset, or not in one piece. */
export interface Elsewhere {
  /** Elements of an external file list, where `external` is its message. */
  readExternal(
    dataset: ReadableDataset,
    external: Uint8Array,
    selection: Selection | undefined,
    options: ReadOptions,
  ): Promise<NdArray>;
  readVirtual(dataset: ReadableDataset, selection: Selection | undefined, options: ReadOptions): Promise<NdArray>;
  /** The shape of a virtual dataset, which may follow from those of its sources. @throws `AbsentBytes` until it is known */
  shapeOf(parts: DatasetParts): Shape;
}

/** What the messages of a dataset's object header say of its elements. */
export interface DatasetParts {
  /** Of its object header. */
  readonly address: number;
  /** The dataset and its address, for messages: `dataset at address 800`. */
  readonly what: string;
  readonly type: StoredType;
  readonly shape: Shape;
  /** Absent where the array cannot grow. */
  readonly maxShape?: readonly (number | null)[];
  readonly layout: DataLayout;
  readonly filters: readonly Filter[];
  /** The external file list message, which says in which other files the elements are. */
  readonly external?: Uint8Array;
  /** The one element that stands where nothing was written; zeros, empty text and null references unless told. */
  readonly fill?: ArrayData;
  /** There is a fill value, but nothing that was not written is read as it: such chunks mean something else in a copy. */
  readonly fillHidden?: true;
  /** Decodes `count` packed elements. Runs in the runner of the file, since texts and lists are in its global heap. */
  decode(raw: Uint8Array, count: number): ArrayData;
}

/** A dataset whose elements can be read. */
export interface ReadableDataset extends DatasetParts {
  readonly file: DatasetFile;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Elements in the file are what they are in memory: `numbers` are a view of their bytes. */
  readonly plain: boolean;
}
