/**
 * The vocabulary of the files that `hdmf types` writes: types only, nothing at run time.
 *
 * A generated file has one interface a namespace (`CoreTypes`), and in it each type as data: its base, and its fields under the names
 * that containers use. {@link Container} says how a reader sees them: scalars are values, all else is read when asked for.
 *
 * @example
 * ```ts
 * async function rate(series: Container<CoreTypes["TimeSeries"]>): Promise<number | undefined> {
 *   const { data } = await series.data.read(); // a typed array, or bigints: a dtype is a minimum precision
 *   console.log(series.comments ?? "no comments", data.length);
 *   return series.starting_time__rate;
 * }
 * ```
 */

/** A type of a schema, as data. */
export interface TypeDescription {
  readonly kind: "group" | "dataset";
  /** The namespace that defines it. */
  readonly namespace: string;
  readonly name: string;
  /** The type that it extends; `undefined` for a root. */
  readonly base: unknown;
  /** An {@link Attribute}, {@link Dataset}, {@link Child} … a name; optional where the schema says so. */
  readonly fields: object;
}

/** The dtypes of a schema that have a name; a dtype is a minimum precision. */
export type Primary = keyof StoredDtypes;

/** An object reference to a `T`, as a dtype. */
export interface Reference<T extends TypeDescription> {
  readonly reference: T;
}

/** A compound, as a dtype: the dtypes of its columns by name. */
export interface Compound<C extends object> {
  readonly columns: C;
}

/** The length of each axis; a union where a schema allows several. */
export type Shape = readonly number[];

/** An attribute of dtype `D` and shape `S`; `V` is its value where it is a scalar, a literal type where the schema fixes it. */
export interface Attribute<D, S extends Shape = [], V = Scalar<D>> {
  readonly field: "attribute";
  readonly dtype: D;
  readonly shape: S;
  readonly value: V;
}

/** A dataset without a type, within the object that it belongs to. */
export interface Dataset<D, S extends Shape = [], V = Scalar<D>> {
  readonly field: "dataset";
  readonly dtype: D;
  readonly shape: S;
  readonly value: V;
}

/** The elements of a dataset with a type: its field `data`. */
export interface Elements<D, S extends Shape = Shape> {
  readonly field: "elements";
  readonly dtype: D;
  readonly shape: S;
}

/** One object of type `T`, or of a subtype of it. */
export interface Child<T extends TypeDescription> {
  readonly field: "child";
  readonly target: T;
}

/** Any number of them. */
export interface Children<T extends TypeDescription> {
  readonly field: "children";
  readonly target: T;
}

/** A link to a `T`, or to a subtype of it. */
export interface Link<T extends TypeDescription> {
  readonly field: "link";
  readonly target: T;
}

/** Any number of them. */
export interface Links<T extends TypeDescription> {
  readonly field: "links";
  readonly target: T;
}

/** A column whose rows are lists (with `Levels` 2: lists of lists): a `VectorData` with a `VectorIndex` beside it. */
export interface Ragged<T extends TypeDescription, Levels extends number = 1> {
  readonly field: "ragged";
  readonly target: T;
  readonly levels: Levels;
}

/** A type with what the place where it is included says beyond it. */
export interface Refined<T extends TypeDescription, F extends object> extends TypeDescription {
  readonly kind: T["kind"];
  readonly namespace: T["namespace"];
  readonly name: T["name"];
  readonly base: T["base"];
  readonly fields: Omit<T["fields"], keyof F> & F;
}

/** The dtypes that a file may have where a schema asks for one. */
export interface StoredDtypes {
  float32: "float32" | "float64";
  float64: "float64";
  int8: "int8" | "int16" | "int32" | "int64";
  int16: "int16" | "int32" | "int64";
  int32: "int32" | "int64";
  int64: "int64";
  uint8: "uint8" | "uint16" | "uint32" | "uint64";
  uint16: "uint16" | "uint32" | "uint64";
  uint32: "uint32" | "uint64";
  uint64: "uint64";
  numeric: StoredDtypes["int8" | "uint8" | "float32"];
  bool: "bool";
  utf8: "utf8" | "ascii";
  ascii: "ascii";
  isodatetime: "utf8" | "ascii";
}

/** Many elements in memory, by the dtype that the file has. */
export interface DataByDtype {
  float32: Float32Array;
  float64: Float64Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  uint64: BigUint64Array;
  /** Of 0 and 1. */
  bool: Uint8Array;
  utf8: readonly string[];
  ascii: readonly string[];
}

interface ScalarByDtype {
  int64: bigint;
  uint64: bigint;
  bool: boolean;
  utf8: string;
  ascii: string;
}

/**
 * One element of dtype `D`. Integers of 64 bits are bigints, and may stand where the schema asks for fewer bits. Dates are texts, as
 * they are stored; without a dtype it is not known what it is.
 */
export type Scalar<D> = D extends Primary
  ? StoredScalar<StoredDtypes[D]>
  : D extends Reference<infer T>
    ? ObjectReference<T>
    : D extends Compound<infer C>
      ? Row<C>
      : unknown;

type StoredScalar<N> = N extends keyof ScalarByDtype ? ScalarByDtype[N] : number;

/** What was read of an array: `dtype` tells which of the typed arrays `data` is. */
export type Values<D> = D extends Primary
  ? StoredValues<StoredDtypes[D]>
  : D extends Reference<infer T>
    ? { readonly dtype: "reference"; readonly shape: Shape; readonly data: References<T> }
    : D extends Compound<infer C>
      ? { readonly dtype: readonly object[]; readonly shape: Shape; readonly data: Columns<C> }
      : { readonly dtype: unknown; readonly shape: Shape; readonly data: unknown };

type StoredValues<N> = N extends keyof DataByDtype
  ? { readonly dtype: N; readonly shape: Shape; readonly data: DataByDtype[N] }
  : never;

/** What to take of an axis: all, one index (the axis vanishes), a slice, a list, a mask. */
export type AxisSelection =
  | null
  | number
  | { readonly start?: number; readonly stop?: number; readonly step?: number }
  | { readonly indices: readonly number[] }
  | { readonly mask: Uint8Array | readonly boolean[] };

export interface ReadOptions {
  readonly signal?: AbortSignal;
}

/** An array whose elements are read when asked for. */
export interface LazyArray<D, S extends Shape = Shape> {
  readonly dtype: Values<D>["dtype"];
  readonly shape: Readonly<S>;
  /** Reads all of it, or what is selected; axes that are left out at the end are taken whole. */
  read(selection?: readonly AxisSelection[], options?: ReadOptions): Promise<Values<D>>;
}

/** An object that is not read yet. */
export interface ObjectHandle<T extends TypeDescription> {
  readonly path: string;
  /** Its own type, which may be a subtype. */
  readonly type: string;
  readonly namespace?: string;
  get(): Promise<Container<T>>;
}

/** What an object reference leads to. */
export interface ObjectReference<T extends TypeDescription> {
  get(): Promise<Container<T>>;
}

/** Object references in bulk. */
export interface References<T extends TypeDescription> {
  readonly length: number;
  /** `undefined` where the reference is null. */
  get(index: number): Promise<Container<T> | undefined>;
}

/** One compound. */
export interface Row<C> {
  get<K extends keyof C>(column: K): Scalar<C[K]>;
}

/** Compounds in bulk: one array a column. */
export interface Columns<C> {
  get<K extends keyof C>(column: K): Values<C[K]>["data"];
}

/** A column whose rows are lists. */
export interface RaggedColumn<T extends TypeDescription, Levels extends number> extends ObjectHandle<T> {
  /** The rows from `start` to `stop` (exclusive), and nothing of other rows; all of them unless told. */
  rows(start?: number, stop?: number, options?: ReadOptions): Promise<RaggedRows<T, Levels>>;
}

export interface RaggedRows<T extends TypeDescription, Levels extends number> {
  readonly count: number;
  /** Row `i` reaches from `offsets[0][i]` to `offsets[0][i + 1]` of the next level, at last of `values`. */
  readonly offsets: OffsetsOf<Levels>;
  readonly values: T["fields"] extends { readonly data: Elements<infer D, infer _S> } ? Values<D> : Values<unknown>;
}

type OffsetsOf<Levels extends number> = Levels extends 1
  ? readonly [Float64Array]
  : Levels extends 2
    ? readonly [Float64Array, Float64Array]
    : readonly Float64Array[];

type ScalarOrArray<D, S extends Shape, V> =
  | ([] extends S ? V : never)
  | ([Exclude<S, []>] extends [never] ? never : LazyArray<D, Exclude<S, []>>);

/** How a reader sees a field. Of several objects there is a map by name, empty where there are none. */
export type View<F> =
  F extends Attribute<infer D, infer S, infer V>
    ? ScalarOrArray<D, S, V>
    : F extends Dataset<infer D, infer S, infer V>
      ? ScalarOrArray<D, S, V>
      : F extends Elements<infer D, infer S>
        ? LazyArray<D, S>
        : F extends Child<infer T>
          ? ObjectHandle<T>
          : F extends Link<infer T>
            ? ObjectHandle<T>
            : F extends Children<infer T>
              ? ReadonlyMap<string, ObjectHandle<T>>
              : F extends Links<infer T>
                ? ReadonlyMap<string, ObjectHandle<T>>
                : F extends Ragged<infer T, infer Levels>
                  ? RaggedColumn<T, Levels>
                  : never;

/** The fields of a type as a reader sees them. */
export type Views<F> = { readonly [K in keyof F]: View<F[K]> };

/** The fields of a container by name, each as `V` says; `undefined` for an optional one that is not there. */
export interface FieldMap<V> {
  has(name: string): boolean;
  get<K extends keyof V>(name: K): V[K];
}

/** Names that are no property of a container: they are its own, or those of promises, JSON and `Object.prototype`. */
export type ReservedName =
  | keyof ContainerParts<TypeDescription>
  | "extra"
  | "storage"
  | "id"
  | "node"
  | "registry"
  | "then"
  | "toJSON"
  | "constructor"
  | "hasOwnProperty"
  | "isPrototypeOf"
  | "propertyIsEnumerable"
  | "toLocaleString"
  | "toString"
  | "valueOf"
  | "__proto__"
  | "__defineGetter__"
  | "__defineSetter__"
  | "__lookupGetter__"
  | "__lookupSetter__";

interface ContainerParts<T extends TypeDescription> {
  readonly path: string;
  /** The type that the file says: `T`, or a subtype of it. */
  readonly type: string;
  readonly namespace?: string;
  readonly objectId?: string;
  /** Every field under the name of its specification. */
  readonly fields: FieldMap<Views<T["fields"]>>;
}

/** An object of type `T` as a reader sees it: its fields are properties too, but for a {@link ReservedName}. */
export type Container<T extends TypeDescription> = ContainerParts<T> & {
  readonly [K in keyof T["fields"] as K extends ReservedName ? never : K]: View<T["fields"][K]>;
};
