import { elementCount, type NdArray } from "@hdmf-ts/array";
import {
  type AttributeSpec,
  type Catalog,
  type DatasetSpec,
  fieldNameOfType,
  type GroupSpec,
  type LinkSpec,
  matchChildren,
  type ResolvedType,
  typeAttributes,
} from "@hdmf-ts/spec";
import {
  type CallOptions,
  type DatasetNode,
  type GroupNode,
  joinPath,
  type Node,
  type Storage,
} from "@hdmf-ts/storage";
import type { Field, ObjectHandle } from "./container.ts";
import { factsOf } from "./facts-of.ts";
import { type Member, membersOf } from "./members.ts";

type ObjectSpec = DatasetSpec | GroupSpec | LinkSpec;

interface Collector {
  readonly fields: Map<string, Field>;
  readonly extra: Map<string, Field>;
  readonly catalog: Catalog;
  /** The namespace in which the types that the spec names are looked up. */
  readonly namespace: string;
  readonly handleOf: (member: Member) => ObjectHandle;
  readonly options: CallOptions;
}

/** The fields of a typed object, by its specification and beyond. */
export async function collectFields(
  place: { readonly storage: Storage; readonly node: Node; readonly path: string },
  catalog: Catalog,
  resolved: ResolvedType | undefined,
  handleOf: (member: Member) => ObjectHandle,
  options: CallOptions,
): Promise<{ readonly fields: ReadonlyMap<string, Field>; readonly extra: ReadonlyMap<string, Field> }> {
  const { node, path, storage } = place;
  const namespace = resolved?.namespace ?? "";
  const into: Collector = { fields: new Map(), extra: new Map(), catalog, namespace, handleOf, options };
  const spec = resolved?.spec.kind === node.kind ? resolved.spec : undefined;
  addAttributes(into, node, path, spec, "");
  if (node.kind === "dataset") {
    const dataset = spec?.kind === "dataset" ? { spec } : {};
    put(into, "data", { kind: "array", path, array: node.array, ...dataset }, true);
  }
  if (node.kind === "group") {
    await addChildren(into, { storage, node, path }, spec?.kind === "group" ? spec : undefined, "");
  }
  return { fields: into.fields, extra: into.extra };
}

function addAttributes(
  into: Collector,
  node: Node,
  path: string,
  spec: DatasetSpec | GroupSpec | undefined,
  prefix: string,
): void {
  const specs = new Map<string, AttributeSpec>();
  for (const attribute of spec?.attributes ?? []) specs.set(attribute.name, attribute);
  for (const [name, value] of node.attributes) {
    if (typeAttributes.has(name)) continue;
    const own = specs.get(name);
    const said = own === undefined ? {} : { spec: own };
    const field = { kind: "value", path: `${path}.${name}`, value: scalarBy(own, value), ...said } as const;
    put(into, prefix + name, field, own !== undefined);
  }
}

async function addChildren(
  into: Collector,
  place: { readonly storage: Storage; readonly node: GroupNode; readonly path: string },
  spec: GroupSpec | undefined,
  prefix: string,
): Promise<void> {
  const { storage, node, path } = place;
  const lost = (name: string, _: string, what: "dead-link" | "unreadable"): void => {
    put(into, prefix + name, { kind: "other", path: joinPath(path, name), what }, false);
  };
  const found = await membersOf({ storage, group: node, path }, lost, into.options);
  const members = [...found.values()].filter(({ name }) => node.id !== storage.root || name !== "specifications");
  if (spec === undefined) {
    for (const member of members) addExtra(into, member, prefix);
    return;
  }
  const { matches, unmatched } = matchChildren(into.catalog, into.namespace, spec, factsOf(members));
  for (const match of matches) {
    for (const index of match.children) await addMatched(into, members[index] as Member, match.spec, prefix);
  }
  for (const index of unmatched) addExtra(into, members[index] as Member, prefix);
}

async function addMatched(into: Collector, member: Member, spec: ObjectSpec, prefix: string): Promise<void> {
  const { node, path, storage, name } = member;
  if (member.type !== undefined) return addObject(into, member, prefix + fieldNameOf(spec, name), spec);
  if (node.kind === "dataset") {
    const own = spec.kind === "dataset" ? spec : undefined;
    put(into, prefix + fieldNameOf(spec, name), await datasetField(into, node, path, own), true);
    return addAttributes(into, node, path, own, `${prefix}${name}__`);
  }
  if (node.kind === "group" && spec.kind === "group") {
    addAttributes(into, node, path, spec, `${prefix}${name}__`);
    await addChildren(into, { storage, node, path }, spec, `${prefix}${name}__`);
    return;
  }
  addExtra(into, member, prefix);
}

/** A scalar by its specification is a value; all else stays in the file. */
async function datasetField(
  into: Collector,
  node: DatasetNode,
  path: string,
  spec: DatasetSpec | undefined,
): Promise<Field> {
  const { array } = node;
  const said = spec === undefined ? {} : { spec };
  if (spec === undefined || !isScalar(spec) || array.shape === null || elementCount(array.shape) !== 1) {
    return { kind: "array", path, array, ...said };
  }
  const value = node.value ?? (await array.read(undefined, into.options));
  return { kind: "value", path, value: scalarBy(spec, value), ...said };
}

function addObject(into: Collector, member: Member, name: string, spec: ObjectSpec | undefined): void {
  const map = spec === undefined ? into.extra : into.fields;
  const many = spec !== undefined && (spec.quantity.max === null || spec.quantity.max > 1);
  const before = map.get(name);
  const objects = new Map(before?.kind === "objects" ? before.objects : []);
  objects.set(member.name, into.handleOf(member));
  const path = many ? member.path.slice(0, Math.max(member.path.lastIndexOf("/"), 1)) : member.path;
  const field: Field = { kind: "objects", path, many: many || objects.size > 1, objects, ...(spec && { spec }) };
  if (before?.kind === "objects") map.set(name, field);
  else put(into, name, field, spec !== undefined);
}

function addExtra(into: Collector, member: Member, prefix: string): void {
  const { node, path } = member;
  const name = prefix + member.name;
  if (member.type !== undefined) addObject(into, member, name, undefined);
  else if (node.kind === "dataset") {
    put(into, name, { kind: "array", path, array: node.array }, false);
    addAttributes(into, node, path, undefined, `${name}__`);
  } else put(into, name, { kind: "other", path, what: node.kind }, false);
}

/** Of two fields that come to have one name the first keeps it; the other goes to `extra`, under its path if need be. */
function put(into: Collector, name: string, field: Field, isSpecified: boolean): void {
  if (isSpecified && !into.fields.has(name)) into.fields.set(name, field);
  else into.extra.set(into.extra.has(name) ? field.path : name, field);
}

function fieldNameOf(spec: ObjectSpec, name: string): string {
  if (spec.name !== undefined) return spec.name;
  const type = spec.kind === "link" ? spec.targetType : (spec.typeDef ?? spec.typeInc);
  const many = spec.quantity.max === null || spec.quantity.max > 1;
  return type === undefined ? name : fieldNameOfType(type, many);
}

function isScalar(spec: AttributeSpec | DatasetSpec): boolean {
  return spec.shape === undefined || spec.shape.every((axes) => axes.length === 0);
}

/** The one element of an array where the specification wants a scalar, as hdmf reads it. */
function scalarBy(spec: AttributeSpec | DatasetSpec | undefined, value: NdArray): NdArray {
  if (spec === undefined || !isScalar(spec) || value.shape === null || value.shape.length === 0) return value;
  return elementCount(value.shape) === 1 ? { dtype: value.dtype, shape: [], data: value.data } : value;
}
