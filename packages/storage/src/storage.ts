import type { NodeId } from "@hdmf-ts/array";
import type { HdmfError } from "@hdmf-ts/errors";
import type { Edit } from "./edit.ts";
import type { Node } from "./node.ts";

/** The format of a storage, as the command line names it; others have names of their own. */
export type StorageFormat = "hdf5" | "zarr2" | "zarr3" | "memory" | (string & {});

/** What a storage can keep or do; a missing name is a "no". */
export type Capability =
  | "edit"
  | "hard-links"
  | "external-links"
  | "dangling-links"
  | "committed-datatypes"
  | "region-references"
  | "null-space"
  | "vlen"
  | "grow"
  | "outside-references";

/** A namespace as a file caches it: `sources` are JSON texts by source name, `namespace` among them. */
export interface CachedNamespace {
  readonly name: string;
  readonly version: string;
  readonly sources: ReadonlyMap<string, string>;
}

/** A node and the storage it lives in: the other side of a link may be another file. */
export interface Location {
  readonly storage: Storage;
  readonly id: NodeId;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** What cannot be read of a file: a node, or one attribute or child of a node that is there otherwise. */
export interface Damage {
  readonly id: NodeId;
  readonly attribute?: string;
  readonly child?: string;
  readonly error: HdmfError;
}

/** How nodes are read. */
export interface ReadOptions extends CallOptions {
  /**
   * Given by those who can go on without it: what cannot be read is left out of the result, and told of here; what it throws
   * ends the read. Unless given, the whole batch rejects, so that nothing is ever lost without a word.
   */
  readonly onDamage?: (damage: Damage) => void;
}

/**
 * A tree of nodes in some format: the waist of hdmf-ts. Nodes are plain data, read a level at a time; reading all is
 * reading until no id is unread. After `close()` each call, and each read of an array of it, rejects with `closed`.
 */
export interface Storage {
  readonly format: StorageFormat;
  /** The path or URL that it was opened by, for messages and as the place relative links start from. */
  readonly name?: string;
  readonly root: NodeId;
  readonly capabilities: ReadonlySet<Capability>;
  /**
   * The nodes of `ids`, in their order; repeated reads give equal nodes.
   * @throws `not-found` for an id that names nothing (a dangling reference), with the id in the message, `malformed`, `unsupported`,
   * `limit` for what cannot be read: unless there is `onDamage`.
   */
  read(ids: readonly NodeId[], options?: ReadOptions): Promise<readonly Node[]>;
  /**
   * Follows an absolute path through links of every kind, out of the file too.
   * @throws `not-found`, naming the first part that leads nowhere and the link that led there; `limit` for links in a circle;
   * `denied` where the resolver refuses a file.
   */
  resolve(path: string, options?: CallOptions): Promise<Location>;
  /**
   * Where a child leads that was found in `parent`: soft paths may be relative to it.
   * @throws as {@link Storage.resolve}.
   */
  follow(parent: NodeId, name: string, options?: CallOptions): Promise<Location>;
  /** The first path of each node, depth first, names in the order of their UTF-8 bytes; `undefined` for what no path leads to. */
  pathOf(ids: readonly NodeId[], options?: CallOptions): Promise<readonly (string | undefined)[]>;
  /** The specifications cached in the file: all versions; empty where there are none. */
  specifications(options?: CallOptions): Promise<readonly CachedNamespace[]>;
  /** Changes to this storage, visible to others at `commit()`; absent where it is read only. One at a time. */
  edit?(): Edit;
  close(): Promise<void>;
}

/** A storage that can be edited. */
export interface EditableStorage extends Storage {
  edit(): Edit;
}

/**
 * Opens the other side of a link. `source` is as the file has it, `from` the name of the storage that holds the link.
 * @throws `denied` where the place is not allowed, `not-found` where nothing is there.
 */
export type Resolver = (source: string, from: string | undefined, options?: CallOptions) => Promise<Storage>;
