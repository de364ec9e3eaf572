import { hdmfError, isHdmfError } from "@hdmf-ts/errors";

/** @throws `invalid` for a URL with a user name or password, which `fetch` refuses and messages would repeat. */
export function refuseCredentials(url: URL): void {
  if (url.username === "" && url.password === "") return;
  throw hdmfError("invalid", `the URL of ${url.host}${url.pathname} carries a user name or password`, {
    hint: "leave them out: fetch refuses such URLs",
  });
}

/** The error of an answer that does not give the file. */
export function statusError(response: Response, url: URL): Error {
  const { status } = response;
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

/** What a failed `fetch`, or a body that broke off, is to the caller: an abort's reason, an error of ours as it is, or `io`. */
export function fetchError(cause: unknown, url: URL, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (isHdmfError(cause)) return cause;
  return hdmfError("io", `cannot fetch ${url.href}: ${reasonOf(cause)}`, {
    source: url.href,
    hint: "check the address and the network; in a browser the server must also allow this page to read it (CORS)",
    cause,
  });
}

/** @throws `limit` where there is no memory for `length` bytes. */
export function newBytes(length: number, url: URL): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw hdmfError("limit", `cannot hold ${length} bytes of ${url.href} in memory`, { source: url.href, cause });
  }
}

/** The reason of a failed fetch stands in its cause ("fetch failed" says nothing). */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { readonly message?: string; readonly cause?: { readonly message?: string } };
  return cause?.message || message || String(error);
}
