import type { NodeId } from "@hdmf-ts/array";
import type { DatasetWishes } from "./edit.ts";
import type { DatasetNode } from "./node.ts";
import type { CallOptions } from "./storage.ts";

/**
 * What a copy could not keep, or keeps in another way:
 * - `dead-link`: a soft or external link leads nowhere, or to what cannot be opened; it stays as it is
 * - `external-link-denied`: the resolver refuses the file of an external link; it stays as it is
 * - `external-link-copied`: what an external link leads to was copied in its place
 * - `outside-link-copied`: inside of such a copy, a soft link was replaced by what it leads to
 * - `dangling-reference`: references to what is not part of the copy became null, as they do not where it is made `within` one storage
 * - `outside-reference`: references that lead out of the file became null
 * - `unnamed-datatype`: a type that no path leads to is no longer shared, each object keeps it as its own
 */
export type CopyWarningCode =
  | "dead-link"
  | "external-link-denied"
  | "external-link-copied"
  | "outside-link-copied"
  | "dangling-reference"
  | "outside-reference"
  | "unnamed-datatype";

export interface CopyWarning {
  readonly code: CopyWarningCode;
  /** In the copy; an attribute is named in the message. */
  readonly path: string;
  readonly message: string;
}

export interface CopyProgress {
  readonly phase: "read" | "create" | "attributes" | "data";
  /** The object at hand, in the copy. */
  readonly path: string;
  /** Array data copied so far and in all, as bytes in memory (an estimate for text); 0 before the data. */
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface CopyOptions extends CallOptions {
  /** The object that is copied with all that hard links lead to from it; the root unless told. Paths of the copy begin there. */
  readonly from?: NodeId;
  /** What the copy is called in a group of the target; needed for what is no group. Unless told, what is in the group comes into the root. */
  readonly to?: { readonly parent: NodeId; readonly name: string };
  /** The target is an edit of the source: references to what is not copied, and committed types that are not, stay what they are. */
  readonly within?: true;
  /** What only a specification knows of a dataset (names of axes, what may grow): goes before what the source says. */
  wishes?(path: string, node: DatasetNode): Partial<Omit<DatasetWishes, "dtype" | "shape">> | undefined;
  /**
   * `keep` (unless told): links and references out of the file stay as they are. `copy`: what an external link leads to is copied, once
   * for each object, with `copyOf` noted; references out of the file become null. What leads nowhere stays a link, with a warning.
   */
  readonly external?: "keep" | "copy";
  onWarning?(warning: CopyWarning): void;
  onProgress?(progress: CopyProgress): void;
}

/** What was copied. */
export interface CopyReport {
  /** The new id of each node of the source itself, by its old one. */
  readonly ids: ReadonlyMap<NodeId, NodeId>;
  /** Groups, datasets and committed datatypes, those of other files included. */
  readonly objects: number;
  /** Array data, as in {@link CopyProgress}. */
  readonly bytes: number;
}
