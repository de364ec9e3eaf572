import { fitsOldGroup, type OldLink, type OldLinks } from "../groups/write-old-group.ts";
import type { Hdf5Link } from "../hdf5-file.ts";
import type { EditNodes, PendingGroup } from "./edit-nodes.ts";

/** Whether the old style can keep the links of a group: it has no order of creation. */
export function isOldGroup({ links, creationOrder }: PendingGroup, nodes: EditNodes): boolean {
  if (creationOrder) return false;
  for (let entry = nodes.links.first(links); entry >= 0; entry = nodes.links.next(entry))
    if (!fitsOldGroup(nodes.links.nameOf(entry), nodes.target(entry))) return false;
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

/** The links of a group by name; hard ones lead to 0 until addresses are known. */
export function namedLinks({ links }: PendingGroup, nodes: EditNodes): ReadonlyMap<string, Hdf5Link> {
  const found = new Map<string, Hdf5Link>();
  for (let entry = nodes.links.first(links); entry >= 0; entry = nodes.links.next(entry))
    found.set(nodes.links.nameOf(entry), withAddress(nodes.target(entry), nodes));
  return found;
}

function withAddress(link: Hdf5Link, nodes: EditNodes): Hdf5Link {
  return "hard" in link ? { hard: Math.max(0, nodes.find(link.hard).address) } : link;
}
