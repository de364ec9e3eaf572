import type { ArrayData, Filter, Selection, Shape } from "@hdmf-ts/array";
import type { StoredType } from "../datatypes/stored-type.ts";
import type { FileBytes, Range, Runner } from "../io/file-bytes.ts";
import type { Write } from "./commit-steps.ts";
import type { EditSpace } from "./edit-space.ts";

/** What the elements of a dataset need of the file that is edited. */
export interface ElementTools {
  readonly space: EditSpace;
  /** Half of the most entries of a node in the index of chunks. */
  readonly chunkRank: number;
  /** The file as the last commit left it. */
  reader(): { readonly bytes: FileBytes; readonly run: Runner };
  /** Of elements that were checked. */
  encode(type: StoredType, data: ArrayData, count: number, what: string): Promise<Uint8Array>;
  decode(type: StoredType, raw: Uint8Array, count: number): Promise<ArrayData>;
}

/** The dataset that elements are of. */
export interface ElementsOf {
  readonly path: string;
  readonly type: StoredType;
  readonly shape: Shape;
  readonly maxShape: readonly (number | null)[] | undefined;
  readonly filters: readonly Filter[];
  readonly fill: ArrayData | undefined;
}

/** What a header says of elements after a commit; what is absent stays as it is. */
export interface ElementsChange {
  /** The body of the layout message. */
  readonly layout?: Uint8Array;
  /** Into data that is in use. */
  readonly publish: readonly Write[];
  readonly after: readonly Write[];
  readonly freed: readonly Range[];
  /** To be called when the commit is done. */
  done(): void;
}

/** The elements of a dataset that is edited. Calls are made one after the other; data was checked before. */
export interface ElementStore {
  readonly layout: "compact" | "contiguous" | "chunked" | "virtual" | "external";
  readonly maxShape: readonly (number | null)[] | undefined;
  /** As it will be after the commit. */
  shape: Shape;
  /** Writes elements that lie in the shape, at least one. */
  write(selection: Selection | undefined, data: ArrayData, signal: AbortSignal | undefined): Promise<void>;
  /** Changes the shape; what falls out is gone. */
  resize(shape: readonly number[]): Promise<void>;
  /** Writes what waits. */
  finish(): Promise<ElementsChange>;
  /** All room that the elements take, when their dataset is deleted. */
  ranges(): Promise<readonly Range[]>;
}
