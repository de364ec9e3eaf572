import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import { fetchError, newBytes, statusError } from "./http-answer.ts";

/** What all answers about one file must agree on; each part only where the server says it. */
interface RemoteVersion {
  /** The length of the file in bytes. */
  readonly total?: number;
  readonly etag?: string;
  readonly modified?: string;
}

/** A stretch of a remote file. */
export interface RangeRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly start: number;
  readonly length: number;
  /** The version that the file was opened in; absent when it is opened, and then fewer bytes may come than are asked for. */
  readonly version?: RemoteVersion;
  readonly signal?: AbortSignal;
}

interface RangeAnswer {
  readonly bytes: Uint8Array;
  readonly version: RemoteVersion;
  /** Where redirects led. */
  readonly address: string;
}

const retryDelays = [100, 400];

/**
 * Fetches a stretch of a file. Failures of the network and of the server (429, 5xx) are tried again, twice: reading has no effect on
 * the server, so that is safe.
 *
 * @throws `unsupported` where the server gives no ranges, `changed`, `malformed` for another range than the one asked for,
 *   `not-found`, `denied`, `io`, `limit`.
 */
export async function requestRange(request: RangeRequest): Promise<RangeAnswer> {
  for (let attempt = 0; ; attempt++) {
    const answer = await tryRange(request);
    if ("bytes" in answer) return answer;
    const delay = retryDelays[attempt];
    if (delay === undefined || !answer.mayPass || request.signal?.aborted) throw answer.error;
    await pause(delay, request.signal);
  }
}

/** The length of a file, for servers that do not show it beside a range, as those that other origins may only see in part. */
export async function requestLength(request: Pick<RangeRequest, "url" | "headers" | "signal">): Promise<number> {
  const { url, headers, signal } = request;
  const init: RequestInit = { method: "HEAD", headers, cache: "no-store", ...(signal === undefined ? {} : { signal }) };
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw fetchError(cause, url, signal);
  });
  const text = response.headers.get("content-length");
  const length = Number(text);
  if (response.ok && !isEncoded(response) && text !== null && Number.isSafeInteger(length) && length >= 0)
    return length;
  throw noRanges(url, "does not say how long the file is");
}

interface Failure {
  readonly error: unknown;
  /** Another attempt may do better. */
  readonly mayPass: boolean;
}

async function tryRange(request: RangeRequest): Promise<RangeAnswer | Failure> {
  const { url, start, length, signal } = request;
  try {
    const response = await fetch(url, {
      headers: { ...request.headers, range: `bytes=${start}-${start + length - 1}` },
      // The browser's cache would answer the ranges of one file one after the other.
      cache: "no-store",
      ...(signal === undefined ? {} : { signal }),
    });
    const version = judge(response, request);
    if ("error" in version) {
      // The connection is given back, or cut where the server goes on sending; a failure of that is of no interest.
      response.body?.cancel().catch(() => {});
      return version;
    }
    const bytes = version.total === 0 ? new Uint8Array(0) : await collect(response, request, version.total);
    return { bytes, version, address: response.url };
  } catch (cause) {
    return { error: fetchError(cause, url, signal), mayPass: !isHdmfError(cause) };
  }
}

/** What the head of an answer says: the version of a file whose bytes follow, or why they do not. */
function judge(response: Response, { url, start, length, version: expected }: RangeRequest): RemoteVersion | Failure {
  const { status } = response;
  const range = /^bytes\s+(?:(\d+)-(\d+)|\*)\/(\d+|\*)$/i.exec(response.headers.get("content-range")?.trim() ?? "");
  const version = versionOf(response, status === 200 ? undefined : range?.[3]);
  const failed = (error: Error, mayPass = false): Failure => ({ error, mayPass });
  if (status !== 200 && status !== 206 && status !== 416)
    return failed(statusError(response, url), status === 429 || status >= 500);
  if (expected !== undefined && (status === 416 || isOther(expected, version))) return failed(changedError(url));
  if (status === 416) return start === 0 && version.total === 0 ? version : failed(statusError(response, url));
  if (status === 200) return failed(noRanges(url, "answers with the whole file where a part of it is asked for"));
  if (isEncoded(response)) return failed(noRanges(url, "compresses the parts of the file"));
  const total = version.total ?? expected?.total ?? Number.POSITIVE_INFINITY;
  const stop = Math.min(start + length, total);
  if (range === null || (Number(range[1]) === start && isStop(Number(range[2]) + 1, stop, total))) return version;
  return failed(malformed(url, `answers with ${range[0]} where bytes ${start}-${stop - 1} are asked for`));
}

/** Where the length of the file is not known, a range may end sooner. */
function isStop(stop: number, wanted: number, total: number): boolean {
  return total === Number.POSITIVE_INFINITY ? stop <= wanted : stop === wanted;
}

async function collect(response: Response, request: RangeRequest, total: number | undefined): Promise<Uint8Array> {
  const { url, start, version } = request;
  const isExact = total !== undefined || version !== undefined;
  const length = Math.min(request.length, (total ?? Number.POSITIVE_INFINITY) - start);
  const bytes = newBytes(length, url);
  let loaded = 0;
  const reader = response.body?.getReader();
  try {
    for (let step = await reader?.read(); step?.done === false; step = await reader?.read()) {
      if (loaded + step.value.length > length) throw malformed(url, `sends more than the ${length} bytes asked for`);
      bytes.set(step.value, loaded);
      loaded += step.value.length;
    }
  } catch (error) {
    reader?.cancel().catch(() => {});
    throw error;
  }
  if (loaded < length && isExact) throw malformed(url, `sends ${loaded} bytes where ${length} are asked for`);
  return bytes.subarray(0, loaded);
}

function versionOf(response: Response, total: string | undefined): RemoteVersion {
  const etag = response.headers.get("etag");
  const modified = response.headers.get("last-modified");
  const length = Number(total ?? Number.NaN);
  return {
    ...(Number.isSafeInteger(length) ? { total: length } : {}),
    ...(etag === null ? {} : { etag }),
    ...(modified === null ? {} : { modified }),
  };
}

/** Several servers of one address may disagree on the time, but not on the tag. */
function isOther(a: RemoteVersion, b: RemoteVersion): boolean {
  const differ = (x: unknown, y: unknown) => x !== undefined && y !== undefined && x !== y;
  if (differ(a.total, b.total) || differ(a.etag, b.etag)) return true;
  return (a.etag === undefined || b.etag === undefined) && differ(a.modified, b.modified);
}

function isEncoded(response: Response): boolean {
  const encoding = response.headers.get("content-encoding");
  return encoding !== null && encoding !== "" && encoding !== "identity";
}

function noRanges(url: URL, what: string): Error {
  return hdmfError("unsupported", `the server of ${url.href} ${what}: it cannot be read in parts`, {
    source: url.href,
    hint: "fetch it whole with the option download: true",
  });
}

function changedError(url: URL): Error {
  return hdmfError("changed", `${url.href} was changed since it was opened`, {
    source: url.href,
    hint: "open it again",
  });
}

function malformed(url: URL, what: string): Error {
  return hdmfError("malformed", `the server of ${url.href} ${what}`, { source: url.href });
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
