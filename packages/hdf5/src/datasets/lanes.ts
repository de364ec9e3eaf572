/** Room for the chunks that are filtered and written at the same time, of all datasets of a file. */
export interface Lanes {
  /** Whether the next chunk of so many bytes has to wait. */
  isFull(bytes: number): boolean;
  /** Waits until one of those under way is done. */
  wait(): Promise<void>;
  /** Takes room until `done`, whose failure is told by its dataset. */
  enter(bytes: number, done: Promise<unknown>): void;
}

/** Enough for all threads of Node's pool. */
const mostChunks = 8;
const mostBytes = 128 * 2 ** 20;

export function lanes(): Lanes {
  const underWay = new Set<Promise<unknown>>();
  let total = 0;
  return {
    isFull: (bytes) => underWay.size >= mostChunks || (underWay.size > 0 && total + bytes > mostBytes),
    async wait() {
      await Promise.race(underWay).catch(() => undefined);
    },
    enter(bytes, done) {
      underWay.add(done);
      total += bytes;
      const leave = (): void => {
        underWay.delete(done);
        total -= bytes;
      };
      done.then(leave, leave);
    },
  };
}
