import { hdmfError } from "@hdmf-ts/errors";
import { checkRead } from "./check-read.ts";
import type { EditableBytes } from "./editable-bytes.ts";
import { folderError, type NodeFs, requireNodeFs, systemError, writeError } from "./node.ts";
import { pathKind } from "./path-kind.ts";

/** Up to here a synchronous call is cheaper than the way through the thread pool. */
const syncBytes = 2 ** 20;
/** The most that one system call is asked for; the system itself stops short of 2 GiB. */
const callBytes = 2 ** 30;

/**
 * Opens a file that is there, for reading and writing in its place (Node only).
 *
 * @throws `not-found`, `denied` where it may not be written, `io`; `invalid` for a folder, and in a browser
 */
export async function editableFile(path: string): Promise<EditableBytes> {
  const fs = requireNodeFs(path);
  const kind = await pathKind(path);
  if (kind === "missing") throw hdmfError("not-found", `${path} does not exist`, { source: path });
  if (kind === "folder") throw folderError(path);
  const handle = await openForWriting(fs, path);
  const stat = () => fs.fstatSync(handle.fd, { bigint: true });
  let known = stat();
  let byteLength = Number(known.size);
  let closing: Promise<void> | undefined;

  const check = (offset: number, length: number, signal: AbortSignal | undefined): void =>
    checkRead({ byteLength, name: path, closed: closing !== undefined }, offset, length, signal);

  /** Several changes are made together. */
  let isOne = false;

  const changedError = (): Error =>
    hdmfError("changed", `${path} was changed by another since it was opened`, {
      source: path,
      hint: "open it again when the other is done",
    });

  function checkSame(): void {
    const now = stat();
    if (now.size !== known.size || now.mtimeNs !== known.mtimeNs) throw changedError();
  }

  function takeNote(): void {
    if (isOne) return;
    known = stat();
    byteLength = Number(known.size);
  }

  /** Changes the file, and remembers how it is then. @param end Where it ends at least. */
  async function change(end: number, call: () => unknown): Promise<void> {
    check(0, 0, undefined);
    try {
      await call();
      byteLength = Math.max(byteLength, end);
    } catch (cause) {
      throw writeError(cause, path);
    } finally {
      takeNote();
    }
  }

  return {
    name: path,
    get byteLength() {
      return byteLength;
    },
    async read(offset, length, options) {
      check(offset, length, options?.signal);
      const bytes = new Uint8Array(length);
      try {
        for (let done = 0; done < length; ) {
          const wanted = Math.min(length - done, callBytes);
          const got =
            length <= syncBytes
              ? fs.readSync(handle.fd, bytes, done, wanted, offset + done)
              : (await handle.read(bytes, done, wanted, offset + done)).bytesRead;
          if (got === 0) throw hdmfError("changed", `${path} became shorter since it was opened`, { source: path });
          done += got;
        }
      } catch (cause) {
        throw typeof (cause as { code?: unknown }).code === "string" ? systemError(cause, path) : cause;
      }
      return bytes;
    },
    async write(offset, bytes) {
      check(0, 0, undefined);
      if (!isOne) checkSame();
      await change(offset + bytes.length, async () => {
        for (let done = 0; done < bytes.length; ) {
          const wanted = Math.min(bytes.length - done, callBytes);
          done +=
            bytes.length <= syncBytes
              ? fs.writeSync(handle.fd, bytes, done, wanted, offset + done)
              : (await handle.write(bytes, done, wanted, offset + done)).bytesWritten;
        }
      });
    },
    truncate: (length) =>
      change(0, async () => {
        await handle.truncate(length);
        byteLength = length;
      }),
    sync: () => change(0, () => handle.datasync()),
    async together(changes) {
      isOne = true;
      try {
        await changes();
      } finally {
        isOne = false;
        if (closing === undefined) takeNote();
      }
    },
    async checkUnchanged() {
      check(0, 0, undefined);
      checkSame();
      const named = fs.statSync(path, { bigint: true, throwIfNoEntry: false });
      if (named?.ino !== known.ino || named.dev !== known.dev) throw changedError();
    },
    close() {
      closing ??= handle.close();
      return closing;
    },
  };
}

async function openForWriting(fs: NodeFs, path: string): ReturnType<NodeFs["promises"]["open"]> {
  try {
    return await fs.promises.open(path, "r+");
  } catch (cause) {
    throw writeError(cause, path);
  }
}
