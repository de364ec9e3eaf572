import { hdmfError } from "@hdmf-ts/errors";
import type { FileBytes, Range } from "../io/file-bytes.ts";

/** A stretch of the file that has gone through the filters of its heap. */
export interface FilteredBytes {
  /** The address of the heap's header. */
  readonly heap: number;
  readonly address: number;
  readonly storedSize: number;
  /** Bytes once the filters are undone. */
  readonly size: number;
  /** A bit for each filter that was left out. */
  readonly filterMask: number;
  /** The filter pipeline message of the heap. */
  readonly filters: Uint8Array;
}

/** The bytes of a block or huge object, without the filters of its heap. */
export function storedBytes(
  bytes: FileBytes,
  { address, length, filtered }: Range & { readonly filtered: FilteredBytes | undefined },
  what: string,
): Uint8Array {
  if (filtered === undefined) return bytes.at(address, length, what);
  if (bytes.decoded === undefined) throw hdmfError("unsupported", `${what} has filters`);
  return bytes.decoded(filtered);
}
