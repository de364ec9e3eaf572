import type { ByteSource } from "@hdmf-ts/bytes";
import { plainBytes } from "./plain-bytes.ts";

/** Reads of pages that are under way, each shared by all who wait for it. */
export interface Flights {
  /** Resolves when all these pages (ascending) are here. @throws the reason of `signal`, what the source throws */
  fetch(pages: readonly number[], signal: AbortSignal | undefined): Promise<void>;
  /** Whether nothing is under way. */
  readonly idle: boolean;
}

interface Flight {
  readonly done: Promise<void>;
  readonly stop: AbortController;
  waiting: number;
}

/** @param maxRun How many neighbouring pages one read may bring. */
export function flights(
  source: ByteSource,
  pageBytes: number,
  maxRun: number,
  arrived: (firstPage: number, bytes: Uint8Array) => void,
): Flights {
  const flying = new Map<number, Flight>();

  const start = (first: number, count: number): Flight => {
    const stop = new AbortController();
    const offset = first * pageBytes;
    const length = Math.min(count * pageBytes, source.byteLength - offset);
    const read = async (): Promise<void> => {
      try {
        const bytes = plainBytes(await source.read(offset, length, { signal: stop.signal }));
        arrived(first, bytes);
      } finally {
        for (let page = first; page < first + count; page++) flying.delete(page);
      }
    };
    const flight: Flight = { done: read(), stop, waiting: 0 };
    // Whoever waits hears of a failure; nobody may be waiting any more.
    flight.done.catch(() => {});
    for (let page = first; page < first + count; page++) flying.set(page, flight);
    return flight;
  };

  return {
    get idle() {
      return flying.size === 0;
    },
    async fetch(pages, signal) {
      signal?.throwIfAborted();
      const needed = new Set<Flight>();
      for (let index = 0; index < pages.length; ) {
        const first = pages[index] as number;
        const shared = flying.get(first);
        if (shared !== undefined) {
          needed.add(shared);
          index++;
          continue;
        }
        let count = 1;
        while (count < maxRun && pages[index + count] === first + count && !flying.has(first + count)) count++;
        needed.add(start(first, count));
        index += count;
      }
      for (const flight of needed) flight.waiting++;
      try {
        await orAborted(Promise.all([...needed].map(({ done }) => done)), signal);
      } finally {
        for (const flight of needed) if (--flight.waiting === 0) flight.stop.abort();
      }
    },
  };
}

/** The same promise, but rejecting at once when the signal is aborted. */
async function orAborted(promise: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) {
    await promise;
    return;
  }
  let listener: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    listener = () => reject(signal.reason);
    signal.addEventListener("abort", listener, { once: true });
  });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    if (listener !== undefined) signal.removeEventListener("abort", listener);
  }
}
