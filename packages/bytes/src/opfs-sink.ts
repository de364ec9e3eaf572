import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import { blobSpool } from "./blob-spool.ts";
import type { ByteSink } from "./byte-sink.ts";
import { type SiblingSpool, siblingSpool } from "./opfs-spool.ts";
import { sinkOver } from "./sink-over.ts";
import { piecesOf, type Spool } from "./spool.ts";

/**
 * A sink into a file of a browser, of its own storage (OPFS) or one that the user chose. In a worker, OPFS files are written beside their place
 * and renamed; else the bytes wait in `Blob`s, and go to the file at `commit`, where the browser swaps them in as a whole. A file without
 * content is not there: `getFileHandle(name, { create: true })` makes one.
 */
export function opfsSink(handle: FileSystemFileHandle): ByteSink {
  const { name } = handle;
  let choosing: Promise<{ readonly spool: Spool; readonly sibling?: SiblingSpool }> | undefined;
  const chosen = () => {
    choosing ??= siblingSpool(handle).then((sibling) =>
      sibling === undefined ? { spool: blobSpool() } : { spool: sibling, sibling },
    );
    return choosing;
  };
  const named = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (cause) {
      throw browserError(cause, name);
    }
  };
  const spool: Spool = {
    write: (offset, bytes) => named(async () => (await chosen()).spool.write(offset, bytes)),
    read: (offset, length) => named(async () => (await chosen()).spool.read(offset, length)),
    async drop() {
      const made = await choosing?.catch(() => undefined);
      await made?.spool.drop();
    },
  };
  return sinkOver({
    name,
    spool,
    async publish({ byteLength, overwrite = false, signal }) {
      const { spool, sibling } = await named(chosen);
      if (!overwrite && (await named(() => handle.getFile())).size > 0)
        throw hdmfError("exists", `${name} is there already`, {
          source: name,
          hint: "overwrite it or choose another name",
        });
      signal?.throwIfAborted();
      if (sibling !== undefined) await named(() => sibling.replace(byteLength));
      else await copyInto(handle, spool, byteLength, signal);
      await spool.drop();
    },
  });
}

/** What is written to the stream of a file is seen when that is closed. */
async function copyInto(
  handle: FileSystemFileHandle,
  spool: Spool,
  byteLength: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { name } = handle;
  if (typeof handle.createWritable !== "function")
    throw hdmfError("unsupported", `${name} cannot be written from a page in this browser`, {
      source: name,
      hint: "write it in a worker",
    });
  let writable: FileSystemWritableFileStream | undefined;
  try {
    writable = await handle.createWritable();
    for await (const piece of piecesOf(spool, byteLength)) {
      signal?.throwIfAborted();
      await writable.write(piece as Uint8Array<ArrayBuffer>);
    }
    signal?.throwIfAborted();
    await writable.close();
  } catch (cause) {
    await writable?.abort().catch(() => undefined);
    if (signal?.aborted) throw signal.reason;
    throw browserError(cause, name);
  }
}

function browserError(cause: unknown, name: string): Error {
  if (isHdmfError(cause)) return cause;
  const details = { source: name, cause };
  switch ((cause as Partial<Error> | null)?.name) {
    case "QuotaExceededError":
      return hdmfError("io", `${name} cannot be written: no space is left`, { ...details, hint: "free some space" });
    case "NotAllowedError":
      return hdmfError("denied", `${name} may not be written: the user has not allowed it`, details);
    case "NoModificationAllowedError":
      return hdmfError("denied", `${name} may not be written: it is open elsewhere`, details);
    case "NotFoundError":
      return hdmfError("not-found", `${name} cannot be written: its folder was removed`, details);
    default:
      return hdmfError(
        "io",
        `${name} cannot be written: ${String((cause as Partial<Error>)?.message ?? cause)}`,
        details,
      );
  }
}
