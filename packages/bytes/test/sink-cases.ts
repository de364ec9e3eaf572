import type { ByteSink } from "../src/index.ts";
import { memorySink, streamSink } from "../src/index.ts";

/** A new sink, and what arrived where it leads: `undefined` before the end. */
interface SinkCase {
  readonly sink: ByteSink;
  arrived(): Promise<Uint8Array | undefined>;
}

/** Sinks that Node and browsers have. */
export const sinkCases: readonly (readonly [title: string, open: () => SinkCase])[] = [
  [
    "memory",
    () => {
      const sink = memorySink();
      return {
        sink,
        async arrived() {
          try {
            return sink.bytes();
          } catch {
            return undefined;
          }
        },
      };
    },
  ],
  [
    "a stream",
    () => {
      const { stream, arrived } = collector();
      return { sink: streamSink(stream), arrived };
    },
  ],
];

/** A stream that collects what it gets; `undefined` unless it was closed. `failAt` is the number of the write that fails. */
export function collector(failAt = Number.POSITIVE_INFINITY): {
  readonly stream: WritableStream<Uint8Array>;
  readonly aborted: () => unknown;
  readonly arrived: () => Promise<Uint8Array | undefined>;
} {
  const pieces: Uint8Array[] = [];
  let closed = false;
  let reason: unknown;
  return {
    stream: new WritableStream<Uint8Array>({
      write(piece) {
        if (pieces.length === failAt) throw new Error("the line is dead");
        pieces.push(piece.slice());
      },
      close() {
        closed = true;
      },
      abort(why) {
        reason = why;
      },
    }),
    aborted: () => reason,
    async arrived() {
      return closed ? new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer()) : undefined;
    },
  };
}

/** Numbers that look random and are the same each time. */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Writes of all kinds, and the file that they make; reads on the way are checked by the caller's `same`. */
export async function scribble(
  sink: ByteSink,
  seed: number,
  same: (found: Uint8Array, expected: Uint8Array) => void,
): Promise<Uint8Array> {
  const roll = dice(seed);
  const model = new Uint8Array(4_000_000);
  const pending: Promise<void>[] = [];
  let next = 0;
  for (let step = 0; step < 400; step++) {
    const length = [1, 100, 5000, 65_536, 300_000][roll(5)]!;
    const kind = roll(4);
    // Mostly one after the other, with gaps as alignment makes them; sometimes anywhere, over what was written too.
    const offset = kind === 0 ? roll(3_000_000) : next + (kind === 1 ? roll(8) : 0);
    if (offset + length > model.length) continue;
    const bytes = new Uint8Array(length).map((_, at) => step + at);
    if (kind !== 0) next = Math.max(next, offset + length);
    model.set(bytes, offset);
    const writing = sink.write(offset, bytes);
    if (roll(3) === 0) await writing.then(() => bytes.fill(0));
    else pending.push(writing);
    if (roll(20) === 0) {
      const [from, count] = [roll(3_500_000), roll(400_000)];
      same(await sink.read(from, count), model.slice(from, from + count));
    }
  }
  await Promise.all(pending);
  return model;
}
