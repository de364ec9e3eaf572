import type { AttributeSpec, LinkSpec, TypeSpec } from "../language.ts";

type Part = AttributeSpec | LinkSpec | TypeSpec;

/**
 * Of what a place says together with the type that it includes (`merged`), that which the place says itself (`own`) and the type does not. hdmf caches
 * places with much of what their types say. Docs do not count. `elements` is whether dtype or shape are among it.
 */
export function saidAt(own: TypeSpec, merged: TypeSpec, type: TypeSpec): { spec: TypeSpec; elements: boolean } {
  const news = <T extends Part>(ours: readonly T[], all: readonly T[], known: readonly T[]): readonly T[] => {
    const before = new Map(known.map((part) => [keyOf(part), part]));
    return all.slice(0, ours.length).filter((part) => !sameSpec(part, before.get(keyOf(part))));
  };
  const attributes = news(own.attributes, merged.attributes, type.attributes);
  if (merged.kind === "dataset") {
    const said = own.kind === "dataset" && (own.dtype !== undefined || own.shape !== undefined);
    const before = type.kind === "dataset" ? [type.dtype, type.shape] : [];
    return { spec: { ...merged, attributes }, elements: said && !sameSpec([merged.dtype, merged.shape], before) };
  }
  if (own.kind === "dataset" || type.kind === "dataset") return { spec: { ...merged, attributes }, elements: false };
  const datasets = news(own.datasets, merged.datasets, type.datasets);
  const groups = news(own.groups, merged.groups, type.groups);
  const links = news(own.links, merged.links, type.links);
  return { spec: { ...merged, attributes, datasets, groups, links }, elements: false };
}

/** Its name; the type of one without a name. */
function keyOf(part: Part): string {
  if (part.kind === "attribute" || part.name !== undefined) return `/${part.name}`;
  return part.kind === "link" ? part.targetType : (part.typeDef ?? part.typeInc ?? "");
}

/** Whether two parts of specifications say the same, but for their docs. */
function sameSpec(a: unknown, b: unknown): boolean {
  // What is merged shares with its type what the place does not speak of.
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const said = (spec: Record<string, unknown>) => Object.keys(spec).filter((key) => key !== "doc");
  const keys = said(left);
  return (
    keys.length === said(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameSpec(left[key], right[key]))
  );
}
