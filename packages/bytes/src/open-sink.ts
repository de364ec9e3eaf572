import { hdmfError } from "@hdmf-ts/errors";
import type { ByteSink } from "./byte-sink.ts";
import { fileSink } from "./file-sink.ts";
import { isUrl, urlOf } from "./is-url.ts";
import { pathOfFileUrl, requireNodeFs } from "./node.ts";
import { opfsSink } from "./opfs-sink.ts";
import { streamSink } from "./stream-sink.ts";

/** What every writer takes: a path or `file:` URL (Node only), a stream, a file handle of a browser, or a sink. */
export type SinkOutput = string | URL | WritableStream<Uint8Array> | FileSystemFileHandle | ByteSink;

/**
 * A sink into whatever bytes can go to; nothing is made there before the first write. A sink is returned as it is.
 *
 * @throws `invalid` for a path in a browser, a stream in use, or an output of another kind; `unsupported` for other URLs.
 */
export function openSink(output: SinkOutput): ByteSink {
  if (typeof output === "string") {
    const url = urlOf(output);
    return url === undefined ? fileSink(output) : intoUrl(url);
  }
  if (isUrl(output)) return intoUrl(output);
  if (has(output, "commit", "abandon")) return output as ByteSink;
  if (has(output, "getWriter")) return streamSink(output as WritableStream<Uint8Array>);
  if (has(output, "getFile")) return opfsSink(output as FileSystemFileHandle);
  throw hdmfError("invalid", `cannot write to ${Object.prototype.toString.call(output)}`, {
    hint: "give a path, a file URL, a WritableStream, a FileSystemFileHandle or a ByteSink",
  });
}

function intoUrl(url: URL): ByteSink {
  if (url.protocol === "file:") {
    requireNodeFs(url.href, "written");
    return fileSink(pathOfFileUrl(url));
  }
  throw hdmfError("unsupported", `cannot write to ${url.href}: only files are written`, { source: url.href });
}

/** Whether a value has these functions. */
function has(value: unknown, ...names: readonly string[]): boolean {
  return names.every((name) => typeof (value as Record<string, unknown> | null)?.[name] === "function");
}
