/** How a sink is ended. */
export interface CommitOptions {
  /** The length of the file: what was written beyond is cut off, what is missing reads as zeros. */
  readonly byteLength: number;
  /** Whether what is there already may be replaced. */
  readonly overwrite?: boolean;
  readonly signal?: AbortSignal;
}

/** Where the bytes of a new file go: a Node file, memory, a browser's file handle, a stream. */
export interface ByteSink {
  /** The path or URL, for messages; absent for memory. */
  readonly name?: string;
  /**
   * Writes bytes at an offset, beyond the end too: what lies between reads as zeros. `bytes` are the caller's again when it is done. Writes of
   * ranges that do not overlap may be under way together. Small writes may be held back and sent together: where one of them fails, a later
   * call says so, `commit` at the latest.
   * @throws `io` where there is no space or the device fails, `denied`, `closed` after the end. All later calls but `abandon` reject with the
   * same error then.
   */
  write(offset: number, bytes: Uint8Array): Promise<void>;
  /** Reads back what was written, zeros where nothing was; new memory. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /**
   * Ends it: the file has `byteLength` bytes, and appears under its name as a whole.
   * @throws `exists` where something is there and `overwrite` is not set; `io`, `denied`, the reason of `signal`. The file is not there then,
   * and what was there before still is; `abandon` cleans up.
   */
  commit(options: CommitOptions): Promise<void>;
  /** Removes all that was written; never throws. After `commit` it does nothing. */
  abandon(): Promise<void>;
}
