import type { Catalog } from "./catalog.ts";
import type { DatasetSpec, GroupSpec, LinkSpec } from "./language.ts";
import type { ChildFact, ChildMatches } from "./match.ts";

type ChildSpec = DatasetSpec | GroupSpec | LinkSpec;

interface Slot {
  readonly spec: ChildSpec;
  readonly children: number[];
  readonly type: string | undefined;
}

/**
 * Which child of a group answers to which spec: at most one each. The name must be the spec's, where it has one; so must the type
 * (a subtype is one), and the kind. Where several fit: the spec with a fixed name, then one that still lacks
 * children, then for a link a link spec, then the spec of the most specific type, then the first (hdmf.md 5.2 has the second and last only). Datasets are assigned
 * first, then groups, then links, each in the order given. `namespace` is that of the type that `spec` belongs to; a child's type is
 * looked up in its own namespace.
 */
export function matchChildren(
  catalog: Catalog,
  namespace: string,
  spec: GroupSpec,
  children: readonly ChildFact[],
): ChildMatches {
  const slots: Slot[] = [...spec.datasets, ...spec.groups, ...spec.links].map((each) => ({
    spec: each,
    children: [],
    type: each.kind === "link" ? each.targetType : (each.typeDef ?? each.typeInc),
  }));
  const named = new Map<string, Slot[]>();
  const nameless: Slot[] = [];
  for (const slot of slots) {
    if (slot.spec.name === undefined) nameless.push(slot);
    else named.set(slot.spec.name, [...(named.get(slot.spec.name) ?? []), slot]);
  }
  const unmatched: number[] = [];
  for (const index of assignmentOrder(children)) {
    const child = children[index]!;
    const line = hierarchyOf(catalog, namespace, child);
    const candidates: Slot[] = [];
    for (const slot of named.get(child.name) ?? []) if (fits(slot, child, line)) candidates.push(slot);
    if (candidates.length === 0) for (const slot of nameless) if (fits(slot, child, line)) candidates.push(slot);
    const best = candidates.length < 2 ? candidates[0] : choose(candidates, child, line);
    if (best === undefined) unmatched.push(index);
    else best.children.push(index);
  }
  return {
    matches: slots.map((slot) => ({ spec: slot.spec, children: slot.children })),
    unmatched: unmatched.sort((a, b) => a - b),
  };
}

function assignmentOrder(children: readonly ChildFact[]): number[] {
  const rank = (child: ChildFact): number => (child.link ? 2 : child.kind === "dataset" ? 0 : 1);
  return children.map((_, i) => i).sort((a, b) => rank(children[a]!) - rank(children[b]!) || a - b);
}

/** The child's type and its ancestors; the type alone where it is not known. */
function hierarchyOf(catalog: Catalog, namespace: string, child: ChildFact): readonly string[] {
  if (child.type === undefined) return [];
  const own = child.namespace === undefined ? undefined : catalog.type(child.namespace, child.type);
  return (own ?? catalog.type(namespace, child.type))?.hierarchy ?? [child.type];
}

function fits(slot: Slot, child: ChildFact, line: readonly string[]): boolean {
  const kindFits = slot.spec.kind === "link" ? child.kind !== "datatype" : slot.spec.kind === child.kind;
  return kindFits && (slot.type === undefined || line.includes(slot.type));
}

function choose(candidates: readonly Slot[], child: ChildFact, line: readonly string[]): Slot {
  const lacking = candidates.filter((slot) => slot.children.length < slot.spec.quantity.min);
  let best: Slot | undefined;
  for (const slot of lacking.length > 0 ? lacking : candidates) {
    if (best === undefined || isBetter(slot, best, child, line)) best = slot;
  }
  return best!;
}

function isBetter(slot: Slot, than: Slot, child: ChildFact, line: readonly string[]): boolean {
  const linkFits = (each: Slot): number => Number((each.spec.kind === "link") === child.link);
  const distance = (each: Slot): number => (each.type === undefined ? line.length : line.indexOf(each.type));
  return linkFits(slot) - linkFits(than) > 0 || (linkFits(slot) === linkFits(than) && distance(slot) < distance(than));
}
