import type {
  ArrayData,
  Block,
  Dtype,
  EncodedChunk,
  Filter,
  NdArray,
  NodeId,
  OutsidePlace,
  Selection,
  Shape,
} from "@hdmf-ts/array";
import type { Attribute, Child, Stored } from "./node.ts";
import type { CachedNamespace, CallOptions } from "./storage.ts";

/** What a dataset shall be; its elements are written apart and are the fill value until then. */
export interface DatasetWishes {
  readonly dtype: Dtype;
  readonly shape: Shape;
  readonly maxShape?: readonly (number | null)[];
  /** The backend chooses where absent and chunks are needed. */
  readonly chunks?: readonly number[];
  /** A filter that the backend does not know is an `unsupported` error; absent: the backend's own default. */
  readonly filters?: readonly Filter[];
  readonly fillValue?: NdArray;
  readonly dimensions?: readonly (string | null)[];
  readonly stored?: Stored;
  readonly datatype?: NodeId;
  /** See {@link ObjectWishes.copyOf}. */
  readonly copyOf?: OutsidePlace;
}

/** What a group or a committed datatype shall be. */
export interface ObjectWishes {
  readonly stored?: Stored;
  /** The object is a copy of what a link led to outside of the file: to be noted on the child that is created (`Child.copyOf`). */
  readonly copyOf?: OutsidePlace;
}

/** How an `Edit` ends. */
export interface CommitOptions extends CallOptions {
  /** Replace what stands under the final name; without it that is an `exists` error. */
  readonly overwrite?: boolean;
}

/**
 * Changes to a storage, or a new one being made. Calls take effect in their order; one that fails leaves the others as
 * they were. Nothing is visible under the final name before {@link Edit.commit}, and nothing remains after {@link Edit.abandon}.
 * Ids in values (references) are ids of this storage.
 */
export interface Edit {
  /** The root group, there from the start. */
  readonly root: NodeId;
  /** @throws `exists`, `invalid` for a name the format cannot keep. */
  createGroup(parent: NodeId, name: string, options?: ObjectWishes): Promise<NodeId>;
  createDataset(parent: NodeId, name: string, wishes: DatasetWishes): Promise<NodeId>;
  createDatatype(parent: NodeId, name: string, dtype: Dtype, options?: ObjectWishes): Promise<NodeId>;
  /** Sets or replaces. Text, numbers and references are copied. */
  setAttribute(id: NodeId, name: string, value: Attribute): Promise<void>;
  removeAttribute(id: NodeId, name: string): Promise<void>;
  /** Adds a name for an existing node, or a soft or external link. */
  link(parent: NodeId, name: string, child: Child): Promise<void>;
  /** Removes a name; a node that no name is left for goes with it. */
  remove(parent: NodeId, name: string): Promise<void>;
  move(parent: NodeId, name: string, newParent: NodeId, newName: string): Promise<void>;
  /** Writes a box or a selection; `data` has as many elements as are selected. */
  write(id: NodeId, selection: Selection, data: ArrayData, options?: CallOptions): Promise<void>;
  /** Writes the blocks of an array one by one, in bounded memory. */
  writeBlocks(id: NodeId, blocks: AsyncIterable<Block>, options?: CallOptions): Promise<void>;
  /**
   * How chunks of `id` can be passed on as stored when their filters, byte order and chunk shape are these; `undefined` where they
   * have to be decoded. A chunk that skipped filters says so (`filterMask`).
   */
  encodedWriter?(
    id: NodeId,
    filters: readonly Filter[],
    byteOrder: "little" | "big",
  ): ((coordinates: readonly number[], chunk: EncodedChunk) => Promise<void>) | undefined;
  /** Grows the dataset along `axis` by the blocks, each of which extends it. */
  append(id: NodeId, axis: number, data: NdArray, options?: CallOptions): Promise<void>;
  /** Caches specifications in the file, as its format does it; what is there of the same name and version stays. */
  cacheSpecifications(namespaces: readonly CachedNamespace[]): Promise<void>;
  /** Makes the changes visible, all or none. */
  commit(options?: CommitOptions): Promise<void>;
  /** Drops the changes, and the new file or store with them. Never throws for what is already gone. */
  abandon(): Promise<void>;
}
