import { hdmfError, isHdmfError } from "@hdmf-ts/errors";

/** How far a download is; `total` is absent where the server does not say it. In bytes. */
export interface DownloadProgress {
  readonly loaded: number;
  readonly total?: number;
}

interface DownloadOptions {
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** Fetches a URL whole. */
export async function download(url: URL, options: DownloadOptions): Promise<Uint8Array> {
  options.signal?.throwIfAborted();
  if (url.username !== "" || url.password !== "")
    throw hdmfError("invalid", `the URL of ${url.host}${url.pathname} carries a user name or password`, {
      hint: "leave them out: fetch refuses such URLs",
    });
  try {
    const response = await fetch(url, options.signal === undefined ? {} : { signal: options.signal });
    const problem = answerError(response, url);
    if (problem === undefined) return await collect(response, url, options);
    await response.body?.cancel();
    throw problem;
  } catch (cause) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (isHdmfError(cause)) throw cause;
    throw hdmfError("io", `cannot fetch ${url.href}: ${reasonOf(cause)}`, {
      source: url.href,
      hint: "check the address and the network; in a browser the server must also allow this page to read it (CORS)",
      cause,
    });
  }
}

function answerError(response: Response, url: URL): Error | undefined {
  const { status } = response;
  if (status === 200 || status === 203) return undefined;
  const details = { source: url.href };
  const answer = `${url.href} answered ${[status, response.statusText].join(" ").trimEnd()}`;
  if (status === 404 || status === 410) return hdmfError("not-found", `nothing is there: ${answer}`, details);
  if (status === 401 || status === 403)
    return hdmfError("denied", `the server denies the file: ${answer}`, {
      ...details,
      hint: "check that the address is public, or that its signature has not expired",
    });
  return hdmfError("io", `the server did not give the file: ${answer}`, details);
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

function newBytes(length: number, url: URL): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw hdmfError("limit", `cannot hold ${length} bytes of ${url.href} in memory`, { source: url.href, cause });
  }
}

function limitError(url: URL, what: string, maxBytes: number): Error {
  return hdmfError("limit", `will not fetch ${url.href}: ${what} than maxDownloadBytes (${maxBytes})`, {
    source: url.href,
    hint: "download the file and open it from the disk, or raise maxDownloadBytes",
  });
}

/** The reason of a failed fetch stands in its cause ("fetch failed" says nothing). */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { readonly message?: string; readonly cause?: { readonly message?: string } };
  return cause?.message || message || String(error);
}
