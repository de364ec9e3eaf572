/** Fetches stretches of one file for many callers at a time. */
export interface RangeQueue {
  /** `length` bytes from `start`, perhaps a view of more. Rejects with the reason of `signal` as soon as it aborts. */
  read(start: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** Stops all requests; whoever waits is rejected with `error`. */
  close(error: unknown): void;
}

interface Wait {
  readonly start: number;
  readonly stop: number;
  settle(result: Promise<Uint8Array> | Uint8Array): void;
}

interface Request {
  readonly start: number;
  readonly stop: number;
  readonly waits: Set<Wait>;
  readonly abort: AbortController;
}

/** Bytes between two stretches that are cheaper to fetch than a request of their own. */
const gapBytes = 4096;
/** Neighbours are merged up to here; more come sooner over several connections. */
const mergedBytes = 2 ** 20;

/**
 * At most `connections` requests are under way at a time. Reads of the same moment, and those that wait for a connection, become one
 * request where they touch or nearly touch; a read inside of what is already under way waits for that. A request that nobody waits for
 * any more is stopped.
 */
export function rangeQueue(
  fetchRange: (start: number, length: number, signal: AbortSignal) => Promise<Uint8Array>,
  connections: number,
): RangeQueue {
  const waiting = new Set<Wait>();
  const running = new Set<Request>();
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    queueMicrotask(() => {
      isScheduled = false;
      startRequests();
    });
  }

  function startRequests(): void {
    if (running.size >= connections || waiting.size === 0) return;
    const sorted = [...waiting].sort((a, b) => a.start - b.start);
    for (const oldest of waiting) {
      if (running.size >= connections) return;
      // Deleting from a set while walking it is sound: what went along with an older one is not visited.
      const { start, stop, members } = neighboursOf(oldest, sorted, waiting);
      for (const member of members) waiting.delete(member);
      void runRequest(start, stop, members);
    }
  }

  async function runRequest(start: number, stop: number, waits: readonly Wait[]): Promise<void> {
    const request: Request = { start, stop, waits: new Set(waits), abort: new AbortController() };
    running.add(request);
    const fetched = fetchRange(start, stop - start, request.abort.signal);
    const done = await fetched.catch(() => undefined);
    running.delete(request);
    for (const wait of request.waits)
      wait.settle(done === undefined ? fetched : done.subarray(wait.start - start, wait.stop - start));
    schedule();
  }

  function forget(wait: Wait): void {
    if (waiting.delete(wait)) return;
    for (const request of running)
      if (request.waits.delete(wait) && request.waits.size === 0) {
        // Its place is free at once; the request itself ends when it notices.
        request.abort.abort();
        running.delete(request);
        schedule();
      }
  }

  return {
    read(start, length, signal) {
      return new Promise((resolve, reject) => {
        const onAbort = (): void => {
          forget(wait);
          reject(signal?.reason);
        };
        const wait: Wait = {
          start,
          stop: start + length,
          settle(result) {
            signal?.removeEventListener("abort", onAbort);
            resolve(result);
          },
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        for (const request of running)
          if (request.start <= wait.start && wait.stop <= request.stop) {
            request.waits.add(wait);
            return;
          }
        waiting.add(wait);
        schedule();
      });
    },
    close(error) {
      const rejected = Promise.reject(error);
      rejected.catch(() => {});
      for (const wait of waiting) wait.settle(rejected);
      waiting.clear();
      for (const request of running) {
        for (const wait of request.waits) wait.settle(rejected);
        request.waits.clear();
        request.abort.abort();
      }
      running.clear();
    },
  };
}

/** The stretch around `wait` that is fetched at once, and who gets a part of it; `sorted` is by start and holds also some who left. */
function neighboursOf(
  wait: Wait,
  sorted: readonly Wait[],
  waiting: ReadonlySet<Wait>,
): { start: number; stop: number; members: readonly Wait[] } {
  const members = [wait];
  let { start, stop } = wait;
  const fits = (other: Wait): boolean => {
    const first = Math.min(start, other.start);
    const last = Math.max(stop, other.stop);
    if (first === start && last === stop) return true;
    return other.start <= stop + gapBytes && other.stop >= start - gapBytes && last - first <= mergedBytes;
  };
  const take = (other: Wait): void => {
    start = Math.min(start, other.start);
    stop = Math.max(stop, other.stop);
    members.push(other);
  };
  const at = sorted.indexOf(wait);
  for (let i = at - 1; i >= 0; i--) {
    const other = sorted[i] as Wait;
    if (!waiting.has(other)) continue;
    if (!fits(other)) break;
    take(other);
  }
  for (let i = at + 1; i < sorted.length; i++) {
    const other = sorted[i] as Wait;
    if (!waiting.has(other)) continue;
    if (!fits(other)) break;
    take(other);
  }
  return { start, stop, members };
}
