import type { Spool } from "./spool.ts";

interface Part {
  readonly start: number;
  readonly blob: Blob;
}

/**
 * A spool of `Blob`s: browsers keep them out of the memory of the page, and large ones on the disk. Each write is one, so they should be large;
 * what is written over is cut out of those before.
 */
export function blobSpool(): Spool {
  /** In order, without overlap. */
  let parts: Part[] = [];

  /** How many parts begin before an offset. */
  function countBefore(offset: number): number {
    let low = 0;
    let high = parts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (parts[middle]!.start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    async write(offset, bytes) {
      const stop = offset + bytes.length;
      let first = countBefore(offset);
      const kept: Part[] = [];
      const before = parts[first - 1];
      if (before !== undefined && before.start + before.blob.size > offset) {
        first--;
        kept.push({ start: before.start, blob: before.blob.slice(0, offset - before.start) });
      }
      kept.push({ start: offset, blob: new Blob([bytes as BufferSource]) });
      const last = countBefore(stop);
      const behind = parts[last - 1];
      if (last > first && behind !== undefined && behind.start + behind.blob.size > stop)
        kept.push({ start: stop, blob: behind.blob.slice(stop - behind.start) });
      parts.splice(first, last - first, ...kept);
    },
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      const stop = offset + length;
      for (let at = Math.max(0, countBefore(offset + 1) - 1); at < parts.length; at++) {
        const { start, blob } = parts[at]!;
        if (start >= stop) break;
        const from = Math.max(start, offset);
        const to = Math.min(start + blob.size, stop);
        if (from >= to) continue;
        bytes.set(new Uint8Array(await blob.slice(from - start, to - start).arrayBuffer()), from - offset);
      }
      return bytes;
    },
    async drop() {
      parts = [];
    },
  };
}
