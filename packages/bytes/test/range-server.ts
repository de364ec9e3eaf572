import type { IncomingMessage, ServerResponse } from "node:http";
import { withServer } from "./server.ts";

/** The file that the server has: 300,000 bytes, no two pages alike. */
export const content: Uint8Array = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7) ^ (i >> 8));

/** What a server got, in the order of arrival. */
export interface Log {
  /** `start-stop` of each range, both inclusive. */
  readonly ranges: string[];
  readonly paths: string[];
  /** The most requests under way at a time, and those that are now. */
  most: number;
  now: number;
  /** Requests whose connection the client cut before the answer was complete. */
  cut: number;
}

/** One request for a range, with the correct answer beside it. */
export interface RangeCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly start: number;
  readonly stop: number;
  /** The number of this request, from 0. */
  readonly index: number;
  readonly headers: Record<string, string | number>;
  readonly body: Uint8Array;
  /** Answers correctly, but for what is given. */
  answer(changes?: { status?: number; headers?: Record<string, string | number>; body?: Uint8Array }): void;
}

/** Serves {@link content} by ranges, or as `handle` likes, and notes what it gets. */
export async function withRanges(
  handle: (call: RangeCall) => void,
  use: (url: string, log: Log) => Promise<void>,
  bytes: Uint8Array = content,
): Promise<void> {
  const log: Log = { ranges: [], paths: [], most: 0, now: 0, cut: 0 };
  await withServer(
    (request, response) => {
      const [, first = "0", last = "0"] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
      const start = Number(first);
      const stop = Math.min(Number(last) + 1, bytes.length);
      const index = log.ranges.push(`${start}-${stop - 1}`) - 1;
      log.paths.push(request.url ?? "");
      log.now++;
      log.most = Math.max(log.most, log.now);
      response.on("close", () => {
        log.now--;
        if (!response.writableFinished) log.cut++;
      });
      const body = bytes.subarray(start, stop);
      const headers = {
        "content-range": `bytes ${start}-${stop - 1}/${bytes.length}`,
        "content-length": body.length,
        etag: '"one"',
      };
      const answer: RangeCall["answer"] = (changes = {}) => {
        response.writeHead(changes.status ?? 206, { ...headers, ...changes.headers }).end(changes.body ?? body);
      };
      handle({ request, response, start, stop, index, headers, body, answer });
    },
    (base) => use(`${base}/a.nwb`, log),
  );
}
