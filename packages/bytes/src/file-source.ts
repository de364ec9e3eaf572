import { hdmfError } from "@hdmf-ts/errors";
import type { ByteSource } from "./byte-source.ts";
import { checkRead } from "./check-read.ts";
import { folderError, type NodeFs, requireNodeFs, systemError } from "./node.ts";
import { pathKind } from "./path-kind.ts";

/** Up to here a synchronous read is cheaper than the way through the thread pool. */
const syncBytes = 65_536;
/** The most that one system call is asked for; the system itself stops short of 2 GiB. */
const callBytes = 2 ** 30;

/**
 * A source over a file, with positioned reads (Node only). It holds the file open until `close`.
 *
 * @throws `not-found`, `denied`, `io`; `invalid` for a folder, for what is no file, and in a browser. Reads throw `changed`
 *   when the file's size or time of modification are no longer those it was opened with.
 */
export async function fileSource(path: string): Promise<ByteSource> {
  const fs = requireNodeFs(path);
  const kind = await pathKind(path);
  if (kind === "missing") throw hdmfError("not-found", `${path} does not exist`, { source: path });
  if (kind === "folder") throw folderError(path);
  const handle = await open(fs, path);
  const opened = fs.fstatSync(handle.fd, { bigint: true });
  const byteLength = Number(opened.size);
  let closing: Promise<void> | undefined;

  function checkUnchanged(): void {
    const now = fs.fstatSync(handle.fd, { bigint: true });
    if (now.size === opened.size && now.mtimeNs === opened.mtimeNs) return;
    throw hdmfError("changed", `${path} was changed by another since it was opened`, {
      source: path,
      hint: "open it again when the other is done",
    });
  }

  async function fill(offset: number, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    const { length } = bytes;
    let done = 0;
    try {
      while (done < length) {
        const wanted = Math.min(length - done, callBytes);
        const got =
          length <= syncBytes
            ? fs.readSync(handle.fd, bytes, done, wanted, offset + done)
            : (await handle.read(bytes, done, wanted, offset + done)).bytesRead;
        signal?.throwIfAborted();
        if (got === 0) break;
        done += got;
      }
      if (closing === undefined) checkUnchanged();
    } catch (cause) {
      throw readError(cause, path, signal, closing !== undefined);
    }
    if (done < length) throw hdmfError("changed", `${path} became shorter since it was opened`, { source: path });
  }

  function check(offset: number, length: number, signal: AbortSignal | undefined): void {
    checkRead({ byteLength, name: path, closed: closing !== undefined }, offset, length, signal);
  }

  return {
    byteLength,
    name: path,
    async read(offset, length, options) {
      check(offset, length, options?.signal);
      const bytes = newBytes(length, path);
      await fill(offset, bytes, options?.signal);
      return bytes;
    },
    async readInto(offset, target, options) {
      check(offset, target.length, options?.signal);
      await fill(offset, target, options?.signal);
    },
    close() {
      closing ??= handle.close();
      return closing;
    },
  };
}

async function open(fs: NodeFs, path: string): ReturnType<NodeFs["promises"]["open"]> {
  try {
    return await fs.promises.open(path, "r");
  } catch (cause) {
    throw systemError(cause, path);
  }
}

function newBytes(length: number, path: string): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    const message = `cannot hold ${length} bytes of ${path} in memory`;
    throw hdmfError("limit", message, { source: path, hint: "read it in parts", cause });
  }
}

function readError(cause: unknown, path: string, signal: AbortSignal | undefined, closed: boolean): unknown {
  if (signal?.aborted) return signal.reason;
  if (closed) return hdmfError("closed", `${path} was closed during the read`, { source: path, cause });
  return typeof (cause as { code?: unknown }).code === "string" ? systemError(cause, path) : cause;
}
