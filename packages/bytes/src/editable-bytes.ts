import type { ByteSource } from "./byte-source.ts";

/** A small file that belongs to another, and lies beside it. */
export interface BesideFile {
  /** `undefined` where there is none. */
  read(): Promise<Uint8Array | undefined>;
  /** Puts it there as a whole. @param durable Whether it is on the device when it is done */
  write(bytes: Uint8Array, durable: boolean): Promise<void>;
  remove(): Promise<void>;
}

/** A file that is read and changed in its place. Calls are made one after the other: what was written is what is read. */
export interface EditableBytes extends ByteSource {
  /** In bytes; as it is now. */
  readonly byteLength: number;
  /**
   * Writes at an offset, beyond the end too. `bytes` are the caller's again when it is done.
   * @throws `changed` as {@link EditableBytes.checkUnchanged} (but whether it was replaced is not looked at), before anything is written; `io`
   *   where there is no space or the device fails, `denied`, `closed`; a part of them may be written then.
   */
  write(offset: number, bytes: Uint8Array): Promise<void>;
  /** Cuts the file off, or lengthens it with zeros. */
  truncate(byteLength: number): Promise<void>;
  /** All that was written is on the device when it is done, as far as the system can say. */
  sync(): Promise<void>;
  /**
   * @throws `changed` where another wrote, cut, removed or replaced the file since it was opened, or since the last write from here. A change that
   * keeps the length and falls into the same tick of the clock of the file system is not seen.
   */
  checkUnchanged(): Promise<void>;
  /** Makes several changes without looking in between whether another changes the file too. */
  together?(changes: () => Promise<void>): Promise<void>;
  /** Where changes wait that can only be made together, for who has a place of its own for them. */
  readonly redo?: BesideFile;
  close(): Promise<void>;
}

/** Bytes in memory that are changed as a file is. */
export interface EditableMemory extends EditableBytes {
  /** A copy of all bytes as they are now. */
  bytes(): Uint8Array;
}
