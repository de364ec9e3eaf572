import { hdmfError } from "@hdmf-ts/errors";

/** Node's `fs`. */
export type NodeFs = ReturnType<typeof process.getBuiltinModule<"node:fs">>;

/** Node's `fs`; `path` is what it is wanted for. */
export function requireNodeFs(path: string): NodeFs {
  const fs = globalThis.process?.getBuiltinModule?.("node:fs");
  if (fs !== undefined) return fs;
  throw hdmfError("invalid", `${path} is a path, and paths cannot be opened in a browser`, {
    source: path,
    hint: "give an http(s) URL, a File that the user chose, or the bytes",
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

/** A folder was given where a file is wanted. */
export function folderError(path: string): Error {
  return hdmfError("invalid", `${path} is a folder, and a file is wanted`, { source: path });
}
