import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import type { ByteSource } from "./byte-source.ts";
import { checkRead } from "./check-read.ts";
import { refuseCredentials } from "./http-answer.ts";
import { rangeQueue } from "./range-queue.ts";
import { type RangeRequest, requestLength, requestRange } from "./range-request.ts";

/** How a URL is read. */
export interface UrlSourceOptions {
  /** Stops the opening; each read has its own. */
  readonly signal?: AbortSignal;
  /** The most requests under way at a time; 6 unless told, as many as a browser opens to one server. */
  readonly connections?: number;
  /** Sent with each request, as for access; in a browser the server must allow them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The first request: finds out what the server can, and mostly brings what a file begins with. */
const firstBytes = 16_384;

/**
 * A source over an http(s) URL, read by range requests. Reads of the same moment that are near each other become one request, what is
 * under way is shared, and nothing is kept but the first 16 KiB.
 *
 * @throws `unsupported` where the server gives no ranges (`openBytes(url, { download: true })` fetches it whole), `not-found`, `denied`,
 *   `io`, `malformed` for answers that are not what was asked for, `invalid` for a URL with a password. Reads throw the same; and
 *   `changed` when the file's length, ETag or time of modification are no longer those it was opened with.
 */
export async function urlSource(url: string | URL, options: UrlSourceOptions = {}): Promise<ByteSource> {
  const { connections = 6, headers = {}, signal } = options;
  if (!Number.isInteger(connections) || connections < 1)
    throw hdmfError("invalid", `${connections} connections: give an integer of at least 1`);
  signal?.throwIfAborted();
  const original = new URL(url);
  refuseCredentials(original);
  const opening = { url: original, headers, ...(signal === undefined ? {} : { signal }) };
  const first = await requestRange({ ...opening, start: 0, length: firstBytes });
  const isWhole = first.version.total === undefined && first.bytes.length < firstBytes;
  const byteLength = first.version.total ?? (isWhole ? first.bytes.length : await requestLength(opening));
  const version = { ...first.version, total: byteLength };
  const name = original.href;
  // Where redirects led is asked directly from now on, but never given headers that were meant for another server.
  let address = sharesHeaders(first.address, original, headers) ? new URL(first.address) : original;
  let closed = false;

  async function fetchRange(start: number, length: number, stop: AbortSignal): Promise<Uint8Array> {
    const request: RangeRequest = { url: address, headers, start, length, version, signal: stop };
    try {
      return (await requestRange(request)).bytes;
    } catch (error) {
      if (request.url === original || !isHdmfError(error, "denied", "not-found")) throw error;
      // The address behind a redirect may be one that expires.
      address = original;
      return (await requestRange({ ...request, url: original })).bytes;
    }
  }
  const queue = rangeQueue(fetchRange, connections);

  return {
    byteLength,
    name,
    async read(offset, length, readOptions) {
      checkRead({ byteLength, name, closed }, offset, length, readOptions?.signal);
      if (offset + length <= first.bytes.length) return first.bytes.subarray(offset, offset + length);
      return length === 0 ? new Uint8Array(0) : queue.read(offset, length, readOptions?.signal);
    },
    async close() {
      if (closed) return;
      closed = true;
      queue.close(hdmfError("closed", `${name} was closed during the read`, { source: name }));
    },
  };
}

function sharesHeaders(address: string, original: URL, headers: Readonly<Record<string, string>>): boolean {
  if (address === "" || address === original.href) return false;
  return Object.keys(headers).length === 0 || new URL(address).origin === original.origin;
}
