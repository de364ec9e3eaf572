import type { NodeId } from "@hdmf-ts/array";
import type { Issue } from "@hdmf-ts/spec";
import type { Node, Storage } from "@hdmf-ts/storage";

/** An object that is checked, and where it was met. */
export interface Place {
  readonly storage: Storage;
  readonly node: Node;
  /** The path that led to it, through links too. */
  readonly path: string;
  /** A link led to it or to a group above it: its own path may be another. */
  readonly linked: boolean;
  /** The names of attributes that cannot be read: they are neither there nor missing. */
  readonly damaged?: ReadonlySet<string>;
}

/** An issue before its path is known. */
export interface Finding extends Omit<Issue, "path"> {
  /** The attribute that it is about. */
  readonly attribute?: string;
  /** The child, as a name in the group and not as what it leads to, that it is about. */
  readonly child?: string;
  /** The child or attribute that is missing or unexpected: part of what makes two findings different. */
  readonly about?: string;
}

/** Collects findings; the same one, found by several specifications of one object, is kept once, and a warning not beside its error. */
export interface Findings {
  add(place: Place, finding: Finding): void;
  /** What was found since the last time, with the paths where the objects themselves are. */
  take(signal: AbortSignal | undefined): Promise<readonly Issue[]>;
}

export function createFindings(): Findings {
  const seen = new Map<Storage, Map<NodeId, Set<string>>>();
  let found: { place: Place; finding: Finding }[] = [];

  const isNew = ({ storage, node }: Place, finding: Finding): boolean => {
    const ids = seen.get(storage) ?? new Map<NodeId, Set<string>>();
    seen.set(storage, ids);
    const keys = ids.get(node.id) ?? new Set<string>();
    ids.set(node.id, keys);
    const key = JSON.stringify([finding.code, finding.attribute, finding.child, finding.about]);
    const isKnown = keys.has(`error ${key}`) || keys.has(`${finding.severity} ${key}`);
    keys.add(`${finding.severity} ${key}`);
    return !isKnown;
  };

  return {
    add: (place, finding) => {
      if (isNew(place, finding)) found.push({ place, finding });
    },
    take: async (signal) => {
      const taken = found;
      found = [];
      const paths = await ownPaths(
        taken.map(({ place }) => place),
        signal,
      );
      return taken.map(({ place, finding }) => {
        const { attribute, child, about: _, ...issue } = finding;
        const own = paths.get(place) ?? place.path;
        const path = child === undefined ? own : `${own === "/" ? "" : own}/${child}`;
        return { ...issue, path: attribute === undefined ? path : `${path}.${attribute}` };
      });
    },
  };
}

/** The paths of what links led to, where the storage knows them. */
async function ownPaths(places: readonly Place[], signal: AbortSignal | undefined): Promise<Map<Place, string>> {
  const linked = new Map<Storage, Place[]>();
  for (const place of places) {
    if (place.linked) linked.set(place.storage, [...(linked.get(place.storage) ?? []), place]);
  }
  const result = new Map<Place, string>();
  for (const [storage, members] of linked) {
    const paths = await storage.pathOf(
      members.map(({ node }) => node.id),
      signal ? { signal } : {},
    );
    members.forEach((place, i) => {
      const path = paths[i];
      if (path !== undefined) result.set(place, path);
    });
  }
  return result;
}
