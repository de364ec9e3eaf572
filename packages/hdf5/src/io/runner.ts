import { type AbsentBytes, isAbsentBytes, type Range, type Runner } from "./file-bytes.ts";
import type { Pages } from "./pages.ts";

/** Runs parses over pages; `base` is what addresses count from. */
export function runnerOver(pages: Pages, base: number): Runner {
  const fetch = (ranges: readonly Range[], signal: AbortSignal | undefined): Promise<void> =>
    pages.fetch(
      ranges.map(({ address, length }) => ({ address: address + base, length })),
      signal,
    );

  const again = async <T>(parse: () => T, lacking: AbsentBytes, signal: AbortSignal | undefined): Promise<T> => {
    const end = pages.begin();
    try {
      for (let { absent, ready } = lacking; ; ) {
        await fetch(absent, signal);
        await ready;
        try {
          return parse();
        } catch (thrown) {
          if (!isAbsentBytes(thrown)) throw thrown;
          ({ absent, ready } = thrown);
        }
      }
    } finally {
      end();
    }
  };

  return (parse, { signal } = {}) => {
    try {
      return parse();
    } catch (thrown) {
      if (!isAbsentBytes(thrown)) throw thrown;
      return again(parse, thrown, signal);
    }
  };
}

/**
 * Does several parts of one parse, each of which may find bytes absent, and asks for what they all lack at once: one round over
 * the network instead of one a part.
 * @throws {@link AbsentBytes}
 */
export function each<T, R>(items: readonly T[], parse: (item: T, index: number) => R): R[] {
  const results: R[] = [];
  let absent: Range[] | undefined;
  const ready: Promise<unknown>[] = [];
  for (let index = 0; index < items.length; index++) {
    try {
      results.push(parse(items[index] as T, index));
    } catch (thrown) {
      if (!isAbsentBytes(thrown)) throw thrown;
      absent ??= [];
      for (const range of thrown.absent) absent.push(range);
      if (thrown.ready !== undefined) ready.push(thrown.ready);
    }
  }
  if (absent !== undefined) throw { absent, ready: Promise.all(ready) } satisfies AbsentBytes;
  return results;
}
