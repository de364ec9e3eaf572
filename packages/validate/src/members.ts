import type { ChildFact } from "@hdmf-ts/spec";
import type { Child, Damage, GroupNode, Location, Node } from "@hdmf-ts/storage";
import type { Run } from "./check.ts";
import type { Place } from "./findings.ts";
import { type ObjectType, objectType } from "./object-type.ts";
import { isPartial, readNodes } from "./read-nodes.ts";

/** A child of a group with the node that it leads to. */
export interface Member {
  readonly place: Place;
  readonly type: ObjectType | undefined;
  readonly fact: ChildFact;
}

/** A group that is checked. */
export interface GroupPlace extends Place {
  readonly node: GroupNode;
}

/** Reads the children of many groups in batches. A link that leads nowhere is a finding, and no member. */
export async function readMembers(
  run: Run,
  groups: readonly { readonly place: GroupPlace; readonly namespace: string | undefined }[],
): Promise<Member[][]> {
  const entries = groups.flatMap(({ place, namespace }) =>
    [...place.node.children]
      .filter(([name]) => !isSpecifications(place, name))
      .map(([name, child]) => ({ place, namespace, name, child })),
  );
  const locations = await locate(run, entries);
  const nodes = await readNodes(locations, run.signal);
  const members = new Map<GroupPlace, Member[]>(groups.map(({ place }) => [place, []]));
  entries.forEach(({ place, namespace, name, child }, i) => {
    const location = locations[i];
    const { node, damage } = nodes[i]!;
    if (location === undefined || node === undefined) {
      if ("hard" in child) {
        const reason = damage[0]?.error.message ?? "nothing is there";
        const message = `"${name}" cannot be read: ${reason}`;
        run.findings.add(place, { code: "unreadable", severity: "error", child: name, message });
      } else {
        run.findings.add(place, {
          code: "dead-link",
          severity: "warning",
          child: name,
          received: describeLink(child),
          message: `"${name}" leads nowhere, or where it must not be followed`,
        });
      }
      return;
    }
    const member = makeMember(run, place, name, child, location, node, namespace, damage);
    checkDamage(run, member.place, damage);
    members.get(place)!.push(member);
  });
  return [...members.values()];
}

function makeMember(
  run: Run,
  parent: GroupPlace,
  name: string,
  child: Child,
  { storage }: Location,
  node: Node,
  namespace: string | undefined,
  damage: readonly Damage[],
): Member {
  const link = !("hard" in child);
  const path = `${parent.path === "/" ? "" : parent.path}/${name}`;
  const type = objectType(run.catalog, node, namespace);
  const home = type?.resolved?.namespace ?? type?.namespace;
  return {
    place: { storage, node, path, linked: link || parent.linked, damaged: damagedAttributes(damage) },
    type,
    fact: {
      name,
      kind: node.kind,
      ...(type === undefined ? {} : { type: type.name }),
      ...(home === undefined ? {} : { namespace: home }),
      link,
    },
  };
}

/** The names of attributes that cannot be read. */
export function damagedAttributes(damage: readonly Damage[]): ReadonlySet<string> {
  return new Set(damage.flatMap(({ attribute }) => attribute ?? []));
}

/** What of an object cannot be read, while the object itself is there. */
export function checkDamage(run: Run, place: Place, damage: readonly Damage[]): void {
  for (const { attribute, child, error } of damage) {
    run.findings.add(place, {
      code: "unreadable",
      severity: "error",
      ...(attribute === undefined ? {} : { attribute }),
      ...(child === undefined ? {} : { child }),
      message: error.message,
    });
  }
}

/** How many links are followed at a time: each may open a file. */
const maxFollowed = 32;

async function locate(
  run: Run,
  entries: readonly { readonly place: GroupPlace; readonly name: string; readonly child: Child }[],
): Promise<(Location | undefined)[]> {
  const options = run.signal ? { signal: run.signal } : {};
  const locations: (Location | undefined)[] = entries.map(({ place, child }) =>
    "hard" in child ? { storage: place.storage, id: child.hard } : undefined,
  );
  const links = entries.flatMap(({ child }, i) => ("hard" in child ? [] : [i]));
  for (let start = 0; start < links.length; start += maxFollowed) {
    const follow = async (i: number): Promise<void> => {
      const { place, name } = entries[i]!;
      try {
        locations[i] = await place.storage.follow(place.node.id, name, options);
      } catch (error) {
        if (!isPartial(error)) throw error;
      }
    };
    await Promise.all(links.slice(start, start + maxFollowed).map(follow));
  }
  return locations;
}

/** The cached specifications are no part of what they specify. */
function isSpecifications(place: Place, name: string): boolean {
  return name === "specifications" && place.node.id === place.storage.root;
}

function describeLink(child: Exclude<Child, { readonly hard: unknown }>): string {
  return "soft" in child ? child.soft : `${child.external.path} in ${child.external.source}`;
}
