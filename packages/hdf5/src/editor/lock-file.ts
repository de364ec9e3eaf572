import { hdmfError } from "@hdmf-ts/errors";
import { besidePath } from "../io/beside-path.ts";

type NodeFs = ReturnType<typeof process.getBuiltinModule<"node:fs">>;

/** Who writes a file. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

/**
 * Takes the right to change a file, for this process: a hidden `.NAME.hdmf-ts-lock` beside it names the owner (Node only). It keeps others of
 * ours away, and nobody else: Node has no flock, which libhdf5 uses. A lock whose owner is gone from this machine is taken over.
 *
 * @returns Gives it back. @throws `denied` where another holds it, naming it
 */
export async function lockFile(path: string): Promise<() => Promise<void>> {
  const fs = process.getBuiltinModule("node:fs");
  const name = besidePath(path, "lock");
  const host = process.getBuiltinModule("node:os").hostname();
  const own: Owner = { pid: process.pid, host, since: new Date().toISOString() };
  for (let turn = 0; turn < 3; turn++) {
    if (await create(fs, name, own, path)) return () => fs.promises.rm(name, { force: true });
    const owner = await readOwner(fs, name);
    if (owner === undefined || (owner.host === host && !isRunning(owner.pid))) {
      await fs.promises.rm(name, { force: true });
      continue;
    }
    const who =
      owner.pid === process.pid && owner.host === host ? "this process" : `process ${owner.pid} on ${owner.host}`;
    throw hdmfError("denied", `${path} is being written by ${who} since ${owner.since}`, {
      source: path,
      hint: `close it there; where that process is gone, delete ${name}`,
    });
  }
  throw hdmfError("denied", `${path} is being opened for writing by another process`, { source: path });
}

async function create(fs: NodeFs, name: string, own: Owner, path: string): Promise<boolean> {
  const partial = `${name}-${own.pid}`;
  try {
    // A link appears with its content.
    await fs.promises.writeFile(partial, JSON.stringify(own));
    await fs.promises.link(partial, name);
    return true;
  } catch (cause) {
    if ((cause as { readonly code?: string }).code === "EEXIST") return false;
    throw hdmfError("denied", `${path} cannot be locked: ${(cause as Error).message}`, { source: path, cause });
  } finally {
    await fs.promises.rm(partial, { force: true }).catch(() => undefined);
  }
}

/** `undefined` for a lock that is gone, or that nobody can have written. */
async function readOwner(fs: NodeFs, name: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse(await fs.promises.readFile(name, "utf8")) as Partial<Owner>;
    const { pid, host, since } = owner;
    if (typeof pid === "number" && typeof host === "string" && typeof since === "string") return { pid, host, since };
  } catch {}
  return undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as { readonly code?: string }).code === "EPERM";
  }
}
