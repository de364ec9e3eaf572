import type { ArrayData, Block, Dtype, EncodedChunk, Filter, NdArray, Selection, Shape } from "@hdmf-ts/array";
import type { Hdf5Attribute, Hdf5Dataset, Hdf5Link, Hdf5TypeDetails } from "../hdf5-file.ts";

/** What a dataset shall be; its elements are written apart, and are the fill value until then. */
export interface Hdf5DatasetWishes extends Hdf5ObjectWishes {
  readonly dtype: Dtype;
  readonly shape: Shape;
  /** How far each axis may grow, `null` without limit: needs chunks. */
  readonly maxShape?: readonly (number | null)[];
  /** Chosen where absent and needed: for filters, and for what may grow. */
  readonly chunks?: readonly number[];
  /** In the order in which they are applied. */
  readonly filters?: readonly Filter[];
  /** One element of the dtype. */
  readonly fillValue?: NdArray;
  /** Little endian, text of varying length, packed compounds unless told. */
  readonly details?: Hdf5TypeDetails;
  /** The id of the committed datatype that the dataset names as its type. */
  readonly datatype?: number;
  /** Chunked where chunks, filters or room to grow are asked for, else contiguous, unless told. */
  readonly layout?: Hdf5Dataset["layout"];
}

/** What an object shall be. */
export interface Hdf5ObjectWishes {
  /** Keep and index attributes, and the links of a group, in the order of creation: a group of the newer kind. */
  readonly creationOrder?: boolean;
  /** To note of the object itself. */
  readonly comment?: string;
}

interface Call {
  readonly signal?: AbortSignal;
}

/**
 * A file being made. Objects are known by ids, which stand in references (`ids`) and hard links too; an id is a number that is no address
 * of a file. Calls take effect in their order. One that fails leaves the others as they were. Nothing is visible under the final name
 * before `commit`, and nothing remains after `abandon`.
 *
 * Elements go to the sink when a chunk is complete; chunks that are not wait in memory within a bound for the whole file. Metadata, small datasets, and
 * elements that hold references wait until `commit`, since addresses are given then: all metadata of the file stands together, at its end.
 */
export interface Hdf5Edit {
  /** The id of the root group, there from the start. */
  readonly root: number;
  /** @throws `exists`; `invalid` for a name that is empty, `.`, or holds `/` or NUL; `not-found`, `invalid` for a parent that is no group */
  createGroup(parent: number, name: string, wishes?: Hdf5ObjectWishes): Promise<number>;
  /** @throws also `invalid` for wishes that do not go together, `unsupported` for a filter that HDF5 has no number for */
  createDataset(parent: number, name: string, wishes: Hdf5DatasetWishes): Promise<number>;
  createDatatype(
    parent: number,
    name: string,
    dtype: Dtype,
    options?: Hdf5ObjectWishes & { readonly details?: Hdf5TypeDetails },
  ): Promise<number>;
  /** Sets or replaces; the value is copied. `datatype` is an id. */
  setAttribute(id: number, name: string, value: Hdf5Attribute): Promise<void>;
  /** @throws `not-found` */
  removeAttribute(id: number, name: string): Promise<void>;
  /** Adds a name; the target of a hard link is an id. */
  link(parent: number, name: string, link: Hdf5Link): Promise<void>;
  /** Removes a name; an object that no name is left for is not written. @throws `not-found` */
  unlink(parent: number, name: string): Promise<void>;
  move(parent: number, name: string, newParent: number, newName: string): Promise<void>;
  /**
   * Writes what is selected; `data` has as many elements.
   * @throws `invalid`, naming the dataset, for data of another type or length, and for numbers that do not fit.
   */
  write(id: number, selection: Selection | undefined, data: ArrayData, options?: Call): Promise<void>;
  /** Writes the blocks of an array one by one; the dataset grows to hold them, as far as it may. */
  writeBlocks(id: number, blocks: AsyncIterable<Block>, options?: Call): Promise<void>;
  /** Extends the dataset along `axis`. */
  append(id: number, axis: number, data: NdArray, options?: Call): Promise<void>;
  /**
   * Takes chunks as stored, where the dataset's filters, chunk shape and byte order are these; `undefined` where they have to be
   * decoded: other filters, and types whose elements depend on the file.
   */
  encodedWriter(
    id: number,
    filters: readonly Filter[],
    byteOrder: "little" | "big",
  ): ((coordinates: readonly number[], chunk: EncodedChunk) => Promise<void>) | undefined;
  /** Writes all that waits, and makes the file visible as a whole. @throws `exists` without `overwrite`; `io`, the reason of `signal` */
  commit(options?: Call & { readonly overwrite?: boolean }): Promise<void>;
  /** Drops all; never throws for what is already gone. */
  abandon(): Promise<void>;
}
