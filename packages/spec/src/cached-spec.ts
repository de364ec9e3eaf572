import { type Dialect, hdmfDialect, nwbDialect } from "./dialect.ts";
import { field, isList, isObject, type JsonValue } from "./json.ts";
import type { PlainSpec } from "./plain-spec.ts";
import { roots } from "./visible-types.ts";

type Members = Map<string, JsonValue>;

/**
 * A group or dataset as hdmf keeps and caches it: the keys in the order of its classes, in the dialect asked for; what only repeats
 * a default is gone, names of axes that are missing are `dim_0`, `dim_1`, … The value is one that `parseGroup` or `parseDataset` accepts.
 */
export function cachedSpec(kind: "group" | "dataset", value: JsonValue, dialect: Dialect): PlainSpec {
  const members: Members = new Map();
  if (kind === "dataset") {
    setAxes(members, value);
    set(members, "dtype", cachedDtype(field(value, "dtype")));
  } else {
    setList(members, "groups", value, (each) => cachedSpec("group", each, dialect));
    setList(members, "datasets", value, (each) => cachedSpec("dataset", each, dialect));
    setList(members, "links", value, cachedLink);
  }
  set(members, "doc", field(value, "doc"));
  const name = field(value, "name") ?? undefined;
  set(members, "name", name);
  if (name === undefined) set(members, "default_name", field(value, "default_name"));
  const quantity = cachedQuantity(field(value, "quantity"));
  if (quantity !== 1) set(members, "quantity", quantity);
  if (field(value, "linkable") === false) members.set("linkable", false);
  const def = typeName(value, "defKey");
  const inc = typeName(value, "incKey") ?? baseOf(kind, def, dialect);
  if (inc !== def) set(members, dialect.incKey, inc);
  set(members, dialect.defKey, def);
  setAttributes(members, value);
  if (kind === "dataset") setValues(members, value, ["default_value", "value"]);
  return Object.fromEntries(members);
}

function typeName(value: JsonValue, key: "defKey" | "incKey"): JsonValue | undefined {
  return field(value, nwbDialect[key]) ?? field(value, hdmfDialect[key]) ?? undefined;
}

function baseOf(kind: "group" | "dataset", def: JsonValue | undefined, dialect: Dialect): string | undefined {
  if (typeof def !== "string" || roots.has(def)) return undefined;
  return kind === "group" ? dialect.baseGroup : dialect.baseDataset;
}

/** Of two attributes of one name the later one, in the place of the first. */
function setAttributes(members: Members, value: JsonValue): void {
  const byName = new Map<JsonValue | undefined, JsonValue>();
  const list = field(value, "attributes");
  for (const each of isList(list) ? list : []) byName.set(field(each, "name"), cachedAttribute(each));
  if (byName.size > 0) members.set("attributes", [...byName.values()]);
}

function cachedAttribute(value: JsonValue): PlainSpec {
  const members: Members = new Map();
  set(members, "doc", field(value, "doc"));
  set(members, "name", field(value, "name"));
  const isFixed = (field(value, "value") ?? undefined) !== undefined;
  if (!isFixed && field(value, "required") === false) members.set("required", false);
  set(members, "dtype", cachedDtype(field(value, "dtype")));
  setValues(members, value, ["value", "default_value"]);
  if (members.has("default_value")) members.set("required", false);
  setAxes(members, value);
  return Object.fromEntries(members);
}

function cachedLink(value: JsonValue): PlainSpec {
  const members: Members = new Map();
  set(members, "doc", field(value, "doc"));
  set(members, "name", field(value, "name"));
  set(members, "target_type", field(value, "target_type") ?? typeName(value, "incKey"));
  if (field(value, "quantity") !== 1) set(members, "quantity", field(value, "quantity"));
  return Object.fromEntries(members);
}

/** hdmf fills in the half that is missing, whatever it is. */
function setAxes(members: Members, value: JsonValue): void {
  const shape = field(value, "shape") ?? undefined;
  const dims = field(value, "dims") ?? undefined;
  set(members, "shape", shape);
  if (dims !== undefined) members.set("dims", dims);
  else if (isList(shape))
    members.set(
      "dims",
      shape.map((_, i) => `dim_${i}`),
    );
  if (shape === undefined && isList(dims))
    members.set(
      "shape",
      dims.map(() => null),
    );
}

function cachedDtype(dtype: JsonValue | undefined): JsonValue | undefined {
  if (isList(dtype)) {
    return dtype.map((column) => {
      const members: Members = new Map();
      for (const key of ["doc", "name"]) set(members, key, field(column, key));
      set(members, "dtype", cachedDtype(field(column, "dtype")));
      return Object.fromEntries(members);
    });
  }
  if (!isObject(dtype)) return dtype;
  return { target_type: field(dtype, "target_type") ?? null, reftype: field(dtype, "reftype") ?? "object" };
}

function cachedQuantity(quantity: JsonValue | undefined): JsonValue {
  if (quantity === undefined || quantity === null) return 1;
  return typeof quantity === "string" && /^\s*\+?\d+\s*$/.test(quantity) ? Number(quantity) : quantity;
}

function setValues(members: Members, value: JsonValue, keys: readonly string[]): void {
  for (const key of keys) set(members, key, field(value, key));
}

function setList(members: Members, key: string, value: JsonValue, cached: (each: JsonValue) => JsonValue): void {
  const list = field(value, key);
  if (isList(list) && list.length > 0) members.set(key, list.map(cached));
}

function set(members: Members, key: string, value: JsonValue | undefined): void {
  if (value !== undefined && value !== null) members.set(key, value);
}
