import { type NodeFs, writeError } from "./node.ts";
import type { Spool } from "./spool.ts";

type FileHandle = Awaited<ReturnType<NodeFs["promises"]["open"]>>;

/** A spool in a file of its own. */
export interface FileSpool extends Spool {
  /** The file, which is made by the first call. */
  open(): Promise<FileHandle>;
  /** Closes the file and leaves it where it is. */
  close(): Promise<void>;
}

/** The most that one system call is asked for; the system itself stops short of 2 GiB. */
const callBytes = 2 ** 30;

/**
 * A spool in a file that must not be there yet.
 *
 * @param name What errors call it: the file that the bytes are for.
 */
export function fileSpool(fs: NodeFs, path: string, name: string): FileSpool {
  let opening: Promise<FileHandle> | undefined;

  function open(): Promise<FileHandle> {
    opening ??= fs.promises.open(path, "wx+").catch((cause: unknown) => {
      opening = undefined;
      throw writeError(cause, name);
    });
    return opening;
  }

  async function close(): Promise<void> {
    const handle = await opening?.catch(() => undefined);
    await handle?.close().catch(() => undefined);
  }

  return {
    open,
    close,
    async write(offset, bytes) {
      const handle = await open();
      try {
        for (let done = 0; done < bytes.length; ) {
          const wanted = Math.min(bytes.length - done, callBytes);
          done += (await handle.write(bytes, done, wanted, offset + done)).bytesWritten;
        }
      } catch (cause) {
        throw writeError(cause, name);
      }
    },
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      const handle = await open();
      try {
        for (let done = 0; done < length; ) {
          const wanted = Math.min(length - done, callBytes);
          const { bytesRead } = await handle.read(bytes, done, wanted, offset + done);
          if (bytesRead === 0) break;
          done += bytesRead;
        }
      } catch (cause) {
        throw writeError(cause, name);
      }
      return bytes;
    },
    async drop() {
      const made = opening !== undefined;
      await close();
      if (made) await fs.promises.rm(path, { force: true, maxRetries: 3 }).catch(() => undefined);
    },
  };
}
