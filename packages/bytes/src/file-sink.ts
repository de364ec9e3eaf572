import { hdmfError } from "@hdmf-ts/errors";
import type { ByteSink } from "./byte-sink.ts";
import { fileSpool } from "./file-spool.ts";
import { folderError, type NodeFs, requireNodeFs, writeError } from "./node.ts";
import { randomName } from "./random-name.ts";
import { sinkOver } from "./sink-over.ts";

/**
 * A sink into a file (Node only). It is written beside its place, as a hidden `.NAME.hdmf-ts-XXXXXXXX.partial`, and renamed when it is complete
 * and on the disk. Where the file is there already and must not be replaced, that is found at the end too, whoever made it. A symbolic link
 * of the name is replaced, not followed.
 *
 * @throws `invalid` in a browser. Writes throw `not-found` where there is no folder for it, `invalid` where the place is a folder or a device.
 */
export function fileSink(path: string): ByteSink {
  const fs = requireNodeFs(path, "written");
  const paths = process.getBuiltinModule("node:path");
  const target = paths.resolve(path);
  const folder = paths.dirname(target);
  const partial = paths.join(folder, `.${paths.basename(target)}.hdmf-ts-${randomName()}.partial`);
  const spool = fileSpool(fs, partial, path);
  let checked: Promise<boolean> | undefined;

  return sinkOver({
    name: path,
    spool: {
      ...spool,
      async write(offset, bytes) {
        checked ??= isThere(fs, target, path);
        await checked;
        await spool.write(offset, bytes);
      },
    },
    async publish({ byteLength, overwrite = false, signal }) {
      if ((await isThere(fs, target, path)) && !overwrite) throw takenError(path);
      const handle = await spool.open();
      try {
        await handle.truncate(byteLength);
        await handle.sync();
        signal?.throwIfAborted();
        if (overwrite) await fs.promises.rename(partial, target);
        else await putNew(fs, partial, target);
      } catch (cause) {
        if (signal?.aborted) throw signal.reason;
        throw (cause as { readonly code?: string }).code === "EEXIST" ? takenError(path) : writeError(cause, path);
      }
      await spool.close();
      await syncFolder(fs, folder);
    },
  });
}

/** Gives a file its name, unless the name is taken. */
async function putNew(fs: NodeFs, partial: string, target: string): Promise<void> {
  try {
    await fs.promises.link(partial, target);
  } catch (cause) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes((cause as { code?: string }).code ?? ""))
      throw cause;
    // Without hard links, an empty file keeps the name free of others.
    await (await fs.promises.open(target, "wx")).close();
    await fs.promises.rename(partial, target).catch(async (error: unknown) => {
      await fs.promises.rm(target, { force: true });
      throw error;
    });
    return;
  }
  await fs.promises.rm(partial, { force: true }).catch(() => undefined);
}

/** @throws `invalid` for what cannot be replaced by a file */
async function isThere(fs: NodeFs, target: string, path: string): Promise<boolean> {
  let stats: Awaited<ReturnType<typeof fs.promises.lstat>>;
  try {
    stats = await fs.promises.lstat(target);
  } catch (cause) {
    if ((cause as { readonly code?: string }).code === "ENOENT") return false;
    throw writeError(cause, path);
  }
  if (stats.isDirectory()) throw folderError(path);
  if (stats.isFile() || stats.isSymbolicLink()) return true;
  throw hdmfError("invalid", `${path} is neither a file nor a folder`, { source: path });
}

function takenError(path: string): Error {
  return hdmfError("exists", `${path} is there already`, { source: path, hint: "overwrite it or choose another name" });
}

/** A name is on the disk only when its folder is; not every system can do that. */
async function syncFolder(fs: NodeFs, folder: string): Promise<void> {
  try {
    const handle = await fs.promises.open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch {
    // The file is complete and visible all the same.
  }
}
