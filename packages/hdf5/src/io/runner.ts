import { type AbsentBytes, isAbsentBytes, type Range, type Runner } from "./file-bytes.ts";
import type { Pages } from "./pages.ts";

/** Runs parses over pages; `base` is what addresses count from. */
export function runnerOver(pages: Pages, base: number): Runner {
  const fetch = (ranges: readonly Range[], signal: AbortSignal | undefined): Promise<void> =>
    pages.fetch(
      ranges.map(({ address, length }) => ({ address: address + base, length })),
      signal,
    );

  const again = async <T>(parse: () => T, absent: readonly Range[], signal: AbortSignal | undefined): Promise<T> => {
    const end = pages.begin();
    try {
      for (let lacking = absent; ; ) {
        await fetch(lacking, signal);
        try {
          return parse();
        } catch (thrown) {
          if (!isAbsentBytes(thrown)) throw thrown;
          lacking = thrown.absent;
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
      return again(parse, thrown.absent, signal);
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
  for (let index = 0; index < items.length; index++) {
    try {
      results.push(parse(items[index] as T, index));
    } catch (thrown) {
      if (!isAbsentBytes(thrown)) throw thrown;
      absent ??= [];
      for (const range of thrown.absent) absent.push(range);
    }
  }
  if (absent !== undefined) throw { absent } satisfies AbsentBytes;
  return results;
}
