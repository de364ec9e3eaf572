type Fs = typeof import("node:fs");

/** Files above this are read beside the program's other work. */
const smallBytes = 65_536;
/** Milliseconds that a call to a disk at hand does not take: it is a network, where many reads should be under way together … */
const slow = 0.5;
/** … unless it was seldom so: a pause of the program itself is not told from a slow disk. */
const patience = 8;
const regained = 0.02;

/**
 * Reads small files at once: on a disk at hand that takes a tenth of the time that it takes to wait for it.
 * @returns `undefined` for a file that should be read in the other way: large ones, and all where the disk is slow.
 * @throws what the system says
 */
export function quickReader(fs: Fs): (file: string) => Uint8Array | undefined {
  let left = patience;
  return (file) => {
    if (left < 1) return undefined;
    const started = performance.now();
    const descriptor = fs.openSync(file, "r");
    try {
      const { size } = fs.fstatSync(descriptor);
      if (size > smallBytes) return undefined;
      const bytes = new Uint8Array(size);
      let done = 0;
      while (done < size) {
        const read = fs.readSync(descriptor, bytes, done, size - done, done);
        if (read === 0) break;
        done += read;
      }
      return bytes.subarray(0, done);
    } finally {
      fs.closeSync(descriptor);
      left = performance.now() - started > slow ? left - 1 : Math.min(patience, left + regained);
    }
  };
}
