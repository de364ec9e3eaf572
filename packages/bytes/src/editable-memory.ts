import { checkRead } from "./check-read.ts";
import type { EditableMemory } from "./editable-bytes.ts";
import { newMemory } from "./new-memory.ts";

/** A copy of `initial` that can be read and changed like a file. Writes throw `limit` where there is no memory left. */
export function editableMemory(initial: Uint8Array): EditableMemory {
  let room = initial.slice();
  let length = initial.length;
  let closed = false;

  function setLength(wanted: number): void {
    if (wanted > room.length) {
      const larger = newMemory(Math.max(wanted, 2 * room.length));
      larger.set(room.subarray(0, length));
      room = larger;
    }
    if (wanted < length) room.fill(0, wanted, length);
    length = wanted;
  }

  const checkOpen = (): void => checkRead({ byteLength: length, closed }, 0, 0, undefined);

  return {
    get byteLength() {
      return length;
    },
    async read(offset, count, options) {
      checkRead({ byteLength: length, closed }, offset, count, options?.signal);
      return room.slice(offset, offset + count);
    },
    async write(offset, bytes) {
      checkOpen();
      if (offset + bytes.length > length) setLength(offset + bytes.length);
      room.set(bytes, offset);
    },
    async truncate(byteLength) {
      checkOpen();
      setLength(byteLength);
    },
    async sync() {
      checkOpen();
    },
    async checkUnchanged() {
      checkOpen();
    },
    async close() {
      closed = true;
    },
    bytes: () => room.slice(0, length),
  };
}
