import { type NodeFs, writeError } from "./node.ts";
import { randomName } from "./random-name.ts";

/** A small file that belongs to another, and lies hidden beside it. */
export interface BesideFile {
  /** Its path, for messages; absent where it is in memory. */
  readonly name?: string;
  /** `undefined` where there is none. */
  read(): Promise<Uint8Array | undefined>;
  /** Puts it there as a whole. @param durable Whether it is on the device when it is done */
  write(bytes: Uint8Array, durable: boolean): Promise<void>;
  remove(): Promise<void>;
}

/** The file `.NAME.hdmf-ts-KIND` beside `path` (Node only). */
export function besidePath(path: string, kind: string): string {
  const paths = process.getBuiltinModule("node:path");
  const target = paths.resolve(path);
  return paths.join(paths.dirname(target), `.${paths.basename(target)}.hdmf-ts-${kind}`);
}

export function besideFile(fs: NodeFs, path: string, kind: string): BesideFile {
  const name = besidePath(path, kind);
  const syncFolder = async (): Promise<void> => {
    const paths = process.getBuiltinModule("node:path");
    const folder = await fs.promises.open(paths.dirname(name), "r").catch(() => undefined);
    // Not every system can do that.
    await folder?.sync().catch(() => undefined);
    await folder?.close();
  };
  return {
    name,
    async read() {
      try {
        return new Uint8Array(await fs.promises.readFile(name));
      } catch (cause) {
        if ((cause as { readonly code?: string }).code === "ENOENT") return undefined;
        throw writeError(cause, name);
      }
    },
    async write(bytes, durable) {
      const partial = `${name}-${randomName()}`;
      try {
        const handle = await fs.promises.open(partial, "wx");
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
