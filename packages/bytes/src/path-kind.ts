import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import { requireNodeFs, systemError } from "./node.ts";

/** What is at a path. */
export type PathKind = "file" | "folder" | "missing";

/**
 * Says what is at a path (Node only); symbolic links are followed, a dead one is `missing`.
 *
 * @throws `denied`, `io`; `invalid` for what is neither file nor folder (a pipe, a device) and in a browser.
 */
export async function pathKind(path: string): Promise<PathKind> {
  const fs = requireNodeFs(path);
  try {
    const stats = await fs.promises.stat(path);
    if (stats.isFile()) return "file";
    if (stats.isDirectory()) return "folder";
  } catch (cause) {
    const error = systemError(cause, path);
    if (isHdmfError(error, "not-found")) return "missing";
    throw error;
  }
  throw hdmfError("invalid", `${path} is neither a file nor a folder`, { source: path });
}
