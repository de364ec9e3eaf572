import { createReadStream } from "node:fs";
import { dirname, join } from "node:path";
import { hdmfError } from "@hdmf-ts/errors";
import type { NamespaceSource } from "@hdmf-ts/spec";
import { readNamespaceYaml } from "@hdmf-ts/spec/yaml";

/** More than any text that is parsed can have: what comes after it is not read. */
const maxBytes = 32 * 1024 * 1024;

/** @throws `not-found` for what cannot be read */
export async function readSpecText(path: string): Promise<string> {
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of createReadStream(path, { end: maxBytes - 1 })) chunks.push(chunk);
    return new TextDecoder().decode(Buffer.concat(chunks));
  } catch (cause) {
    throw hdmfError("not-found", `${path}: cannot be read (${(cause as NodeJS.ErrnoException).code})`, {
      source: path,
      cause,
    });
  }
}

/**
 * The namespaces of a YAML file that is given to check others by.
 * @throws `not-found` for a file that cannot be read, `malformed` for one that is no namespace file
 */
export async function readSpecFile(path: string): Promise<readonly NamespaceSource[]> {
  const readSource = (source: string): Promise<string> => readSpecText(join(dirname(path), source));
  const { sources, issues } = await readNamespaceYaml(await readSpecText(path), path, readSource);
  const [first] = issues;
  if (first === undefined) return sources;
  const { file = path, line = 1, column = 1 } = first.at ?? {};
  throw hdmfError("malformed", `${file}:${line}:${column}: ${first.message}`, { source: path });
}
