import { hdmfError } from "@hdmf-ts/errors";
import { blobSource } from "./blob-source.ts";
import type { ByteSource, BytesInput } from "./byte-source.ts";
import { type DownloadProgress, download } from "./download.ts";
import { fileSource } from "./file-source.ts";
import { isByteSource } from "./is-byte-source.ts";
import { isUrl, urlOf } from "./is-url.ts";
import { memorySource } from "./memory-source.ts";
import { pathOfFileUrl } from "./node.ts";
import { type UrlSourceOptions, urlSource } from "./url-source.ts";

/** What an http(s) URL needs; other inputs use `signal` alone. */
export interface OpenBytesOptions extends UrlSourceOptions {
  /** Fetches a URL whole into memory, from any server, in place of reading parts of it when they are needed. */
  readonly download?: boolean;
  /** How much of a download is here; `total` is absent where the server does not say it. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** More than this is not downloaded; 2 GiB unless told. */
  readonly maxDownloadBytes?: number;
}

/**
 * Opens whatever bytes can come from. A file stays open until `close`; an http(s) URL is read by ranges, or fetched whole
 * with `download`; a source is returned as it is, and stays its maker's to close.
 *
 * @throws `not-found`, `denied`, `io`; `unsupported` for a server without ranges and for other URLs; `limit` for a download above
 *   `maxDownloadBytes`; `malformed` where a download is a web page; `invalid` for a folder, a path in a browser or an input of another kind.
 */
export async function openBytes(input: BytesInput, options: OpenBytesOptions = {}): Promise<ByteSource> {
  options.signal?.throwIfAborted();
  if (typeof input === "string") {
    const url = urlOf(input);
    return url === undefined ? fileSource(input) : openUrl(url, options);
  }
  if (isUrl(input)) return openUrl(input, options);
  if (isByteSource(input)) return input;
  if (input != null && isBlob(input)) return blobSource(input);
  if (isBytes(input)) return memorySource(input);
  throw hdmfError("invalid", `cannot open ${Object.prototype.toString.call(input)} as bytes`, {
    hint: "give a path, a URL, a Blob, a Uint8Array or a ByteSource",
  });
}

async function openUrl(url: URL, options: OpenBytesOptions): Promise<ByteSource> {
  switch (url.protocol) {
    case "file:":
      return fileSource(pathOfFileUrl(url));
    case "http:":
    case "https:": {
      if (options.download !== true) return urlSource(url, options);
      const { maxDownloadBytes = 2 ** 31, signal, onProgress, headers } = options;
      return memorySource(await download(url, { maxBytes: maxDownloadBytes, signal, onProgress, headers }), url.href);
    }
    default:
      throw hdmfError("unsupported", `cannot open ${url.href}: only http, https and file URLs are read`, {
        source: url.href,
      });
  }
}

function isBlob(value: object): value is Blob {
  const blob = value as Partial<Blob>;
  return typeof blob.size === "number" && typeof blob.slice === "function" && typeof blob.arrayBuffer === "function";
}

function isBytes(value: object): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}
