import { elementCount } from "@hdmf-ts/array";
import type { ElementCopy } from "./copy-data.ts";

/** Chunks under way, from the start of their reading to the end of their writing. */
const ahead = 8;

/**
 * Whether the chunks could be passed on as stored. They are read ahead, and put in their order, so that the same copy gives the same bytes.
 */
export async function copyEncoded(copy: ElementCopy): Promise<boolean> {
  const { node, target, id, signal, onProgress } = copy;
  const { array } = node;
  const { encoded, chunks, shape } = array;
  if (encoded === undefined || chunks === undefined || shape === null) return false;
  const put = target.encodedWriter?.(id, encoded.filters, encoded.byteOrder);
  if (put === undefined) return false;
  const call = signal ? { signal } : {};
  const counts = shape.map((length, axis) => Math.ceil(length / (chunks[axis] as number)));
  const total = counts.reduce((product, count) => product * count, 1);
  let next = 0;
  let before = Promise.resolve();
  let failure: { readonly reason: unknown } | undefined;

  const pass = async (coordinates: readonly number[]): Promise<void> => {
    const turn = before;
    let begun = (): void => {};
    before = new Promise((resolve) => {
      begun = resolve;
    });
    try {
      signal?.throwIfAborted();
      const chunk = await encoded.readChunk(coordinates, call);
      await turn;
      if (failure !== undefined) return;
      const written = chunk && put(coordinates, chunk);
      begun();
      await written;
      onProgress(
        elementCount(
          chunks.map((length, axis) =>
            Math.min(length, (shape[axis] as number) - (coordinates[axis] as number) * length),
          ),
        ),
      );
    } catch (reason) {
      failure ??= { reason };
    } finally {
      begun();
    }
  };
  const lane = async (): Promise<void> => {
    while (next < total && failure === undefined) await pass(coordinatesOf(next++, counts));
  };
  await Promise.all(Array.from({ length: Math.min(ahead, total) }, lane));
  if (failure !== undefined) throw failure.reason;
  return true;
}

function coordinatesOf(index: number, counts: readonly number[]): number[] {
  const coordinates = counts.map(() => 0);
  let rest = index;
  for (let axis = counts.length - 1; axis >= 0; axis--) {
    const count = counts[axis] as number;
    coordinates[axis] = rest % count;
    rest = Math.floor(rest / count);
  }
  return coordinates;
}
