import type { Dtype, Filter, LazyArray, NdArray, OutsidePlace } from "@hdmf-ts/array";
import type { HdmfError } from "@hdmf-ts/errors";

/** How text is kept: bytes a cell or `variable`, and how a shorter text ends (specification IV.A.2.d, class 3). */
export interface Hdf5Text {
  readonly length: number | "variable";
  readonly padding: "nullterm" | "nullpad" | "spacepad";
}

/**
 * What the datatype message says beyond the `Dtype`; a field is absent where the usual holds (little endian, packed
 * compounds in order).
 */
export interface Hdf5TypeDetails {
  readonly byteOrder?: "big";
  readonly text?: Hdf5Text;
  /** Compound: details by field name. */
  readonly fields?: ReadonlyMap<string, Hdf5TypeDetails>;
  /** Vlen, array, enum: details of the base. */
  readonly base?: Hdf5TypeDetails;
  /** Compound with gaps or another order: byte offset of each field and the whole size. */
  readonly offsets?: readonly number[];
  readonly size?: number;
  /**
   * A number kept as bytes that its dtype does not say in full: floats not of IEEE 754 (x87 long double, bfloat16), integers and bit
   * fields with other bits set or left out. The datatype message, its version being 1, in hexadecimal digits.
   */
  readonly typeMessage?: string;
}

/** An attribute with its value; references are addresses of object headers. */
export interface Hdf5Attribute extends NdArray {
  readonly details?: Hdf5TypeDetails;
  /** The address of the committed datatype that it names as its type. */
  readonly datatype?: number;
}

/** A link of a group (specification IV.A.2.g); `hard` is the address of an object header. */
export type Hdf5Link =
  | { readonly hard: number }
  | { readonly soft: string }
  | { readonly external: OutsidePlace }
  | { readonly userDefined: number };

interface Hdf5ObjectBase {
  /** Of the object header; the object's identity within its file. */
  readonly address: number;
  /** In the order of the file: by name, or of creation where that is tracked. */
  readonly attributes: ReadonlyMap<string, Hdf5Attribute>;
  /** There where attributes are kept in the order of creation. */
  readonly attributeOrder?: true;
  /** What someone noted of the object itself (specification IV.A.2.n). */
  readonly comment?: string;
}

export interface Hdf5Group extends Hdf5ObjectBase {
  readonly kind: "group";
  readonly links: ReadonlyMap<string, Hdf5Link>;
  /** Whether links are kept in the order of creation. */
  readonly creationOrder: boolean;
}

/** Elements are read with `read` and `blocks` of {@link LazyArray}; damaged data is an error, never a fill value. */
export interface Hdf5Dataset extends Hdf5ObjectBase, LazyArray {
  readonly kind: "dataset";
  readonly layout: "compact" | "contiguous" | "chunked" | "virtual" | "external";
  readonly filters: readonly Filter[];
  /** One element; absent where none was defined. */
  readonly fillValue?: NdArray;
  readonly details?: Hdf5TypeDetails;
  /** The address of the committed datatype that it names as its type. */
  readonly datatype?: number;
}

export interface Hdf5Datatype extends Hdf5ObjectBase {
  readonly kind: "datatype";
  readonly dtype: Dtype;
  readonly details?: Hdf5TypeDetails;
}

export type Hdf5Object = Hdf5Group | Hdf5Dataset | Hdf5Datatype;

/** What cannot be read of a file: an object, or one attribute of an object that is there otherwise. */
export interface Hdf5Damage {
  readonly address: number;
  readonly attribute?: string;
  readonly error: HdmfError;
}

/** How objects are read. */
export interface Hdf5ObjectsOptions {
  readonly signal?: AbortSignal;
  /**
   * Given by those who can go on without it: objects and attributes that cannot be read are left out of the result, and told of here.
   * Unless given, one of them rejects the whole batch.
   */
  readonly onDamage?: (damage: Hdf5Damage) => void;
}

/**
 * An HDF5 file, read only: objects by the address of their header. Soft and external links are given as they stand; whoever needs
 * them followed does it above (`@hdmf-ts/backend-hdf5`).
 */
export interface Hdf5File {
  /** The path or URL, for messages and for finding neighbours; absent for memory and a `Blob`. */
  readonly name?: string;
  /** Address of the root group's object header. */
  readonly root: number;
  /**
   * The objects at these addresses, in their order, read in one batch.
   * @throws `not-found` for an address where no object header is, `malformed`, `unsupported`, `limit`, unless there is `onDamage`;
   * the message names the address and, where known, the path. `closed` and `io` in any case.
   */
  objects(addresses: readonly number[], options?: Hdf5ObjectsOptions): Promise<readonly Hdf5Object[]>;
  /** Idempotent; pending reads reject with `closed`. */
  close(): Promise<void>;
}
