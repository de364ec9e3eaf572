import { hdmfError, isHdmfError } from "@hdmf-ts/errors";

/** Node's `fs`. */
export type NodeFs = ReturnType<typeof process.getBuiltinModule<"node:fs">>;

/** Node's `fs`; `path` is what it is wanted for. */
export function requireNodeFs(path: string, use: "opened" | "written" = "opened"): NodeFs {
  const fs = globalThis.process?.getBuiltinModule?.("node:fs");
  if (fs !== undefined) return fs;
  throw hdmfError("invalid", `${path} is a path, and paths cannot be ${use} in a browser`, {
    source: path,
    hint:
      use === "opened"
        ? "give an http(s) URL, a File that the user chose, or the bytes"
        : "give a FileSystemFileHandle, a WritableStream, or a sink in memory",
  });
}

/** What a `file:` URL points to. */
export function pathOfFileUrl(url: URL): string {
  const nodeUrl = globalThis.process?.getBuiltinModule?.("node:url");
  if (nodeUrl === undefined) {
    requireNodeFs(url.href);
    throw hdmfError("invalid", `${url.href} cannot be opened here`, { source: url.href });
  }
  try {
    return nodeUrl.fileURLToPath(url);
  } catch (cause) {
    throw hdmfError("invalid", `${url.href} is no path of this system: ${(cause as Error).message}`, {
      source: url.href,
      cause,
    });
  }
}

/** Turns an error of Node's `fs` into one of ours. */
export function systemError(cause: unknown, path: string): Error {
  const { code, message } = cause as { readonly code?: string; readonly message?: string };
  const details = { source: path, cause };
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return hdmfError("not-found", `${path} does not exist`, details);
    case "EACCES":
    case "EPERM":
      return hdmfError("denied", `${path} may not be read: the system denies it`, {
        ...details,
        hint: "check the permissions of the file and of the folders above it",
      });
    case "EISDIR":
      return folderError(path);
    case "ERR_INVALID_ARG_VALUE":
    case "ENAMETOOLONG":
      return hdmfError("invalid", `${JSON.stringify(path)} is not a possible path`, details);
    case "EMFILE":
    case "ENFILE":
      return hdmfError("io", `${path} cannot be opened: too many files are open`, {
        ...details,
        hint: "close files that are no longer needed",
      });
    default:
      return hdmfError("io", `${path} cannot be read: ${message ?? String(cause)}`, details);
  }
}

/** Turns an error of Node's `fs` about a file that is being written into one of ours. */
export function writeError(cause: unknown, path: string): Error {
  if (isHdmfError(cause)) return cause;
  const { code, message } = cause as { readonly code?: string; readonly message?: string };
  const details = { source: path, cause };
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return hdmfError("not-found", `${path} cannot be written: there is no folder for it`, {
        ...details,
        hint: "create the folder first",
      });
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return hdmfError("denied", `${path} may not be written: the system denies it`, {
        ...details,
        hint: "check the permissions of the folder",
      });
    case "ENOSPC":
    case "EDQUOT":
      return hdmfError("io", `${path} cannot be written: no space is left`, { ...details, hint: "free some space" });
    case "ERR_INVALID_ARG_VALUE":
    case "ENAMETOOLONG":
      return hdmfError("invalid", `${JSON.stringify(path)} is not a possible path`, details);
    default:
      return hdmfError("io", `${path} cannot be written: ${message ?? String(cause)}`, details);
  }
}

/** A folder was given where a file is wanted. */
export function folderError(path: string): Error {
  return hdmfError("invalid", `${path} is a folder, and a file is wanted`, { source: path });
}
