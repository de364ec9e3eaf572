import { type HdmfError, hdmfError, isHdmfError } from "@hdmf-ts/errors";

type Fs = typeof import("node:fs").promises;

interface NodeParts {
  readonly fs: Fs;
  /** With the calls that do not wait. */
  readonly files: typeof import("node:fs");
  readonly path: typeof import("node:path");
  readonly url: typeof import("node:url");
}

/** Node's file system, or a clear error in a browser. */
export function nodeFs(what: string): NodeParts {
  const load = typeof process === "undefined" ? undefined : process.getBuiltinModule;
  const files = load?.("node:fs");
  if (load === undefined || files === undefined)
    throw hdmfError("unsupported", `${what} is a path, and there is no file system here`, {
      hint: "give a URL or a Map of keys",
    });
  return { fs: files.promises, files, path: load("node:path"), url: load("node:url") };
}

const code = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? "");

/** Whether a failed call of the file system means that nothing is there. */
export const isMissing = (error: unknown): boolean =>
  ["ENOENT", "ENOTDIR", "EISDIR", "ENAMETOOLONG"].includes(code(error));

/** A failed call of the file system as an error of ours. */
export function systemError(action: string, place: string, error: unknown): HdmfError {
  if (isHdmfError(error)) return error;
  const why = code(error);
  const details = { source: place, cause: error };
  if (why === "EACCES" || why === "EPERM" || why === "EROFS")
    return hdmfError("denied", `${action} ${place} is not allowed (${why})`, {
      ...details,
      hint: "check its permissions",
    });
  if (why === "ENOENT") return hdmfError("not-found", `${action} ${place}: nothing is there`, details);
  if (why === "ENOSPC" || why === "EDQUOT")
    return hdmfError("io", `${action} ${place}: no space is left`, { ...details, hint: "free some space" });
  if (why === "ERR_FS_FILE_TOO_LARGE") return hdmfError("limit", `${place} is too large to be read at once`, details);
  return hdmfError("io", `${action} ${place} failed: ${why || (error as Error)?.message}`, details);
}
