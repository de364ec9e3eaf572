import { hdmfError } from "@hdmf-ts/errors";
import type { ByteSink, CommitOptions } from "./byte-sink.ts";
import type { Spool } from "./spool.ts";

/** What makes a sink: where bytes wait, and how they become visible. */
interface SinkParts {
  readonly name?: string;
  readonly spool: Spool;
  /** Everything was written to the spool. Where it fails, nothing is visible, and it may be called again. */
  publish(options: CommitOptions): Promise<void>;
  /** In place of `publish`; the spool is dropped after it. */
  discard?(): Promise<void>;
}

/** Writes below this are gathered where they follow each other, since a call of the system costs more than their bytes … */
const smallBytes = 2 ** 16;
/** … up to so many. */
const gatheredBytes = 2 ** 20;

interface Flight {
  readonly start: number;
  readonly stop: number;
  readonly done: Promise<void>;
}

/** A sink that gathers small writes, keeps writes of the same bytes in their order, and remembers the first failure. */
export function sinkOver({ name, spool, publish, discard }: SinkParts): ByteSink {
  const where = name ?? "the bytes in memory";
  const details = name === undefined ? {} : { source: name };
  const flights = new Set<Flight>();
  let gathered: { readonly start: number; readonly bytes: Uint8Array; length: number } | undefined;
  let spare: Uint8Array | undefined;
  /** Nothing was written from here on. */
  let end = 0;
  let failure: { readonly error: unknown } | undefined;
  let committing: Promise<void> | undefined;
  let ended = false;

  function check(offset: number, length: number): void {
    if (ended || committing !== undefined) throw hdmfError("closed", `${where} was finished before the call`, details);
    if (failure !== undefined) throw failure.error;
    if (Number.isSafeInteger(offset) && offset >= 0 && Number.isSafeInteger(length) && length >= 0) return;
    throw hdmfError("invalid", `${length} bytes at ${offset} of ${where} are no range`, details);
  }

  function send(start: number, bytes: Uint8Array): Promise<void> {
    const stop = start + bytes.length;
    const done = sendAfter(under(start, stop), start, bytes);
    const flight = { start, stop, done };
    flights.add(flight);
    const land = (): boolean => flights.delete(flight);
    done.then(land, land);
    return done;
  }

  async function sendAfter(before: readonly Promise<void>[], start: number, bytes: Uint8Array): Promise<void> {
    try {
      await Promise.all(before);
      if (failure !== undefined) throw failure.error;
      await spool.write(start, bytes);
    } catch (error) {
      failure ??= { error };
      throw error;
    }
  }

  /** Writes under way that touch a range. */
  function under(start: number, stop: number): Promise<void>[] {
    return [...flights].filter((flight) => flight.start < stop && start < flight.stop).map(({ done }) => done);
  }

  async function sendGathered(): Promise<void> {
    if (gathered === undefined) return;
    const { start, bytes, length } = gathered;
    gathered = undefined;
    await send(start, bytes.subarray(0, length));
    spare = bytes;
  }

  function touchesGathered(start: number, stop: number): boolean {
    return gathered !== undefined && start < gathered.start + gathered.length && gathered.start < stop;
  }

  /** Whether bytes were added to what is gathered: they follow it, over a gap that was never written, or lie in it. */
  function gather(offset: number, bytes: Uint8Array): boolean {
    if (gathered === undefined) return false;
    const at = offset - gathered.start;
    const gap = at - gathered.length;
    if (at < 0 || at + bytes.length > gatheredBytes) return false;
    if (gap > 0 && (gap > smallBytes || gathered.start + gathered.length < end)) return false;
    if (gap > 0) gathered.bytes.fill(0, gathered.length, at);
    gathered.bytes.set(bytes, at);
    gathered.length = Math.max(gathered.length, at + bytes.length);
    return true;
  }

  async function settle(): Promise<void> {
    const last = sendGathered();
    await Promise.allSettled([...flights].map(({ done }) => done));
    await last;
    if (failure !== undefined) throw failure.error;
  }

  return {
    ...(name === undefined ? {} : { name }),
    async write(offset, bytes) {
      check(offset, bytes.length);
      const stop = offset + bytes.length;
      if (bytes.length === 0) return;
      if (bytes.length >= smallBytes) {
        const before = touchesGathered(offset, stop) ? sendGathered() : undefined;
        end = Math.max(end, stop);
        await Promise.all([before, send(offset, bytes)]);
        return;
      }
      if (!gather(offset, bytes)) {
        const before = sendGathered();
        gathered = { start: offset, bytes: spare ?? new Uint8Array(gatheredBytes), length: bytes.length };
        spare = undefined;
        gathered.bytes.set(bytes);
        end = Math.max(end, stop);
        await before;
      }
      end = Math.max(end, stop);
    },
    async read(offset, length) {
      check(offset, length);
      if (touchesGathered(offset, offset + length)) await sendGathered();
      await Promise.all(under(offset, offset + length));
      return spool.read(offset, length);
    },
    async commit(options) {
      check(options.byteLength, 0);
      committing = (async () => {
        options.signal?.throwIfAborted();
        await settle();
        await publish(options);
        ended = true;
      })();
      try {
        await committing;
      } finally {
        committing = undefined;
      }
    },
    async abandon() {
      await committing?.catch(() => undefined);
      if (ended) return;
      ended = true;
      gathered = undefined;
      await Promise.allSettled([...flights].map(({ done }) => done));
      await discard?.().catch(() => undefined);
      await spool.drop();
    },
  };
}
