import { isAbsentBytes, type Range } from "./file-bytes.ts";
import type { Pages } from "./pages.ts";
import { runnerOver } from "./runner.ts";

/** So many objects are one operation, during which no page that they need is dropped. */
const slice = 1024;
/** So many objects may wait for a fetch from near by, which brings what the next ones need. */
const nearby = 4;
/** Milliseconds of parsing after which the event loop gets a turn. */
const turn = 50;

/**
 * Parses many things of a file, all together: what they lack of a remote file is asked for at once. Nothing is awaited while all
 * is in memory.
 *
 * @param base What the addresses of the parses count from.
 * @throws what `parse` throws, the reason of `signal`
 */
export async function readObjects<T, R>(
  pages: Pages,
  base: number,
  items: readonly T[],
  parse: (item: T) => R,
  signal: AbortSignal | undefined,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const run = runnerOver(pages, base);
  let started = performance.now();
  for (let first = 0; first < items.length; first += slice) {
    signal?.throwIfAborted();
    if (performance.now() - started > turn) {
      await new Promise((resolve) => setTimeout(resolve));
      started = performance.now();
    }
    const last = Math.min(first + slice, items.length);
    const end = pages.begin();
    try {
      if (pages.remote) {
        // Each goes on as soon as its own bytes are there: waiting for the slowest would leave connections idle.
        const parses = items.slice(first, last).map(async (item) => run(() => parse(item), signal && { signal }));
        for (const [index, result] of (await Promise.all(parses)).entries()) results[first + index] = result;
        continue;
      }
      let lacking: number[] = [];
      let absent: Range[] = [];
      let ready: Promise<unknown>[] = [];
      const tryOne = (index: number): void => {
        try {
          results[index] = parse(items[index] as T);
        } catch (thrown) {
          if (!isAbsentBytes(thrown)) throw thrown;
          lacking.push(index);
          if (thrown.ready !== undefined) ready.push(thrown.ready);
          for (const { address, length } of thrown.absent) absent.push({ address: address + base, length });
        }
      };
      for (let index = first; index < last; index++) {
        tryOne(index);
        while (lacking.length >= nearby || (lacking.length > 0 && index === last - 1)) {
          const [again, wanted, others] = [lacking, absent, ready];
          [lacking, absent, ready] = [[], [], []];
          await pages.fetch(wanted, signal);
          await Promise.all(others);
          for (const one of again) tryOne(one);
        }
      }
    } finally {
      end();
    }
  }
  return results;
}
