import type { NamespaceSource } from "./catalog.ts";

/**
 * One version of each namespace: the highest by the order of semantic versions; `unversioned` and `None` only where
 * nothing else is there. In the order in which the names first come.
 */
export function chooseVersions(sources: readonly NamespaceSource[]): NamespaceSource[] {
  const chosen = new Map<string, NamespaceSource>();
  for (const source of sources) {
    const before = chosen.get(source.name);
    if (before === undefined || compareVersions(source.version, before.version) > 0) chosen.set(source.name, source);
  }
  return [...chosen.values()];
}

/** The order of semantic versions; what is none comes before all that are, and among itself in the order of its text. */
export function compareVersions(a: string, b: string): number {
  const one = parseVersion(a);
  const other = parseVersion(b);
  if (one === undefined || other === undefined) {
    if (one !== undefined) return 1;
    if (other !== undefined) return -1;
    const named = Number(isVersion(a)) - Number(isVersion(b));
    return named !== 0 ? named : compare(a, b);
  }
  return compareParts(one.core, other.core) || comparePrereleases(one.prerelease, other.prerelease);
}

const isVersion = (text: string): boolean => text !== "unversioned" && text !== "None";

function parseVersion(text: string): { core: string[]; prerelease: string[] } | undefined {
  const found = /^v?(\d+(?:\.\d+)*)(?:-?([0-9A-Za-z][0-9A-Za-z.-]*))?(?:\+.*)?$/.exec(text.trim());
  if (!found) return undefined;
  return { core: found[1]!.split("."), prerelease: found[2] === undefined ? [] : found[2].split(".") };
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Number(a.length === 0) - Number(b.length === 0);
  return compareParts(a, b);
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const one = a[i];
    const other = b[i];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const numbers = /^\d+$/.test(one) && /^\d+$/.test(other);
    const order = numbers ? compare(BigInt(one), BigInt(other)) : compare(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

const compare = <T extends string | bigint>(a: T, b: T): number => Number(a > b) - Number(a < b);
