/** Bytes at known places: a file, memory, a `Blob` or a remote file. */
export interface ByteSource {
  /** In bytes. */
  readonly byteLength: number;
  /** The file's path or URL, for messages and for finding neighbours; absent for memory. */
  readonly name?: string;
  /**
   * Reads `length` bytes from `offset`; the result may be shared with other readers: do not write into it.
   * @throws `invalid` for a range that is not inside the source, `io`, `changed`, `closed`.
   */
  read(offset: number, length: number, options?: { readonly signal?: AbortSignal }): Promise<Uint8Array>;
  /**
   * Fills `target` with the bytes from `offset`, without memory of its own; absent where the source cannot do that. Until it
   * is done, and after it failed, the content of `target` is not defined.
   * @throws as `read`
   */
  readInto?(offset: number, target: Uint8Array, options?: { readonly signal?: AbortSignal }): Promise<void>;
  close?(): Promise<void>;
}

/** What every `open` takes: a path (Node only) or http(s) URL as text, a URL, a `Blob` or `File`, bytes, or a source. */
export type BytesInput = string | URL | Blob | Uint8Array | ByteSource;
