import { describeDtype, mayOverride } from "./accepts.ts";
import type { AttributeSpec, DatasetSpec, DtypeSpec, GroupSpec, LinkSpec, TypeSpec } from "./language.ts";
import { type Place, placeOfKey, placeOfType } from "./place.ts";

/** What merging must know, and where it tells what is wrong. */
export interface MergeContext {
  /** Whether `type` is `ancestor` or extends it, as the namespace sees it; true where `type` is not known. */
  extends(type: string, ancestor: string): boolean;
  problem(code: string, place: string, message: string, written: Place | undefined): void;
}

/**
 * What `child` says, completed by what `base` says: the type it extends, the type it includes, or the spec of the same name that it
 * overrides (reference: hdmf.md 1.5). Name, doc, quantity and `linkable` are never inherited. `place` is for messages.
 */
export function mergeSpec<T extends TypeSpec>(child: T, base: TypeSpec, place: string, context: MergeContext): T {
  if (child.kind !== base.kind) {
    context.problem("wrong-kind", place, `a ${child.kind} cannot be made of a ${base.kind}`, placeOfType(child));
    return child;
  }
  const attributes = mergeNamed(child.attributes, base.attributes, (own, inherited) =>
    withRequired(complete<AttributeSpec>(own, mergeValues(own, inherited, `${place}/${own.name}`, context))),
  );
  const parts =
    child.kind === "group" && base.kind === "group"
      ? mergeChildren(child, base, place, context)
      : mergeValues(child as DatasetSpec, base as DatasetSpec, place, context);
  return { ...complete(child, parts), attributes };
}

/** A fixed value that is inherited rules out a default. */
function complete<T extends AttributeSpec | TypeSpec>(child: T, parts: object): T {
  if (!("value" in parts) || !("defaultValue" in child)) return { ...child, ...parts };
  const { defaultValue: _, ...rest } = child;
  return { ...rest, ...parts } as unknown as T;
}

/** A fixed value is always there and a default never has to be, whichever of them is inherited. */
function withRequired(spec: AttributeSpec): AttributeSpec {
  const required = spec.value !== undefined || (spec.required && spec.defaultValue === undefined);
  return required === spec.required ? spec : { ...spec, required };
}

/** dtype, shape, dims and values: what the child does not say, the base says. */
function mergeValues<T extends AttributeSpec | DatasetSpec>(
  child: T,
  base: T,
  place: string,
  context: MergeContext,
): Partial<Pick<T, "dtype" | "shape" | "dims" | "value" | "defaultValue">> {
  const dtype = mergeDtype(child, base, place, context);
  if (child.shape !== undefined && base.shape !== undefined && !fitsWithin(child.shape, base.shape)) {
    const message = "its shape has no number of axes that the inherited shape allows";
    context.problem("bad-override", place, message, placeOfKey(child, "shape"));
  }
  const { shape, dims } = child.shape === undefined ? base : child;
  const values = child.value !== undefined || base.value === undefined ? child : base;
  const value = values.value;
  const defaultValue = child.defaultValue ?? base.defaultValue;
  return {
    ...(dtype === undefined ? {} : { dtype }),
    ...(shape === undefined ? {} : { shape }),
    ...(dims === undefined ? {} : { dims }),
    ...(value !== undefined ? { value } : defaultValue !== undefined ? { defaultValue } : {}),
  };
}

function fitsWithin(own: readonly (readonly unknown[])[], inherited: readonly (readonly unknown[])[]): boolean {
  return own.some((axes) => inherited.some((others) => others.length === axes.length));
}

function mergeDtype(
  child: AttributeSpec | DatasetSpec,
  base: AttributeSpec | DatasetSpec,
  place: string,
  context: MergeContext,
): DtypeSpec | undefined {
  const [own, inherited]: (DtypeSpec | undefined)[] = [child.dtype, base.dtype];
  if (own === undefined || inherited === undefined) return own ?? inherited;
  if (!mayOverride(own, inherited)) {
    const message = `cannot narrow ${describeDtype(inherited)} to ${describeDtype(own)}`;
    context.problem("bad-override", place, message, placeOfKey(child, "dtype"));
  }
  if (!Array.isArray(own) || !Array.isArray(inherited)) return own;
  return mergeNamed(inherited, own, (_before, after) => after);
}

function mergeChildren(
  child: GroupSpec,
  base: GroupSpec,
  place: string,
  context: MergeContext,
): Pick<GroupSpec, "datasets" | "groups" | "links"> {
  const merge = <T extends TypeSpec>(own: T, inherited: T): T => {
    const at = `${place}/${own.name}`;
    const [type, before] = [own.typeInc, inherited.typeInc];
    if (type !== before && (type === undefined || before === undefined || !context.extends(type, before))) {
      const message = `${type ?? "no type"} does not extend ${before ?? "what has no type"}`;
      context.problem("bad-override", at, message, placeOfType(own));
    }
    const merged = mergeSpec(own, inherited, at, context);
    return type === undefined && before !== undefined ? { ...merged, typeInc: before } : merged;
  };
  const ownTypes = new Set([...child.datasets, ...child.groups].filter(isNameless).map(typeOf));
  const ownTargets = new Set(child.links.filter(isNameless).map((link) => link.targetType));
  const isNewType = (spec: TypeSpec): boolean => !ownTypes.has(typeOf(spec));
  return {
    datasets: [
      ...mergeNamed(child.datasets, base.datasets.filter(isNamed), merge),
      ...base.datasets.filter((spec) => isNameless(spec) && isNewType(spec)),
    ],
    groups: [
      ...mergeNamed(child.groups, base.groups.filter(isNamed), merge),
      ...base.groups.filter((spec) => isNameless(spec) && isNewType(spec)),
    ],
    links: [
      ...mergeNamed(child.links, base.links.filter(isNamed), (own: LinkSpec) => own),
      ...base.links.filter((link) => isNameless(link) && !ownTargets.has(link.targetType)),
    ],
  };
}

const isNamed = (spec: { readonly name?: string }): boolean => spec.name !== undefined;
const isNameless = (spec: { readonly name?: string }): boolean => spec.name === undefined;
const typeOf = (spec: TypeSpec): string | undefined => spec.typeDef ?? spec.typeInc;

/** The child's own in their order, merged with the base's of the same name; then what only the base has. */
function mergeNamed<T extends { readonly name?: string }>(
  own: readonly T[],
  inherited: readonly T[],
  merge: (own: T, inherited: T) => T,
): T[] {
  if (own.length === 0) return [...inherited];
  const rest = new Map(inherited.map((spec) => [spec.name, spec]));
  const result: T[] = [];
  for (const spec of own) {
    const base = spec.name === undefined ? undefined : rest.get(spec.name);
    result.push(base === undefined ? spec : merge(spec, base));
    if (base !== undefined) rest.delete(spec.name);
  }
  result.push(...rest.values());
  return result;
}
