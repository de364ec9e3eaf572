import type { ByteWriter } from "../io/byte-writer.ts";

/** Room in a file that is being written, and what is put there. Addresses count from the base address of the file. */
export interface FileSpace {
  /** Room of `length` bytes, at a multiple of 8. */
  allocate(length: number): number;
  /** Puts bytes into room that was allocated; a copy of them, if they are not written at once. */
  put(address: number, bytes: Uint8Array): void;
  /** A writer into room that was allocated: `length` bytes, zeros at first. It is to be filled before anything is awaited. */
  open(address: number, length: number): ByteWriter;
}
