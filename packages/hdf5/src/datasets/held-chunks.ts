/** A chunk that waits in memory for the rest of its elements. */
export interface HeldChunk {
  readonly bytes: number;
  /** Passes it on to be written; it is held no longer. Never rejects: what fails is told by its dataset. */
  leave(): Promise<void>;
}

/** The chunks that wait, of all datasets of a file, within one bound. */
export interface HeldChunks {
  /** Of all that wait. */
  readonly bytes: number;
  /** It comes behind all others. */
  add(chunk: HeldChunk): void;
  delete(chunk: HeldChunk): void;
  /** Lets go of those that wait longest, until the others are within the bound; one is always kept, however large. */
  shrink(): Promise<void>;
}

const defaultBytes = 64 * 2 ** 20;

/** @param most The bound in bytes, 64 MiB unless told. */
export function heldChunks(most: number = defaultBytes): HeldChunks {
  const waiting = new Set<HeldChunk>();
  let bytes = 0;
  function remove(chunk: HeldChunk): void {
    if (waiting.delete(chunk)) bytes -= chunk.bytes;
  }
  return {
    get bytes() {
      return bytes;
    },
    add(chunk) {
      waiting.add(chunk);
      bytes += chunk.bytes;
    },
    delete: remove,
    async shrink() {
      for (const chunk of waiting) {
        if (bytes <= most || waiting.size === 1) return;
        remove(chunk);
        await chunk.leave();
      }
    },
  };
}
