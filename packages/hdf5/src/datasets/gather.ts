import type { NormalizedAxis } from "@hdmf-ts/array";
import type { DataBytes } from "./dataset-source.ts";
import { type Runs, selectionRuns } from "./runs.ts";

/** An array of elements in C order, one after the other in the file. */
export interface PackedArray {
  readonly data: DataBytes;
  readonly address: number;
  /** Bytes of an element. */
  readonly size: number;
  readonly shape: readonly number[];
}

/** What lies between two runs is read along up to here: that is cheaper than another read. */
const gapBytes = 16_384;
/** The most that is read at once, unless straight into the result. */
const spanBytes = 4 * 2 ** 20;
const batchRuns = 65_536;
const lanes = 8;

interface Span {
  readonly first: number;
  readonly stop: number;
  /** In bytes. */
  readonly start: number;
  readonly end: number;
}

/** Puts the bytes of the selected elements into `target`, one after the other; reads no more than it takes. */
export async function gatherPacked(
  array: PackedArray,
  axes: readonly NormalizedAxis[],
  target: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  const runs = selectionRuns(axes, array.shape);
  const runBytes = runs.length * array.size;
  if (runs.count === 0 || runBytes === 0) return;
  const starts = new Float64Array(Math.min(runs.count, batchRuns));
  for (let done = 0; done < runs.count; ) {
    const count = runs.next(starts);
    const part = target.subarray(done * runBytes, (done + count) * runBytes);
    await readRuns(array, starts.subarray(0, count), runs, part, signal);
    done += count;
  }
}

/** Where the selected elements are if they are one stretch of the file. */
export function onlyRun({ address, size, shape }: PackedArray, axes: readonly NormalizedAxis[]): number | undefined {
  const runs = selectionRuns(axes, shape);
  const start = new Float64Array(1);
  return runs.count === 1 && runs.next(start) === 1 ? address + start[0]! * size : undefined;
}

async function readRuns(
  array: PackedArray,
  starts: Float64Array,
  runs: Runs,
  target: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  const runBytes = runs.length * array.size;
  const spans = spansOf(starts, array.size, runBytes);
  await inLanes(spans, signal, async (span) => {
    const part = target.subarray(span.first * runBytes, span.stop * runBytes);
    if (span.end - span.start === part.length && span.stop === span.first + 1) {
      await readStretch(array.data, array.address + span.start, part, signal);
      return;
    }
    const bytes = await array.data.read(array.address + span.start, span.end - span.start, signal ? { signal } : {});
    copyRuns(bytes, starts.subarray(span.first, span.stop), array.size, span.start, runBytes, part);
  });
}

/** Runs that lie near each other, later ones behind earlier ones, are read together. */
export function* spansOf(starts: Float64Array, size: number, runBytes: number): Generator<Span> {
  for (let first = 0; first < starts.length; ) {
    const start = starts[first]! * size;
    let end = start + runBytes;
    let stop = first + 1;
    for (let before = start; stop < starts.length; stop++) {
      const next = starts[stop]! * size;
      if (next < before || next - end > gapBytes || next + runBytes - start > spanBytes) break;
      before = next;
      end = Math.max(end, next + runBytes);
    }
    yield { first, stop, start, end };
    first = stop;
  }
}

function copyRuns(
  bytes: Uint8Array,
  starts: Float64Array,
  size: number,
  origin: number,
  runBytes: number,
  target: Uint8Array,
): void {
  let to = 0;
  for (let run = 0; run < starts.length; run++) {
    const from = starts[run]! * size - origin;
    if (runBytes > 64) {
      target.set(bytes.subarray(from, from + runBytes), to);
      to += runBytes;
    } else for (let index = from; index < from + runBytes; index++) target[to++] = bytes[index]!;
  }
}

/** Fills `target` from one stretch of the file, without other memory where the source allows it. */
export async function readStretch(
  data: DataBytes,
  address: number,
  target: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  const options = signal ? { signal } : {};
  if (data.readInto) {
    await data.readInto(address, target, options);
    return;
  }
  const pieces = Array.from({ length: Math.ceil(target.length / spanBytes) }, (_, index) => index * spanBytes);
  await inLanes(pieces, signal, async (at) => {
    const part = target.subarray(at, at + spanBytes);
    part.set(await data.read(address + at, part.length, options));
  });
}

/** Some at a time; after an error no other is begun, and it is thrown when all that were begun have ended. */
async function inLanes<T>(
  items: Iterable<T>,
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
  await Promise.all(Array.from({ length: lanes }, lane));
  if (failure) throw failure.error;
}
