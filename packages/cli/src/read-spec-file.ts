import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hdmfError } from "@hdmf-ts/errors";
import type { NamespaceSource } from "@hdmf-ts/spec";
import { readNamespaceYaml } from "@hdmf-ts/spec/yaml";

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw hdmfError("not-found", `${path}: cannot be read (${(cause as NodeJS.ErrnoException).code})`, {
      source: path,
      cause,
    });
  }
}

/** The namespaces of a YAML file, with the sources that it names. */
export async function readSpecFile(path: string): Promise<readonly NamespaceSource[]> {
  return readNamespaceYaml(await readText(path), path, (source) => readText(join(dirname(path), source)));
}
