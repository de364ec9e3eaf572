import type { ByteSource } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import { lookup3 } from "../checksum.ts";
import { takeSignature, takeVersion } from "../signature.ts";
import { Cursor } from "./cursor.ts";
import type { FileBytes, Range } from "./file-bytes.ts";

/** Bytes that stand in the image instead of at their address. */
export interface Patch {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/**
 * Reads a metadata cache image: headers and the like that libhdf5 had in memory when it closed the file, and that it did not write to their
 * addresses. The specification leaves it out; this is what libhdf5 1.10 to 2.0 write.
 *
 * @throws `malformed`, `unsupported` for other versions than 0
 */
export function readCacheImage(bytes: FileBytes, { address, length }: Range): Patch[] {
  const what = `The metadata cache image at ${address}`;
  const image = bytes.at(address, length, what).slice();
  const cursor = new Cursor(image.subarray(0, Math.max(0, length - 4)), what);
  takeSignature(cursor, "MDCI");
  takeVersion(cursor, 0);
  cursor.skip(1 + bytes.sizeOfLengths);
  const entries = cursor.uint(4);
  const patches: Patch[] = [];
  for (let entry = 0; entry < entries; entry++) {
    // Its type, its state in the cache, and how many others depend on it.
    cursor.skip(8);
    const parents = cursor.uint(2);
    cursor.skip(4);
    const at = cursor.address(bytes.sizeOfOffsets);
    const size = cursor.uint(bytes.sizeOfLengths);
    cursor.skip(parents * bytes.sizeOfOffsets);
    const content = cursor.take(size);
    if (at === undefined || at + size > bytes.end) {
      throw hdmfError("malformed", `${what} is damaged: it has ${size} bytes that stand behind the end of the file`);
    }
    patches.push({ address: at, bytes: content });
  }
  if (new Cursor(image, what, length - 4).uint(4) !== lookup3(image.subarray(0, length - 4))) {
    throw hdmfError("malformed", `${what} is damaged: its checksum does not fit`);
  }
  return patches.sort((a, b) => a.address - b.address);
}

/** The same source with other bytes in some places; addresses of the patches, which ascend, count from `base`. */
export function patchedSource(source: ByteSource, patches: readonly Patch[], base: number): ByteSource {
  return {
    byteLength: source.byteLength,
    ...(source.name === undefined ? {} : { name: source.name }),
    async read(offset, length, options) {
      const bytes = (await source.read(offset, length, options)).slice();
      for (const { address, bytes: patch } of patches) {
        const start = address + base - offset;
        if (start >= length) break;
        if (start + patch.length <= 0) continue;
        bytes.set(patch.subarray(Math.max(0, -start), length - start), Math.max(0, start));
      }
      return bytes;
    },
  };
}
