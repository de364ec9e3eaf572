/** A step between array elements and stored bytes; a `Filter` of `@hdmf-ts/array` fits, as does any object of this shape. */
export interface Filter {
  /** The neutral name, see the table in the README. */
  readonly name: string;
  /** The HDF5 filter number, where the data comes from or goes to HDF5. */
  readonly id?: number;
  /** The HDF5 client data, or for a Zarr codec the equal numbers. */
  readonly options?: readonly number[];
  /** A Zarr codec's configuration, where numbers cannot say it. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** What is known of the bytes that decoding should give. */
export interface DecodeContext {
  /** The length of the result in bytes, where it is known: any other is `malformed`. */
  readonly size?: number;
  /** The most that the result may have where its length is not known; 1 GiB unless told. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/**
 * Decodes what one HDF5 filter made. `options` are its client data, `maxBytes` is the most that it may return: where the length of the
 * result is known, that length. It must not write into `bytes`.
 */
export type FilterDecoder = (
  bytes: Uint8Array,
  about: { readonly options: readonly number[]; readonly maxBytes: number },
) => Uint8Array | Promise<Uint8Array>;

/** Turns bytes into stored bytes and back. Neither direction writes into its input; a result may be the input or a view of it. */
export interface Codec {
  /** @throws `malformed` for damaged data, `limit` for more than `maxBytes`. */
  decode(bytes: Uint8Array, context?: DecodeContext): Uint8Array | Promise<Uint8Array>;
  /** @throws `invalid` for options that cannot be, `unsupported` for what is only decoded here. */
  encode(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** How many bytes `size` bytes become, for codecs that know without encoding. */
  encodedSize?(size: number): number;
}

/** Makes the codec of one filter from its options. */
export type CodecFactory = (filter: Filter) => Codec;
