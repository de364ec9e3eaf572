import type { NodeId } from "@hdmf-ts/array";
import { hdmfError, isDamage } from "@hdmf-ts/errors";
import { errorAt, readParts } from "./damage.ts";
import type { Node } from "./node.ts";
import { splitPath } from "./path.ts";
import type { CallOptions, Location, Resolver, Storage } from "./storage.ts";

/** How links are followed. */
export interface FollowOptions extends CallOptions {
  /** Opens other files; without it an external link is `denied`. It keeps open what it opened: a file asked for twice is the same storage. */
  readonly resolver?: Resolver | undefined;
}

interface Place {
  readonly storage: Storage;
  readonly id: NodeId;
  /** How the walk came here, for messages; `""` for the group that a link is followed from. */
  readonly path: string;
}

/** Links that are being followed, the outermost first. */
type Trail = readonly {
  readonly storage: Storage;
  readonly group: NodeId;
  readonly name: string;
  readonly text: string;
}[];

interface Walk extends CallOptions {
  readonly resolver: Resolver | undefined;
  steps: number;
}

const maxNested = 64;
const maxSteps = 10_000;

/**
 * Follows a path through hard, soft and external links: the one way in which every storage resolves.
 * @throws `not-found`, naming the first part that leads nowhere and the link that led there; `limit` for links in a circle, naming
 * two of them; `denied` for an external link without a resolver, or where that refuses.
 */
export async function resolvePath(storage: Storage, path: string, options: FollowOptions = {}): Promise<Location> {
  return locate({ storage, id: storage.root, path: "/" }, splitPath(path), options);
}

/** Follows the child `name` of the group `parent`: {@link Storage.follow} for any storage. @throws as {@link resolvePath}. */
export async function followLink(
  storage: Storage,
  parent: NodeId,
  name: string,
  options: FollowOptions = {},
): Promise<Location> {
  return locate({ storage, id: parent, path: "" }, [name], options);
}

async function locate(start: Place, parts: readonly string[], options: FollowOptions): Promise<Location> {
  const walk: Walk = { ...options, resolver: options.resolver, steps: 0 };
  const { storage, id } = await descend(start, parts, [], walk);
  return { storage, id };
}

async function descend(start: Place, parts: readonly string[], trail: Trail, walk: Walk): Promise<Place> {
  let place = start;
  for (const part of parts) place = await step(place, part, trail, walk);
  return place;
}

async function step(place: Place, name: string, trail: Trail, walk: Walk): Promise<Place> {
  walk.signal?.throwIfAborted();
  if (++walk.steps > maxSteps)
    throw hdmfError("limit", `Following links took more than ${maxSteps} steps${via(trail)}`);
  const { storage, id } = place;
  const path = place.path === "" ? name : `${place.path === "/" ? "" : place.path}/${name}`;
  const node = await readParent(place, name, walk);
  const child = node?.kind === "group" ? node.children.get(name) : undefined;
  if (child === undefined) throw notFound(place, path, node?.kind ?? "group", trail);
  if ("hard" in child) return { storage, id: child.hard, path };

  const text =
    "soft" in child ? `${path} -> ${child.soft}` : `${path} -> ${child.external.source}:${child.external.path}`;
  const circle = trail.some((link) => link.storage === storage && link.group === id && link.name === name);
  if (circle || trail.length >= maxNested) {
    const last = trail.at(-1)?.text ?? text;
    const message = circle ? "Links lead in a circle" : `More than ${maxNested} links lead to one another`;
    throw hdmfError("limit", `${message}: ${text}, reached by ${last}`, where(storage, path));
  }
  const inner: Trail = [...trail, { storage, group: id, name, text }];
  if ("soft" in child) {
    const absolute = child.soft.startsWith("/");
    const start = absolute ? { storage, id: storage.root, path: "/" } : place;
    return descend(start, splitPath(child.soft), inner, walk);
  }
  const { source, path: target } = child.external;
  if (walk.resolver === undefined)
    throw hdmfError("denied", `The external link ${text} leads out of the file, which is not allowed here`, {
      ...where(storage, path),
      hint: "open the file with a resolver",
    });
  const other = await walk.resolver(source, storage.name, walk.signal ? { signal: walk.signal } : {});
  return descend({ storage: other, id: other.root, path: "/" }, splitPath(target), inner, walk);
}

/** What holds a child; the rest of it may be damaged. */
async function readParent({ storage, id, path }: Place, name: string, walk: Walk): Promise<Node | undefined> {
  try {
    const [node] = await readParts(storage, [id], walk, ({ child }) => child === name);
    return node;
  } catch (error) {
    throw path === "" || !isDamage(error) ? error : errorAt(error, path);
  }
}

function notFound(place: Place, path: string, kind: string, trail: Trail): Error {
  const why = kind === "group" ? "" : `: ${place.path || "what holds it"} is a ${kind}, not a group`;
  return hdmfError("not-found", `There is no object ${path}${why}${via(trail)}`, {
    ...where(place.storage, path),
    hint: "check the path; upper and lower case are told apart",
  });
}

function via(trail: Trail): string {
  const last = trail.at(-1);
  return last === undefined ? "" : ` (led there by the link ${last.text})`;
}

function where(storage: Storage, path: string): { path: string; source?: string } {
  return storage.name === undefined ? { path } : { path, source: storage.name };
}
