import { hdmfError } from "@hdmf-ts/errors";

/** Zeros for a file. @throws `limit` */
export function newMemory(length: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw hdmfError("limit", `cannot hold a file of ${length} bytes in memory`, { hint: "write it to a file", cause });
  }
}
