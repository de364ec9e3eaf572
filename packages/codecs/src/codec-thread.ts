import { hdmfError } from "@hdmf-ts/errors";
import type { CodecAnswer, CodecRequest } from "./pool-messages.ts";

/** A thread that runs filters, in Node or in a browser. */
export interface CodecThread {
  post(request: CodecRequest): void;
  /** Whether a process of Node stays alive for it; from the start it does not. */
  hold(busy: boolean): void;
  end(): Promise<void>;
}

/** What a thread says. */
export interface ThreadListeners {
  answer(answer: CodecAnswer): void;
  /** It ended, or never began; nothing comes after that. Also called after `end`. */
  over(error: Error): void;
}

export function startThread(listeners: ThreadListeners): CodecThread {
  const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  return threads === undefined ? startInBrowser(listeners) : startInNode(threads, listeners);
}

// The compiled file, from here and from `dist` alike: Node does not run TypeScript in a thread.
const workerFile = "../dist/codec-worker.js";

function startInNode(
  { Worker }: ReturnType<typeof process.getBuiltinModule<"node:worker_threads">>,
  { answer, over }: ThreadListeners,
): CodecThread {
  const base = import.meta.url;
  // Flags of the process, such as loaders, would only slow it down.
  const worker = new Worker(new URL(workerFile, base), { execArgv: [] });
  worker.unref();
  worker.on("message", answer);
  worker.on("messageerror", (cause) => over(ended(cause)));
  worker.on("error", (cause) => over(ended(cause)));
  worker.on("exit", () => over(ended()));
  return {
    post: (request) => worker.postMessage(request, [request.bytes.buffer]),
    hold: (busy) => (busy ? worker.ref() : worker.unref()),
    async end() {
      await worker.terminate();
    },
  };
}

function startInBrowser({ answer, over }: ThreadListeners): CodecThread {
  // Bundlers know this form, as it stands.
  const worker = new Worker(new URL("../dist/codec-worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<CodecAnswer>) => answer(data));
  worker.addEventListener("messageerror", () => over(ended()));
  worker.addEventListener("error", ({ message }) => over(ended(message)));
  return {
    post: (request) => worker.postMessage(request, [request.bytes.buffer]),
    hold: () => {},
    async end() {
      worker.terminate();
    },
  };
}

function ended(cause?: unknown): Error {
  const reason = cause instanceof Error ? cause.message : cause;
  const why = reason === undefined || reason === "" ? "it ended" : `it failed: ${String(reason)}`;
  return hdmfError("io", `a thread of the codec pool is gone: ${why}`, cause === undefined ? {} : { cause });
}
