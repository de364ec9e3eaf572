import { hdmfError } from "@hdmf-ts/errors";
import { byteCursor } from "./byte-cursor.ts";
import type { RawBytes } from "./raw-bytes.ts";

/** What the beginning of a file says (specification II.A). */
export interface Superblock {
  /** Where the signature stands; all addresses count from here. */
  readonly base: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

function findSignature(raw: RawBytes): number | undefined {
  for (let at = 0; at + 8 <= raw.byteLength; at = at === 0 ? 512 : at * 2) {
    const bytes = raw.read(at, 8);
    if (signature.every((byte, index) => bytes[index] === byte)) return at;
  }
  return undefined;
}

/**
 * Reads the superblock, so that h5wasm never sees what is no whole HDF5 file.
 * @throws `malformed` for an empty file, one that is not HDF5, and one that is shorter than it says.
 */
export function readSuperblock(raw: RawBytes, name: string): Superblock {
  const source = { source: name };
  if (raw.byteLength === 0)
    throw hdmfError("malformed", `${name} is empty (0 bytes)`, { ...source, hint: "copy or download the file again" });
  const base = findSignature(raw);
  if (base === undefined) {
    throw hdmfError("malformed", `${name} is not an HDF5 file: it has no HDF5 signature`, {
      ...source,
      hint: "give an HDF5 file, or the folder of a Zarr store",
    });
  }
  const what = `The superblock of ${name}`;
  const cursor = byteCursor(raw.read(base, Math.min(128, raw.byteLength - base)), what);
  cursor.skip(8);
  const version = cursor.uint(1);
  if (version > 3) throw hdmfError("unsupported", `${what} has version ${version}; 0 to 3 are known`, source);
  if (version < 2) cursor.skip(4);
  const offsetBytes = cursor.uint(1);
  const lengthBytes = cursor.uint(1);
  if (version < 2) cursor.skip(version === 1 ? 13 : 9);
  else cursor.skip(1);
  if (![2, 4, 8].includes(offsetBytes) || ![2, 4, 8].includes(lengthBytes)) {
    throw hdmfError("malformed", `${what} is damaged: addresses of ${offsetBytes} bytes`, source);
  }
  cursor.skip(offsetBytes * 2);
  const end = cursor.address(offsetBytes) ?? 0;
  if (end > raw.byteLength) {
    const message = `${name} is truncated: ${raw.byteLength} bytes of ${end} are there`;
    throw hdmfError("malformed", message, { ...source, hint: "Copy or download the file again" });
  }
  return { base, offsetBytes, lengthBytes };
}
