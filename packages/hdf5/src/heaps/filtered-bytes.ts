import { hdmfError } from "@hdmf-ts/errors";

/** A stretch of the file that has gone through the filters of its heap. */
export interface FilteredBytes {
  readonly address: number;
  readonly storedSize: number;
  /** Bytes once the filters are undone. */
  readonly size: number;
  /** A bit for each filter that was left out. */
  readonly filterMask: number;
  /** The filter pipeline message of the heap. */
  readonly filters: Uint8Array;
}

/** What stands in where nobody undoes filters. @throws `unsupported` always */
export function refuseFilters({ address }: FilteredBytes): never {
  throw hdmfError("unsupported", `the block at address ${address} belongs to a fractal heap with filters`);
}
