/**
 * What differs, one name for each class. Those that a Zarr store without `hdmf-ts.json` shows against its HDF5 original
 * (design.md, decision 4) have names of their own: they are marked with *.
 *
 * - `missing`: an object or a link that only one side has
 * - `node-kind`: a group here, a dataset there
 * - `link`: a soft or external link that leads elsewhere, or is an object on the other side
 * - `hard-link`*: names that lead to one object here, and to several or by a soft link there
 * - `external-link`*: a link out of the file, against an object that is not noted to be a copy of it, or a link to one
 * - `dead-link`*: a link that leads nowhere and is on one side only
 * - `attribute`: the value or the shape of an attribute, or one that only one side has
 * - `attribute-dtype`*: its type (the width of a number)
 * - `dtype`, `shape`, `value`: of a dataset (or of a committed datatype)
 * - `text-encoding`*: ascii against utf8
 * - `text-width`*: the width of a text of fixed size, and how a shorter one ends
 * - `enum`*: an enum against its base
 * - `region`*: a region reference against another type
 * - `null-space`*: a null space against elements
 * - `datatype`*: the committed datatype that is shared, or a committed datatype that only one side has
 * - `max-shape`*, `chunks`, `filters`*, `layout`*, `fill-value`: of a dataset; what is noted to have been in one piece has no chunks
 *   and filters of its own
 * - `dimensions`: the names of axes, where both sides have them
 * - `stored`*: byte order, gaps in compounds, the order of creation
 */
export type DifferenceKind =
  | "missing"
  | "node-kind"
  | "link"
  | "hard-link"
  | "external-link"
  | "dead-link"
  | "attribute"
  | "attribute-dtype"
  | "dtype"
  | "text-encoding"
  | "text-width"
  | "enum"
  | "region"
  | "null-space"
  | "datatype"
  | "shape"
  | "max-shape"
  | "chunks"
  | "filters"
  | "layout"
  | "fill-value"
  | "dimensions"
  | "stored"
  | "value";

/** One difference between two trees, as plain JSON. */
export interface Difference {
  readonly path: string;
  readonly kind: DifferenceKind;
  /** The attribute of the object, where the difference is in one. */
  readonly attribute?: string;
  /** What the first and what the second tree has, values as cli.md prints them; absent where it has nothing. */
  readonly a?: unknown;
  readonly b?: unknown;
  /** Of `value`: the index of the first element that differs, `a` and `b` are this element, `count` how many differ. */
  readonly at?: readonly number[];
  readonly count?: number;
}

/** What a comparison finds, before it is known where. */
export type Finding = Omit<Difference, "path">;

/** A finding that leaves out the side that has nothing. */
export function finding(kind: DifferenceKind, a: unknown, b: unknown): Finding {
  return { kind, ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) };
}
