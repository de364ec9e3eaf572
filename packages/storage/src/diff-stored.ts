import { type DifferenceKind, type Finding, finding } from "./difference.ts";
import type { Stored } from "./node.ts";

/** How two objects or attributes are stored, by class: the layout, the width of texts, all else. */
export function diffStored(a: Stored | undefined, b: Stored | undefined): Finding[] {
  const [left, right] = [factsOf(a), factsOf(b)];
  return [...left.keys()].flatMap((kind) => {
    const [one, other] = [left.get(kind) ?? {}, right.get(kind) ?? {}];
    if (JSON.stringify(one) === JSON.stringify(other)) return [];
    const orNothing = (facts: object): unknown => (Object.keys(facts).length === 0 ? undefined : facts);
    return [finding(kind, orNothing(one), orNothing(other))];
  });
}

/** The facts of each class, by where in the type they are, in one order. */
function factsOf(stored: Stored | undefined): Map<DifferenceKind, Record<string, unknown>> {
  const facts = new Map<DifferenceKind, [string, unknown][]>([
    ["layout", []],
    ["text-width", []],
    ["stored", []],
  ]);
  collect(stored, "", (kind, name, fact) => facts.get(kind)?.push([name, fact]));
  return new Map([...facts].map(([kind, list]) => [kind, Object.fromEntries(list)]));
}

function collect(
  stored: Stored | undefined,
  place: string,
  tell: (kind: DifferenceKind, name: string, fact: unknown) => void,
): void {
  if (stored === undefined) return;
  const { byteOrder, text, layout, fields, base, order, offsets, size, typeMessage, comment } = stored;
  if (layout !== undefined) tell("layout", `${place}layout`, layout);
  if (text !== undefined) tell("text-width", `${place}text`, { length: text.length, padding: text.padding });
  const others = { byteOrder, order, offsets, size, typeMessage, comment };
  for (const [name, fact] of Object.entries(others)) if (fact !== undefined) tell("stored", `${place}${name}`, fact);
  collect(base, `${place}base.`, tell);
  for (const [name, field] of [...(fields ?? [])].sort(([one], [other]) => (one < other ? -1 : 1)))
    collect(field, `${place}fields.${name}.`, tell);
}
