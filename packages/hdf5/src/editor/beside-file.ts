import type { BesideFile } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import { besidePath } from "../io/beside-path.ts";

/** The file of a kind that belongs to `path` (Node only). */
export function besideFile(path: string, kind: string): BesideFile {
  const fs = process.getBuiltinModule("node:fs");
  const name = besidePath(path, kind);
  const syncFolder = async (): Promise<void> => {
    const paths = process.getBuiltinModule("node:path");
    const folder = await fs.promises.open(paths.dirname(name), "r").catch(() => undefined);
    // Not every system can do that.
    await folder?.sync().catch(() => undefined);
    await folder?.close();
  };
  return {
    async read() {
      try {
        return new Uint8Array(await fs.promises.readFile(name));
      } catch (cause) {
        if ((cause as { readonly code?: string }).code === "ENOENT") return undefined;
        throw writeError(cause, name);
      }
    },
    async write(bytes, durable) {
      const partial = `${name}-${process.pid}`;
      try {
        const handle = await fs.promises.open(partial, "w");
        try {
          await handle.writeFile(bytes);
          if (durable) await handle.sync();
        } finally {
          await handle.close();
        }
        await fs.promises.rename(partial, name);
        if (durable) await syncFolder();
      } catch (cause) {
        await fs.promises.rm(partial, { force: true }).catch(() => undefined);
        throw writeError(cause, name);
      }
    },
    async remove() {
      await fs.promises.rm(name, { force: true }).catch((cause: unknown) => {
        throw writeError(cause, name);
      });
    },
  };
}

function writeError(cause: unknown, name: string): Error {
  return hdmfError("io", `${name} cannot be written: ${(cause as Error).message}`, { source: name, cause });
}
