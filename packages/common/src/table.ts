import type { Dtype, NdArray, NodeId } from "@hdmf-ts/array";
import type { CallOptions, Storage } from "@hdmf-ts/storage";

/** One column of a table. */
export interface Column {
  /** As in `colnames`; in a category of an aligned table `category/name`. */
  readonly name: string;
  /** Where its values are. */
  readonly path: string;
  readonly type?: string;
  readonly description?: string;
  /**
   * - `values`: what is stored is what it is
   * - `region`: row numbers, from 0, of the table {@link Column.target}
   * - `enum`: stored as numbers of elements; `rows()` gives the elements
   */
  readonly kind: "values" | "region" | "enum";
  /** Of one value, as `rows()` gives it. */
  readonly dtype: Dtype;
  /** The axes of one value: `[]` for a scalar, `[2]` for pairs. */
  readonly elementShape: readonly number[];
  /** 0: one value a row; 1: a list of values a row (ragged); 2: a list of lists (doubly ragged); and so on. */
  readonly levels: number;
  /** How many rows it has: its own number, see {@link Table.warnings} where it is not the table's. */
  readonly length: number;
  /** What references in its values, and `target`, are ids of: another storage where the column is linked from another file. */
  readonly storage: Storage;
  /** Of a `region`: the table whose rows are meant; absent where the file does not say it. */
  readonly target?: NodeId;
}

/** Some rows of a column. Offsets count from the first value that was read. */
export interface ColumnData {
  readonly column: Column;
  /** The rows there are: fewer than asked for where the column is shorter than the table. */
  readonly count: number;
  /**
   * A list of offsets a level, the outermost first: entry `i` of a level reaches from `offsets[i]` to `offsets[i + 1]` of
   * the next level, at last of `values`. Empty for a column of one value a row.
   */
  readonly offsets: readonly Float64Array[];
  /** All values of these rows, one after the other: shape `[n, ...elementShape]`. */
  readonly values: NdArray;
}

/** Some rows of a table, column by column. */
export interface TableRows {
  readonly start: number;
  /** Exclusive. */
  readonly stop: number;
  /** By column name, in the order of the table. */
  readonly columns: ReadonlyMap<string, ColumnData>;
}

/** A `DynamicTable` or a type that extends it (reference: hdmf.md 4). */
export interface Table {
  readonly path: string;
  readonly type?: string;
  readonly namespace?: string;
  readonly description?: string;
  /** `id` first, then those of `colnames` in their order, then those of the categories of an aligned table. */
  readonly columns: readonly Column[];
  /** The number of ids; where the table has none, that of its longest column. */
  readonly length: number;
  /** What is wrong with the table without making it unreadable, a sentence each that names the column. */
  readonly warnings: readonly string[];
  /**
   * Reads the rows from `start` to `stop` (exclusive; past the end is cut), and nothing of other rows.
   *
   * @throws `invalid` for rows that cannot be; `malformed`, naming the column, where an index leads nowhere.
   */
  rows(start?: number, stop?: number, options?: CallOptions): Promise<TableRows>;
}
