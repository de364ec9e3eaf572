import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hdmfError } from "@hdmf-ts/errors";
import { type NamespaceSource, parseNamespace } from "@hdmf-ts/spec";
import { readSpecFile } from "./read-spec-file.ts";

/** How far below a folder is looked, and at how many folders and namespace files at most. */
const limits = { depth: 2, folders: 1_000, files: 200 };

interface Found {
  readonly source: NamespaceSource;
  readonly file: string;
}

type OnFound = (found: Found) => void;

/**
 * The namespaces of a YAML file and all that they include, and what these include. One that is not in the file itself is looked for in the namespace
 * files (`*namespace.yaml`) beside it: in its folder, in folders within that, in folders beside it; the nearest one counts.
 *
 * @param onFound is told of each that came from another file
 * @throws `not-found` for an include that is in none of them
 */
export async function findNamespaces(file: string, onFound: OnFound): Promise<readonly NamespaceSource[]> {
  const read = readOnce();
  const own = (await read(file)).map((source) => ({ source, file }));
  const found = await collect(own, read, ({ name, by, cause }) => {
    throw hdmfError(
      "not-found",
      `${by.file}: ${by.source.name} includes the namespace ${name}, which is not beside it`,
      {
        source: by.file,
        hint: "put its YAML files into a folder beside this one, or give a file that carries its specifications",
        ...(cause === undefined ? {} : { cause }),
      },
    );
  });
  for (const each of found) if (each.file !== file) onFound(each);
  return found.map(({ source }) => source);
}

/** What the namespaces of a YAML file include, looked for in the same way; without what is not found. */
export async function findIncluded(
  file: string,
  sources: readonly NamespaceSource[],
  onFound: OnFound,
): Promise<readonly NamespaceSource[]> {
  const own = sources.map((source) => ({ source, file }));
  const found = (await collect(own, readOnce(), () => {})).filter((each) => each.file !== file);
  for (const each of found) onFound(each);
  return found.map(({ source }) => source);
}

interface Missing {
  readonly name: string;
  readonly by: Found;
  readonly cause?: unknown;
}

async function collect(own: readonly Found[], read: Read, onMissing: (missing: Missing) => void): Promise<Found[]> {
  const open = [...own];
  const names = new Set(own.map(({ source }) => source.name));
  for (const by of open) {
    for (const { namespace: name } of parseNamespace(by.source).namespace?.includes ?? []) {
      if (names.has(name)) continue;
      names.add(name);
      const near = await findNear(name, by, read);
      if ("source" in near) open.push(near);
      else onMissing({ name, by, ...near });
    }
  }
  return open;
}

type Read = (file: string) => Promise<readonly NamespaceSource[]>;

function readOnce(): Read {
  const files = new Map<string, Promise<readonly NamespaceSource[]>>();
  return (file) => {
    const reading = files.get(file) ?? readSpecFile(file);
    files.set(file, reading);
    return reading;
  };
}

async function findNear(name: string, by: Found, read: Read): Promise<Found | { readonly cause?: unknown }> {
  let cause: unknown;
  for (const file of await namespaceFiles(by.file)) {
    try {
      const source = (await read(file)).find((each) => each.name === name);
      if (source !== undefined) return { source, file };
    } catch (error) {
      // A broken file beside ours may have nothing to do with it.
      cause ??= error;
    }
  }
  return { cause };
}

/** The namespace files near a file, the nearest first, those of one folder in the order of their names. */
async function namespaceFiles(file: string): Promise<readonly string[]> {
  const folder = dirname(file);
  const found: string[] = [];
  const seen = new Set<string>();
  let level = [folder];
  for (let depth = 0; depth <= limits.depth; depth++) level = await look(level, seen, found);
  level = [join(folder, "..")];
  for (let depth = 0; depth <= limits.depth; depth++) level = await look(level, seen, found);
  return found;
}

/** Looks into some folders, and gives those in them. */
async function look(folders: readonly string[], seen: Set<string>, found: string[]): Promise<string[]> {
  const below: string[] = [];
  for (const folder of folders) {
    if (seen.has(folder) || seen.size >= limits.folders) continue;
    seen.add(folder);
    // A folder that may not be read is as good as an empty one.
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => Number(a.name > b.name) - Number(a.name < b.name))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name)) below.push(path);
      else if (/namespace\.ya?ml$/i.test(entry.name) && found.length < limits.files) found.push(path);
    }
  }
  return below;
}
