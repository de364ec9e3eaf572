import { decodeChunk, encodeChunk } from "./pipeline.ts";
import { type CodecAnswer, type CodecRequest, ownBuffer, sentError } from "./pool-messages.ts";

/** The way back to the thread that started this one. */
interface Port {
  on(type: "message", listener: (request: CodecRequest) => void): void;
  postMessage(answer: CodecAnswer, transfer: readonly ArrayBuffer[]): void;
}

async function answer(port: Port, { id, work, bytes }: CodecRequest): Promise<void> {
  const { kind, filters, ...options } = work;
  try {
    const result = await (kind === "encode" ? encodeChunk(filters, bytes) : decodeChunk(filters, bytes, options));
    const own = ownBuffer(result);
    port.postMessage({ id, bytes: own }, [own.buffer]);
  } catch (error) {
    port.postMessage({ id, error: sentError(error) }, []);
  }
}

function portOfBrowser(): Port {
  const scope = globalThis as unknown as {
    addEventListener(type: "message", listener: (event: MessageEvent<CodecRequest>) => void): void;
    postMessage(answer: CodecAnswer, transfer: readonly ArrayBuffer[]): void;
  };
  return {
    on: (type, listener) => scope.addEventListener(type, ({ data }) => listener(data)),
    postMessage: (answer, transfer) => scope.postMessage(answer, transfer),
  };
}

// The file is what a thread runs: it is never imported.
const port: Port = globalThis.process?.getBuiltinModule?.("node:worker_threads")?.parentPort ?? portOfBrowser();
port.on("message", (request) => {
  answer(port, request).catch(() => {});
});
