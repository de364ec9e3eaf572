const leastBytes = 16 * 1024;
const mostBytes = 2 ** 20;
/** What an axis that grows is thought to have at least. */
const grownLength = 1024;

/**
 * A shape for chunks of 16 KiB to 1 MiB, more for larger arrays: the array, halved along its axes in turn until it is small enough.
 * @param limits How far each axis may grow, `null` without limit.
 */
export function chooseChunks(
  shape: readonly number[],
  limits: readonly (number | null)[],
  elementSize: number,
): number[] {
  const chunks = shape.map((length, axis) => {
    const limit = limits[axis] ?? Number.POSITIVE_INFINITY;
    return Math.max(1, limit > length ? Math.min(limit, Math.max(length, grownLength)) : length);
  });
  const bytes = (): number => chunks.reduce((product, length) => product * length, Math.max(1, elementSize));
  const wanted = leastBytes * 2 ** Math.log10(bytes() / 2 ** 20);
  const most = Math.min(mostBytes, Math.max(leastBytes, wanted));
  for (let turn = 0; bytes() > most && chunks.some((length) => length > 1); turn++) {
    const axis = turn % chunks.length;
    chunks[axis] = Math.ceil(chunks[axis]! / 2);
  }
  return chunks;
}
