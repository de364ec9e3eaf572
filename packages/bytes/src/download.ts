import { hdmfError } from "@hdmf-ts/errors";
import { fetchError, newBytes, refuseCredentials, statusError } from "./http-answer.ts";

/** How far a download is; `total` is absent where the server does not say it. In bytes. */
export interface DownloadProgress {
  readonly loaded: number;
  readonly total?: number;
}

interface DownloadOptions {
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Fetches a URL whole. */
export async function download(url: URL, options: DownloadOptions): Promise<Uint8Array> {
  options.signal?.throwIfAborted();
  refuseCredentials(url);
  try {
    const response = await fetch(url, {
      headers: options.headers ?? {},
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    if (response.status === 200 || response.status === 203) return await collect(response, url, options);
    await response.body?.cancel();
    throw statusError(response, url);
  } catch (cause) {
    throw fetchError(cause, url, options.signal);
  }
}

async function collect(response: Response, url: URL, options: DownloadOptions): Promise<Uint8Array> {
  const { maxBytes, onProgress } = options;
  const total = announcedLength(response);
  if (total !== undefined && total > maxBytes) {
    await response.body?.cancel();
    throw limitError(url, `${total} bytes are more`, maxBytes);
  }
  const progress = (loaded: number): void => onProgress?.(total === undefined ? { loaded } : { loaded, total });
  let bytes = newBytes(total ?? 65_536, url);
  let loaded = 0;
  progress(0);
  const reader = response.body?.getReader();
  try {
    for (let step = await reader?.read(); step?.done === false; step = await reader?.read()) {
      const part = step.value;
      if (loaded + part.length > maxBytes) throw limitError(url, "the file is larger", maxBytes);
      if (loaded + part.length > bytes.length) {
        const larger = newBytes(Math.max(2 * bytes.length, loaded + part.length), url);
        larger.set(bytes.subarray(0, loaded));
        bytes = larger;
      }
      bytes.set(part, loaded);
      loaded += part.length;
      progress(loaded);
    }
  } catch (error) {
    // The connection is given back; its own failure is the one being reported.
    await reader?.cancel().catch(() => {});
    throw error;
  }
  const all = bytes.subarray(0, loaded);
  if (isWebPage(response, all))
    throw hdmfError("malformed", `${url.href} answered with a web page, not with a file`, {
      source: url.href,
      hint: "use the address of the file itself, not of the page that shows it",
    });
  return all;
}

/** The length of the body; with a content encoding the header counts other bytes than those that arrive. */
function announcedLength(response: Response): number | undefined {
  const encoding = response.headers.get("content-encoding");
  const header = response.headers.get("content-length");
  if (header === null || (encoding !== null && encoding !== "identity")) return undefined;
  const length = Number(header);
  return Number.isSafeInteger(length) && length >= 0 ? length : undefined;
}

function isWebPage(response: Response, bytes: Uint8Array): boolean {
  if (!response.headers.get("content-type")?.toLowerCase().startsWith("text/html")) return false;
  return new TextDecoder().decode(bytes.subarray(0, 256)).trimStart().startsWith("<");
}

function limitError(url: URL, what: string, maxBytes: number): Error {
  return hdmfError("limit", `will not fetch ${url.href}: ${what} than maxDownloadBytes (${maxBytes})`, {
    source: url.href,
    hint: "download the file and open it from the disk, or raise maxDownloadBytes",
  });
}
