import type { OldLink, OldLinks } from "../groups/write-old-group.ts";
import type { Hdf5Link } from "../hdf5-file.ts";
import type { EditNodes, PendingGroup } from "./edit-nodes.ts";

/**
 * Whether the old style can keep the links of a group: symbol tables know neither other links, nor an order of creation, nor the character
 * set of names; libhdf5 too changes the group for such a one.
 */
export function isOldGroup({ links, creationOrder }: PendingGroup, nodes: EditNodes): boolean {
  if (creationOrder) return false;
  for (let entry = nodes.links.first(links); entry >= 0; entry = nodes.links.next(entry)) {
    const target = nodes.target(entry);
    if (!("hard" in target || "soft" in target) || !isAscii(nodes.links.nameOf(entry))) return false;
  }
  return true;
}

function isAscii(name: string): boolean {
  for (let index = 0; index < name.length; index++) if (name.charCodeAt(index) > 127) return false;
  return true;
}

/** The links of a group of the old style, now that addresses are known. */
export function oldLinks({ links }: PendingGroup, nodes: EditNodes): OldLinks {
  const names: string[] = [];
  const targets: OldLink[] = [];
  for (let entry = nodes.links.first(links); entry >= 0; entry = nodes.links.next(entry)) {
    names.push(nodes.links.nameOf(entry));
    targets.push(withAddress(nodes.target(entry), nodes) as OldLink);
  }
  return { names, targets };
}

/** The links of a group by name; hard ones lead to -1 until addresses are known. */
export function namedLinks({ links }: PendingGroup, nodes: EditNodes): ReadonlyMap<string, Hdf5Link> {
  const found = new Map<string, Hdf5Link>();
  for (let entry = nodes.links.first(links); entry >= 0; entry = nodes.links.next(entry))
    found.set(nodes.links.nameOf(entry), withAddress(nodes.target(entry), nodes));
  return found;
}

function withAddress(link: Hdf5Link, nodes: EditNodes): Hdf5Link {
  return "hard" in link ? { hard: Math.max(0, nodes.find(link.hard).address) } : link;
}
