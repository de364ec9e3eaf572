import type { Issue } from "./issue.ts";
import type { AttributeSpec, DatasetSpec, DtypeSpec, LinkSpec, Quantity, TypeSpec } from "./language.ts";
import { type Place, placeOfKey } from "./place.ts";

export interface OverrideContext {
  /** True where `type` is not known. */
  isSubtype(type: string, ancestor: string): boolean;
  note(
    severity: Issue["severity"],
    code: string,
    words: string,
    message: string,
    written: Place | undefined,
    hint?: string,
  ): void;
}

/**
 * Notes where a spec allows what the one that it extends, includes or overrides rules out, so that data of the one would be no data
 * of the other. Nothing of this stops hdmf, and published namespaces do some of it: warnings. What is refused is found in merging.
 */
export function checkOverride(own: TypeSpec, base: TypeSpec, words: string, context: OverrideContext): void {
  checkNamed(own.attributes, base.attributes, words, context, checkValues);
  if (own.kind === "dataset" && base.kind === "dataset") checkValues(own, base, words, context);
  if (own.kind !== "group" || base.kind !== "group") return;
  const checkChild = <T extends TypeSpec>(child: T, before: T, place: string): void => {
    checkQuantity(child, before, place, context);
    checkOverride(child, before, place, context);
  };
  checkNamed(own.datasets, base.datasets, words, context, checkChild);
  checkNamed(own.groups, base.groups, words, context, checkChild);
  checkNamed(own.links, base.links, words, context, (link, before, place) => {
    checkQuantity(link, before, place, context);
    if (context.isSubtype(link.targetType, before.targetType)) return;
    const message = `${link.targetType} does not extend the inherited target ${before.targetType}`;
    context.note("warning", "widened-target", place, message, placeOfKey(link, "target_type"));
  });
}

function checkNamed<T extends { readonly name?: string }>(
  own: readonly T[],
  base: readonly T[],
  words: string,
  context: OverrideContext,
  check: (own: T, base: T, words: string, context: OverrideContext) => void,
): void {
  if (own.length === 0 || base.length === 0) return;
  const byName = new Map(base.map((each) => [each.name, each]));
  for (const each of own) {
    const before = each.name === undefined ? undefined : byName.get(each.name);
    if (before !== undefined) check(each, before, `${words}/${each.name}`, context);
  }
}

function checkQuantity(
  own: (TypeSpec | LinkSpec) & { readonly quantity: Quantity },
  base: { readonly quantity: Quantity },
  words: string,
  { note }: OverrideContext,
): void {
  const most = ({ max }: Quantity): number => max ?? Number.POSITIVE_INFINITY;
  if (own.quantity.min >= base.quantity.min && most(own.quantity) <= most(base.quantity)) return;
  const range = ({ min, max }: Quantity): string => (min === max ? `${min}` : `${min} to ${max ?? "many"}`);
  const message = `there may be ${range(own.quantity)} where ${range(base.quantity)} is inherited`;
  note("warning", "widened-quantity", words, message, placeOfKey(own, "quantity"));
}

function checkValues<T extends AttributeSpec | DatasetSpec>(
  own: T,
  base: T,
  words: string,
  context: OverrideContext,
): void {
  const { note } = context;
  if (own.kind === "attribute" && base.kind === "attribute" && base.required && !own.required) {
    const written = placeOfKey(own, own.defaultValue === undefined ? "required" : "default_value");
    note("warning", "widened-quantity", words, "it may be missing, where the inherited one is required", written);
  }
  const before = base.shape;
  const isWithin = (axes: readonly (number | null)[], others: readonly (number | null)[]): boolean =>
    axes.length === others.length && axes.every((length, i) => others[i] === null || others[i] === length);
  const isFit = own.shape?.every((axes) => before?.some((others) => isWithin(axes, others)));
  // Where no number of axes fits, merging says so.
  if (own.shape && before && !isFit && own.shape.some((axes) => before.some(({ length }) => length === axes.length))) {
    const message = "its shape allows what the inherited shape does not";
    note("warning", "widened-shape", words, message, placeOfKey(own, "shape"));
  }
  if (own.value !== undefined && base.value !== undefined && text(own.value) !== text(base.value)) {
    note("warning", "changed-value", words, "the inherited value is fixed", placeOfKey(own, "value"));
  }
  const [one, other] = [targetOf(own.dtype), targetOf(base.dtype)];
  // That any object is wider than those of a type is found in merging.
  if (!one || !other || context.isSubtype(one, other)) return;
  const message = `${one} does not extend the inherited target ${other}`;
  const written = placeOfKey(own, "dtype");
  note("warning", "widened-target", words, message, written);
}

function targetOf(dtype: DtypeSpec | undefined): string | undefined {
  return typeof dtype === "object" && "targetType" in dtype ? dtype.targetType : undefined;
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (typeof each === "bigint" ? `${each}` : each));
