import type { NodeId } from "@hdmf-ts/array";
import type { Entry } from "./copy-plan.ts";
import type { Edit } from "./edit.ts";

/** In groups that keep the order of creation: what had to wait for others takes its place again. Few groups do; loaded for those. */
export async function keepOrder(
  target: Edit,
  made: ReadonlyMap<Entry, NodeId>,
  late: readonly (readonly [group: Entry, name: string])[],
): Promise<void> {
  const waited = new Map<Entry, Set<string>>();
  for (const [group, name] of late) waited.set(group, (waited.get(group) ?? new Set()).add(name));
  for (const [group, names] of waited) {
    const id = made.get(group) as NodeId;
    const wanted = [...group.children.keys()];
    let free = "moved";
    while (group.children.has(free)) free += "_";
    for (const name of wanted.slice(wanted.findIndex((one) => names.has(one)))) {
      await target.move(id, name, id, free);
      await target.move(id, free, id, name);
    }
  }
}
