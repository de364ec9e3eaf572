import { hdmfError } from "@hdmf-ts/errors";

/** The bytes of the file itself, beside h5wasm: for the facts that h5wasm does not hand out. */
export interface RawBytes {
  readonly byteLength: number;
  /** Shared memory: not to be written into. A range outside of the file is `malformed`. */
  read(offset: number, length: number): Uint8Array;
  close(): void;
}

const pageBytes = 65536;
const pagesKept = 64;

function checkRange(offset: number, length: number, byteLength: number): void {
  if (offset >= 0 && length >= 0 && offset + length <= byteLength) return;
  throw hdmfError("malformed", `The file is damaged: it points to byte ${offset}, outside of its ${byteLength} bytes`);
}

export function memoryBytes(bytes: Uint8Array): RawBytes {
  return {
    byteLength: bytes.byteLength,
    read(offset, length) {
      checkRange(offset, length, bytes.byteLength);
      return bytes.subarray(offset, offset + length);
    },
    close() {},
  };
}

/** A file in Node, read in pages, of which the latest stay. */
export function fileBytes(fs: typeof import("node:fs"), path: string): RawBytes {
  const descriptor = fs.openSync(path, "r");
  const byteLength = fs.fstatSync(descriptor).size;
  const pages = new Map<number, Uint8Array>();
  let closed = false;
  const readAt = (offset: number, length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const count = fs.readSync(descriptor, bytes, done, length - done, offset + done);
      if (count === 0) throw hdmfError("changed", `"${path}" became shorter while it was read`, { source: path });
      done += count;
    }
    return bytes;
  };
  const page = (index: number): Uint8Array => {
    let bytes = pages.get(index);
    if (bytes === undefined) {
      bytes = readAt(index * pageBytes, Math.min(pageBytes, byteLength - index * pageBytes));
      if (pages.size >= pagesKept) pages.delete(pages.keys().next().value ?? -1);
    } else pages.delete(index);
    pages.set(index, bytes);
    return bytes;
  };
  return {
    byteLength,
    read(offset, length) {
      checkRange(offset, length, byteLength);
      if (length === 0) return new Uint8Array();
      const first = Math.floor(offset / pageBytes);
      if (first !== Math.floor((offset + length - 1) / pageBytes)) return readAt(offset, length);
      return page(first).subarray(offset - first * pageBytes, offset - first * pageBytes + length);
    },
    close() {
      if (!closed) fs.closeSync(descriptor);
      closed = true;
    },
  };
}
