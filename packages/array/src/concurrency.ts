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
  const iterator = items[Symbol.iterator]();
  let failure: { readonly error: unknown } | undefined;
  async function lane(): Promise<void> {
    try {
      while (!failure) {
        signal?.throwIfAborted();
        const { done, value } = iterator.next();
        if (done) return;
        await work(value);
      }
    } catch (error) {
      failure ??= { error };
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.floor(limit)) }, lane));
  if (failure) throw failure.error;
}
