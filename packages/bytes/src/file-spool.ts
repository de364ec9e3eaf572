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

/** Up to here a write takes less time than the way to a thread of Node's pool and back … */
const atOnceBytes = 2 ** 20;
/** … and is done at once, unless the event loop has been waiting for so many milliseconds … */
const turnMs = 10;
/** … or one took that long: the device has to catch up, and so many writes leave the event loop free. */
const patientWrites = 64;

/**
 * A spool in a file that must not be there yet.
 *
 * @param name What errors call it: the file that the bytes are for.
 */
export function fileSpool(fs: NodeFs, path: string, name: string): FileSpool {
  let opening: Promise<FileHandle> | undefined;
  /** When the event loop had its turn. */
  let turned = 0;
  let patient = 0;

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

  function writeAtOnce({ fd }: FileHandle, offset: number, bytes: Uint8Array, start: number): void {
    for (let done = 0; done < bytes.length; ) done += fs.writeSync(fd, bytes, done, bytes.length - done, offset + done);
    if (performance.now() - start > turnMs) patient = patientWrites;
  }

  async function writeInPool(handle: FileHandle, offset: number, bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const wanted = Math.min(bytes.length - done, callBytes);
      done += (await handle.write(bytes, done, wanted, offset + done)).bytesWritten;
    }
    turned = performance.now();
    if (patient > 0) patient--;
  }

  return {
    open,
    close,
    async write(offset, bytes) {
      const handle = await open();
      const start = performance.now();
      try {
        if (bytes.length <= atOnceBytes && patient === 0 && start - turned < turnMs)
          writeAtOnce(handle, offset, bytes, start);
        else await writeInPool(handle, offset, bytes);
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
