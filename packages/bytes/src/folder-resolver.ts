import { hdmfError } from "@hdmf-ts/errors";

/**
 * Opens the other file of a link. `source` is as the file has it, `from` the path or URL of the file that leads there.
 * @throws `denied` where the place is not allowed, `not-found` where nothing is there.
 */
export type FileResolver<T> = (
  source: string,
  from: string | undefined,
  options?: { readonly signal?: AbortSignal },
) => Promise<T>;

/** What {@link folderResolver} needs. */
export interface FolderResolverOptions<T> {
  /** The path of the root file; only files in its folder and below are opened. */
  readonly root: string;
  /** Opens a file by its path. */
  readonly open: (path: string, options: { readonly signal?: AbortSignal }) => Promise<T>;
}

interface NodePaths {
  readonly fs: typeof import("node:fs");
  readonly path: typeof import("node:path");
}

/**
 * Opens the files that a file leads to (external links, data in other files), as long as they are in the folder of the root file or
 * below it; symbolic links are followed before that is checked. Without a file system (a browser) and for what leads from or to a
 * URL all is `denied`. A file whose absolute path is not there, or not allowed, is looked for by its name beside the file that leads to
 * it, as libhdf5 does.
 */
export function folderResolver<T>({ root, open }: FolderResolverOptions<T>): FileResolver<T> {
  return async (source, from, options = {}) => {
    options.signal?.throwIfAborted();
    const node = nodePaths();
    if (
      node === undefined ||
      isUrl(source) ||
      isUrl(root) ||
      from === undefined ||
      isUrl(from) ||
      source.includes("\0")
    ) {
      throw denied(source, from);
    }
    const base = node.path.dirname(node.path.resolve(from));
    const candidates = [node.path.resolve(base, source)];
    if (node.path.isAbsolute(source)) candidates.push(node.path.join(base, node.path.basename(source)));
    const folder = await realPath(node, node.path.dirname(node.path.resolve(root)));
    let refused = false;
    for (const candidate of candidates) {
      // What leaves the folder by its name alone is not even looked for.
      const lexical = node.path.dirname(node.path.resolve(root));
      if (!isInside(node, lexical, candidate)) {
        refused = true;
        continue;
      }
      const real = await realPath(node, candidate);
      if (real === undefined) continue;
      if (folder !== undefined && isInside(node, folder, real)) return open(candidate, options);
      refused = true;
    }
    if (refused) throw denied(source, from);
    throw hdmfError("not-found", `The file "${source}" that "${from}" leads to does not exist`, {
      source,
      hint: "Put it where it was, relative to the file that leads to it",
    });
  };
}

function nodePaths(): NodePaths | undefined {
  const { process } = globalThis;
  const fs = process?.getBuiltinModule?.("node:fs");
  const path = process?.getBuiltinModule?.("node:path");
  return fs === undefined || path === undefined ? undefined : { fs, path };
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(text);
}

async function realPath({ fs }: NodePaths, path: string): Promise<string | undefined> {
  try {
    return await fs.promises.realpath(path);
  } catch {
    return undefined;
  }
}

function isInside({ path }: NodePaths, folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== "" && relative.split(path.sep)[0] !== ".." && !path.isAbsolute(relative);
}

function denied(source: string, from: string | undefined): Error {
  const where = from === undefined ? "A file without a name" : `"${from}"`;
  return hdmfError("denied", `${where} leads to "${source}", which is outside of the folder of the file`, {
    source,
    hint: "Move the file into the folder, or open with a resolver of your own",
  });
}
