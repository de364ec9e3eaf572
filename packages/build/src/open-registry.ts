import { chooseVersions, type Issue, type Namespace, type NamespaceSource, parseNamespace } from "@hdmf-ts/spec";
import type { CallOptions, Storage } from "@hdmf-ts/storage";
import { createRegistry, type Registry, type RegistryOptions } from "./registry.ts";

export interface OpenRegistryOptions extends RegistryOptions, CallOptions {
  /** Namespaces for what the file does not carry; one that is in the file counts, never the other of the same name. */
  readonly extra?: readonly NamespaceSource[];
}

/**
 * The registry of a file: the newest version of each namespace that it caches, and those of the caller. Texts that cannot be
 * read are issues of the registry, not errors.
 */
export async function openRegistry(storage: Storage, options: OpenRegistryOptions = {}): Promise<Registry> {
  const { extra = [], behaviours, signal } = options;
  const cached = await storage.specifications(signal === undefined ? {} : { signal });
  const names = new Set(cached.map(({ name }) => name));
  const sources = [...chooseVersions(cached), ...chooseVersions(extra).filter(({ name }) => !names.has(name))];
  const issues: Issue[] = [];
  const namespaces: Namespace[] = [];
  for (const source of sources) {
    const parsed = parseNamespace(source);
    issues.push(...parsed.issues);
    if (parsed.namespace !== undefined) namespaces.push(parsed.namespace);
  }
  const registry = createRegistry(namespaces, behaviours === undefined ? {} : { behaviours });
  return { ...registry, issues: () => [...issues, ...registry.issues()] };
}
