import { hdmfError } from "@hdmf-ts/errors";
import { abortWatch } from "./abort-watch.ts";
import type { CodecPool } from "./codec-pool.ts";
import { type CodecThread, startThread } from "./codec-thread.ts";
import { type CodecAnswer, type CodecWork, receivedError } from "./pool-messages.ts";

/** How a pool is made. */
export interface CodecPoolOptions {
  /** Threads at most; as many as there are processors, up to 8, unless told. Each has the memory of what it works on, and of its WebAssembly. */
  readonly workers?: number;
}

/** A call that is not done. */
interface Call {
  readonly work: CodecWork;
  readonly bytes: Uint8Array;
  done(bytes: Uint8Array): void;
  fail(error: unknown): void;
}

/** A thread, and the calls that it was sent. */
interface Lane {
  readonly thread: CodecThread;
  readonly calls: Map<number, Call>;
}

const mostWorkers = 8;
/** Calls that a thread has at a time: one that it works on, and the next one. */
const mostSent = 2;

/**
 * Makes a pool of threads. They start when there is something to do, and hold no program back from its end while there is not. A thread
 * that dies fails the calls that it had with `io`; another one takes its place.
 *
 * @throws `invalid` for a number of threads that cannot be
 */
export function openCodecPool({ workers = defaultWorkers() }: CodecPoolOptions = {}): CodecPool {
  if (!Number.isSafeInteger(workers) || workers < 1)
    throw hdmfError("invalid", `a codec pool has 1 thread or more, not ${workers}`);
  const lanes = new Set<Lane>();
  const waiting = new Set<Call>();
  const watch = abortWatch();
  let lastId = 0;
  let closed = false;

  function openLane(): Lane {
    const calls = new Map<number, Call>();
    const lane: Lane = {
      calls,
      thread: startThread({
        answer(answer) {
          const call = calls.get(answer.id);
          calls.delete(answer.id);
          if (calls.size === 0) lane.thread.hold(false);
          if (call !== undefined) settle(call, answer);
          sendWaiting();
        },
        over(error) {
          if (!lanes.delete(lane)) return;
          lane.thread.end().catch(() => {});
          for (const call of calls.values()) call.fail(error);
          calls.clear();
          sendWaiting();
        },
      }),
    };
    lanes.add(lane);
    return lane;
  }

  /** A thread that has nothing to do, a new one, or the one with the fewest calls; `undefined` where all have enough. */
  function freeLane(): Lane | undefined {
    let best: Lane | undefined;
    for (const lane of lanes) if (best === undefined || lane.calls.size < best.calls.size) best = lane;
    if (best?.calls.size === 0) return best;
    if (lanes.size < workers) return openLane();
    return best !== undefined && best.calls.size < mostSent ? best : undefined;
  }

  function sendWaiting(): void {
    for (const call of waiting) {
      try {
        const lane = freeLane();
        if (lane === undefined) return;
        waiting.delete(call);
        send(lane, call);
      } catch (error) {
        waiting.delete(call);
        call.fail(error);
      }
    }
  }

  function send({ thread, calls }: Lane, call: Call): void {
    const id = ++lastId;
    // The caller's memory stays the caller's: a copy goes. A structured clone would be two.
    thread.post({ id, work: call.work, bytes: new Uint8Array(call.bytes) });
    if (calls.size === 0) thread.hold(true);
    calls.set(id, call);
  }

  function run(work: CodecWork, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (closed) throw closedError();
      const call: Call = {
        work,
        bytes,
        done(result) {
          unwatch();
          resolve(result);
        },
        fail(error) {
          unwatch();
          reject(error);
        },
      };
      const unwatch = watch(signal, () => {
        waiting.delete(call);
        reject(signal?.reason);
      });
      waiting.add(call);
      sendWaiting();
    });
  }

  return {
    encode: (filters, bytes, { signal } = {}) => run({ kind: "encode", filters }, bytes, signal),
    decode: (filters, bytes, { signal, ...context } = {}) =>
      run({ kind: "decode", filters, ...context }, bytes, signal),
    async close() {
      closed = true;
      const calls = [...waiting, ...[...lanes].flatMap((lane) => [...lane.calls.values()])];
      const ends = [...lanes].map(({ thread }) => thread.end());
      waiting.clear();
      lanes.clear();
      for (const call of calls) call.fail(closedError());
      await Promise.all(ends);
    },
  };
}

function settle(call: Call, answer: CodecAnswer): void {
  if ("error" in answer) call.fail(receivedError(answer.error));
  else call.done(answer.bytes);
}

function closedError(): Error {
  return hdmfError("closed", "the codec pool is closed");
}

function defaultWorkers(): number {
  const processors =
    globalThis.process?.getBuiltinModule?.("node:os")?.availableParallelism() ??
    globalThis.navigator?.hardwareConcurrency;
  return Math.max(1, Math.min(mostWorkers, processors ?? 1));
}
