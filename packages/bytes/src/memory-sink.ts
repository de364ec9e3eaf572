import { hdmfError } from "@hdmf-ts/errors";
import type { ByteSink } from "./byte-sink.ts";
import { newMemory } from "./new-memory.ts";
import { sinkOver } from "./sink-over.ts";
import type { Spool } from "./spool.ts";

/** A sink that keeps the file in memory. */
export interface MemorySink extends ByteSink {
  /**
   * The file, in memory of its own; the same at each call.
   * @throws `invalid` before `commit`
   */
  bytes(): Uint8Array;
}

/** A new sink in memory; for files that fit there easily, since memory is moved as it grows. Writes throw `limit` where there is no more. */
export function memorySink(): MemorySink {
  let room = new Uint8Array(0);
  let result: Uint8Array | undefined;

  function grow(length: number): void {
    if (length <= room.length) return;
    const larger = newMemory(Math.max(length, 2 * room.length));
    larger.set(room);
    room = larger;
  }

  const spool: Spool = {
    async write(offset, bytes) {
      grow(offset + bytes.length);
      room.set(bytes, offset);
    },
    async read(offset, length) {
      const bytes = newMemory(length);
      bytes.set(room.subarray(offset, offset + length));
      return bytes;
    },
    async drop() {
      room = new Uint8Array(0);
    },
  };
  const sink = sinkOver({
    spool,
    async publish({ byteLength }) {
      result = byteLength === room.length ? room : await spool.read(0, byteLength);
      await spool.drop();
    },
  });
  return {
    ...sink,
    bytes() {
      if (result === undefined) throw hdmfError("invalid", "the bytes in memory are not complete before commit");
      return result;
    },
  };
}
