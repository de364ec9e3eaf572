/** The integer types by name. */
export type IntegerName = "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64";

/** The IEEE 754 types by name. */
export type FloatName = "float16" | "float32" | "float64";

/** A type that a name says in full. */
export type NamedDtype = IntegerName | FloatName | "bool" | "utf8" | "ascii" | "reference" | "region";

/** One member of a compound. */
export interface CompoundField {
  readonly name: string;
  readonly dtype: Dtype;
}

/**
 * The type of an element: plain data, the form that the command line prints (shared contract: cli.md "dtypes"), but for
 * the members of an enum, which are a `Map` here since a member may be called `__proto__`.
 * How an element is stored (byte order, width of a text, padding) is not part of its type, see `Stored` in `@hdmf-ts/storage`.
 */
export type Dtype =
  | NamedDtype
  | { readonly complex: FloatName }
  | { readonly opaque: number; readonly tag?: string }
  | { readonly bitfield: number }
  | { readonly enum: ReadonlyMap<string, number | bigint>; readonly base: IntegerName }
  | { readonly vlen: Dtype }
  | { readonly array: readonly number[]; readonly base: Dtype }
  | { readonly datetime64: string }
  | {
      readonly integer: {
        readonly bytes: number;
        readonly bits: number;
        readonly offset: number;
        readonly signed: boolean;
      };
    }
  | { readonly float: { readonly bytes: number } }
  | readonly CompoundField[];
