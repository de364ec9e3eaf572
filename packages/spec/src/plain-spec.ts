import type { Dialect } from "./dialect.ts";
import { type JsonValue, writeJson } from "./json.ts";
import type {
  AttributeSpec,
  DatasetSpec,
  DtypeSpec,
  LinkSpec,
  Quantity,
  ReferenceDtype,
  TypeSpec,
} from "./language.ts";

/** A spec in the keys of a dialect, as specification files have it; what is absent is left out. */
export type PlainSpec = { readonly [key: string]: JsonValue };

type Entry = readonly [key: string, value: JsonValue | undefined];

/** A group or dataset of the language in memory as plain JSON; `parseNamespace` gives the same spec back. */
export function plainSpec(spec: TypeSpec, dialect: Dialect): PlainSpec {
  const common: Entry[] = [
    ["name", spec.name],
    ["default_name", spec.defaultName],
    ["doc", spec.doc],
    [dialect.incKey, spec.typeInc],
    [dialect.defKey, spec.typeDef],
    ["quantity", plainQuantity(spec.quantity)],
    ["linkable", spec.linkable ? undefined : false],
    ["attributes", spec.attributes.map(plainAttribute)],
  ];
  if (spec.kind === "dataset") return compact([...common, ...plainValues(spec)]);
  return compact([
    ...common,
    ["datasets", spec.datasets.map((each) => plainSpec(each, dialect))],
    ["groups", spec.groups.map((each) => plainSpec(each, dialect))],
    ["links", spec.links.map(plainLink)],
  ]);
}

/** The text of a source: datasets before groups, a list that is empty left out. */
export function sourceText(datasets: readonly PlainSpec[], groups: readonly PlainSpec[]): string {
  return writeJson({ ...(datasets.length > 0 ? { datasets } : {}), ...(groups.length > 0 ? { groups } : {}) });
}

function compact(entries: readonly Entry[]): PlainSpec {
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, JsonValue] => entry[1] !== undefined));
}

function plainAttribute(spec: AttributeSpec): PlainSpec {
  return compact([
    ["name", spec.name],
    ["doc", spec.doc],
    ["required", spec.required || spec.defaultValue !== undefined ? undefined : false],
    ...plainValues(spec),
  ]);
}

function plainLink(spec: LinkSpec): PlainSpec {
  return compact([
    ["name", spec.name],
    ["doc", spec.doc],
    ["target_type", spec.targetType],
    ["quantity", plainQuantity(spec.quantity)],
  ]);
}

function plainValues(spec: AttributeSpec | DatasetSpec): Entry[] {
  return [
    ["dtype", spec.dtype === undefined ? undefined : plainDtype(spec.dtype)],
    ["shape", spec.shape?.length === 1 && spec.shape[0]!.length === 0 ? "scalar" : alternatives(spec.shape)],
    ["dims", alternatives(spec.dims)],
    ["value", spec.value],
    ["default_value", spec.defaultValue],
  ];
}

function alternatives(lists: readonly (readonly JsonValue[])[] | undefined): JsonValue | undefined {
  return lists?.length === 1 ? lists[0] : lists;
}

function plainDtype(dtype: DtypeSpec): JsonValue {
  if (typeof dtype === "string") return dtype;
  if (isReference(dtype)) {
    return dtype.targetType === "" ? "object" : { target_type: dtype.targetType, reftype: dtype.reftype };
  }
  return dtype.map((column) => ({ name: column.name, doc: column.doc, dtype: plainDtype(column.dtype) }));
}

const isReference = (dtype: Exclude<DtypeSpec, string>): dtype is ReferenceDtype => !Array.isArray(dtype);

/** The sign or the number; `undefined` for one, which need not be said. */
function plainQuantity({ min, max }: Quantity): JsonValue | undefined {
  if (max === null) return min === 0 ? "*" : "+";
  if (min === 0) return "?";
  return max === 1 ? undefined : max;
}
