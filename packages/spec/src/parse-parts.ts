import { isList, isObject, type JsonValue } from "./json.ts";
import type { Quantity, ShapeSpec, SpecValue } from "./language.ts";

const quantities: ReadonlyMap<string, Quantity> = /* @__PURE__ */ new Map<string, Quantity>([
  ["*", { min: 0, max: null }],
  ["zero_or_many", { min: 0, max: null }],
  ["?", { min: 0, max: 1 }],
  ["zero_or_one", { min: 0, max: 1 }],
  ["+", { min: 1, max: null }],
  ["one_or_many", { min: 1, max: null }],
]);

/** A quantity as written: a sign, a word, a positive integer or one as text; absent is 1. `undefined` for anything else. */
export function parseQuantity(value: JsonValue | undefined): Quantity | undefined {
  if (value === undefined || value === null) return { min: 1, max: 1 };
  if (typeof value === "string") {
    const known = quantities.get(value);
    if (known) return known;
    return /^\s*\+?\d{1,9}\s*$/.test(value) ? parseQuantity(Number(value)) : undefined;
  }
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1
    ? { min: value, max: value }
    : undefined;
}

/** What authors write instead. */
const misnomers: ReadonlyMap<JsonValue | undefined, string> = /* @__PURE__ */ new Map<JsonValue | undefined, string>([
  [0, "?"],
  ["0", "?"],
  ["optional", "?"],
  ["any", "*"],
  ["many", "*"],
  ["zero_or_more", "*"],
  ["one_or_more", "+"],
  ["required", "1"],
  ["one", "1"],
]);

/** What was probably meant by something that is no quantity. */
export function quantityHint(value: JsonValue | undefined): string | undefined {
  const meant = misnomers.get(typeof value === "string" ? value.trim().toLowerCase() : value);
  return meant === undefined ? undefined : `${meant} may be meant`;
}

/** `shape` and `dims` as alternatives, or what is wrong with them. */
export function parseShape(
  shape: JsonValue | undefined,
  dims: JsonValue | undefined,
): { shape?: ShapeSpec; dims?: readonly (readonly string[])[] } | { problem: string; key: "shape" | "dims" } {
  const lengths = shape === "scalar" ? [[]] : alternatives(shape, parseLength);
  const names = alternatives(dims, parseName);
  if (lengths === null) {
    return { problem: "shape is a list of lengths and nulls, or a list of such lists", key: "shape" };
  }
  if (names === null) return { problem: "dims is a list of names, or a list of such lists", key: "dims" };
  if (names === undefined) return lengths === undefined ? {} : { shape: lengths };
  if (lengths === undefined) return { shape: names.map((axes) => axes.map(() => null)), dims: names };
  const fits = (each: readonly (readonly string[])[]): boolean =>
    lengths.length === each.length && lengths.every((axes, i) => axes.length === each[i]!.length);
  // The shape [[2], [3]] may have the dims ["x", "y"]: an alternative of one axis without its brackets.
  const split = names.length === 1 ? names[0]!.map((axis) => [axis]) : names;
  const fitting = [names, split].find(fits);
  return fitting ? { shape: lengths, dims: fitting } : { problem: "shape and dims differ in length", key: "dims" };
}

/** `undefined` where absent, `null` where wrong. */
function alternatives<T>(
  value: JsonValue | undefined,
  parse: (item: JsonValue) => T | undefined,
): T[][] | undefined | null {
  if (value === undefined || value === null) return undefined;
  if (!isList(value) || value.length === 0) return null;
  const lists = value.some(isList) ? value : [value];
  const result: T[][] = [];
  for (const list of lists) {
    if (!isList(list) || list.length === 0) return null;
    const items: T[] = [];
    for (const item of list) {
      const parsed = parse(item);
      if (parsed === undefined) return null;
      items.push(parsed);
    }
    result.push(items);
  }
  return result;
}

function parseLength(item: JsonValue): number | null | undefined {
  if (item === null || item === "null") return null;
  return typeof item === "number" && Number.isSafeInteger(item) && item >= 0 ? item : undefined;
}

function parseName(item: JsonValue): string | undefined {
  if (item === null) return "";
  return typeof item === "string" || typeof item === "number" ? String(item) : undefined;
}

/** `value` or `default_value`; `undefined` where absent, null, or what no attribute can hold. */
export function parseValue(value: JsonValue | undefined): SpecValue | undefined {
  if (value === undefined || value === null || isObject(value)) return undefined;
  if (!isList(value)) return value;
  return value.map((item) => parseValue(item) ?? null);
}
