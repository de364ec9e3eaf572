import type { Dtype, Filter, LazyArray, NdArray, NodeId, OutsidePlace } from "@hdmf-ts/array";

/** How text is kept in a file where its cells have a fixed width or end in a particular way. */
export interface StoredText {
  /** Bytes a cell, or `variable`. */
  readonly length: number | "variable";
  readonly padding: "nullterm" | "nullpad" | "spacepad";
}

/**
 * How an element, an array or a group is stored, as far as its dtype does not say it: wishes for a writer, facts from a
 * reader, plain JSON. A backend that cannot keep a fact in its format keeps it beside (Zarr: `hdmf-ts.json`).
 */
export interface Stored {
  readonly byteOrder?: "big";
  readonly text?: StoredText;
  readonly layout?: "compact" | "contiguous" | "chunked" | "external" | "virtual";
  /** For a compound: what is special about a field, by its name. */
  readonly fields?: ReadonlyMap<string, Stored>;
  /** For vlen, array and enum: what is special about the base. */
  readonly base?: Stored;
  /** For a group: its links, and for any object its attributes, are kept in the order of creation. */
  readonly order?: "creation";
  /** What someone noted of the object itself. */
  readonly comment?: string;
  /** For a compound with gaps: the byte offset of each field and the whole size. */
  readonly offsets?: readonly number[];
  readonly size?: number;
  /** For a number of HDF5 that is kept as bytes and that the dtype does not say in full: its datatype message in hexadecimal digits. */
  readonly typeMessage?: string;
}

/** An attribute: a small array that is always there with its node. */
export interface Attribute extends NdArray {
  readonly stored?: Stored;
  /** The committed datatype that it names as its type. */
  readonly datatype?: NodeId;
}

/** Where a child of a group leads. Several hard children may lead to one node. */
export type Child =
  | {
      readonly hard: NodeId;
      /** This node is a copy of what the original linked to outside of its file (design: decision 4). */
      readonly copyOf?: OutsidePlace;
    }
  | { readonly soft: string }
  | { readonly external: OutsidePlace };

interface NodeBase {
  readonly id: NodeId;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly stored?: Stored;
}

export interface GroupNode extends NodeBase {
  readonly kind: "group";
  /** In the order of the file. */
  readonly children: ReadonlyMap<string, Child>;
}

export interface DatasetNode extends NodeBase {
  readonly kind: "dataset";
  readonly array: LazyArray;
  /** The elements themselves, of a scalar or of anything small, where the reader had them at hand; shared, not to be changed. */
  readonly value?: NdArray;
  /** In the order in which they are applied when writing; absent or empty where there are none. */
  readonly filters?: readonly Filter[];
  /** One element, what was never written reads as; absent where the format's default (zero, empty text) holds. */
  readonly fillValue?: NdArray;
  /** The committed datatype that it names as its type. */
  readonly datatype?: NodeId;
  /** The name of each axis, where the format keeps them. */
  readonly dimensions?: readonly (string | null)[];
}

/** A committed (named) datatype. */
export interface DatatypeNode extends NodeBase {
  readonly kind: "datatype";
  readonly dtype: Dtype;
}

export type Node = GroupNode | DatasetNode | DatatypeNode;
