import { hdmfError } from "@hdmf-ts/errors";

/**
 * Calls `work` for each item, at most `limit` at a time, in order of their start. When one fails or the signal is aborted,
 * no other is started, and the error is thrown when all that were started have ended.
 */
export async function forEachConcurrently<T>(
  items: Iterable<T>,
  limit: number,
  signal: AbortSignal | undefined,
  work: (item: T) => Promise<void>,
): Promise<void> {
  if (!(limit >= 1)) throw hdmfError("invalid", `At least 1 must run at the same time, not ${limit}.`);
  const iterator = items[Symbol.iterator]();
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  async function lane(): Promise<void> {
    try {
      while (!ended) {
        signal?.throwIfAborted();
        const { done, value } = iterator.next();
        if (done) ended = true;
        else await work(value);
      }
    } catch (error) {
      failure ??= { error };
      ended = true;
    }
  }
  const lanes: Promise<void>[] = [];
  while (!ended && lanes.length < Math.floor(limit)) lanes.push(lane());
  await Promise.all(lanes);
  if (failure) throw failure.error;
}
